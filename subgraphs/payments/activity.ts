// Keeps the demo alive: small refunds on recent payments, now and then a chargeback, and decisions of old disputes. Payments
// of new orders are not among them: this domain hears of no order it did not book.
import { randomInt, randomUUID } from 'node:crypto';
import type { Database } from '../../kit/postgres.ts';
import type { Activity } from '../../kit/start-activity.ts';
import { anyUndisputedPayment, settleOldestChargeback } from './booking/queries.ts';
import { recordChargeback } from './booking/record-chargeback.ts';
import { refund } from './booking/refund.ts';

const dayMs = 24 * 60 * 60 * 1000;

export const activity: Activity = async ({ database, now }) => {
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
  await settleOldestChargeback(database, daysAgo(60), randomInt(10) < 3);
  const paymentId = await anyUndisputedPayment(database, daysAgo(90));
  if (paymentId !== null) await takeBack(database, paymentId);
};

async function takeBack(database: Database, paymentId: string): Promise<void> {
  if (randomInt(40) > 0) await refund(database, paymentId, 0.01 + 0.04 * Math.random());
  else await recordChargeback(database, { paymentId, reason: 'NOT_RECEIVED', caseReference: `CASE-${randomUUID()}` });
}
