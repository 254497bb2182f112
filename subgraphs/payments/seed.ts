// Fills payments from the demo data: an account per customer, a card payment per order, and by a draw that is the same in
// every run some refunds and a few chargebacks. The totals are made from the same lines as in the orders domain.
import type { Seed } from '../../kit/seed-once.ts';
import { orderInstants, superstoreRows } from '../../kit/superstore.ts';
import { amountCents } from '../../kit/superstore-figures.ts';
import { insertAccounts, insertPastTransactions, type PastTransaction } from './booking/queries.ts';
import { type PaidOrder, transactionsOf } from './past-transactions.ts';
import type { AccountRow } from './queries.ts';

export const seed: Seed = async ({ database, now, progress }) => {
  const orders = paidOrders(now);
  const transactions = orders.flatMap((order) => transactionsOf(order, now));
  await insertAccounts(database, accountsOf(orders, transactions));
  progress(0, transactions.length);
  await insertPastTransactions(database, transactions);
  progress(transactions.length, transactions.length);
};

function paidOrders(now: Date): PaidOrder[] {
  const placedAt = orderInstants(now);
  const orders = new Map<string, PaidOrder>();
  for (const row of superstoreRows()) {
    const { orderId, customerId } = row;
    const totalCents = (orders.get(orderId)?.totalCents ?? 0) + amountCents(row);
    orders.set(orderId, { orderId, customerId, placedAt: placedAt.get(orderId)!, totalCents });
  }
  return [...orders.values()];
}

/** An account is opened with its first transaction and changed with its latest. */
function accountsOf(orders: readonly PaidOrder[], transactions: readonly PastTransaction[]): AccountRow[] {
  const instants = new Map<string, number[]>();
  for (const { accountId, updatedAt } of transactions) {
    const known = instants.get(accountId);
    if (known) known.push(updatedAt.getTime());
    else instants.set(accountId, [updatedAt.getTime()]);
  }
  return [...new Set(orders.map((order) => order.customerId))].map((customerId) => {
    const id = `A-${customerId}`;
    const times = instants.get(id)!;
    const [openedAt, updatedAt] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
    return { id, customerId, currency: 'USD', openedAt, updatedAt };
  });
}
