// Gives part of a payment back. Not offered as a mutation: refunds begin where goods come back, which is not here.
import type { Database } from '../../../kit/postgres.ts';
import { insertRefund, lockPayment, paymentForBooking } from './queries.ts';

/** @param share of what the payment has left, above 0 and at most 1; less than a cent is not given back */
export async function refund(database: Database, paymentId: string, share: number): Promise<void> {
  await database.transaction(async (transaction) => {
    if (!(await lockPayment(transaction, paymentId))) return;
    const payment = await paymentForBooking(transaction, paymentId);
    const amount = (Math.floor(Number(payment.left) * share * 100) / 100).toFixed(2);
    if (Number(amount) > 0) await insertRefund(transaction, payment, amount);
  });
}
