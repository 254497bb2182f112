// Lists of transactions of all kinds: filters, orders, and pages that meet every row once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { walkConnection } from '../../support/walk-connection.ts';
import { now, openPayments } from './payments-domain.ts';

let payments: DomainUnderTest;
beforeAll(async () => {
  payments = await openPayments();
});
afterAll(() => payments.drop());

const walkDocument = `query ($first: Int, $after: String, $filter: TransactionFilter, $orderBy: TransactionOrder) {
  transactions(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount nodes { id __typename } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

test.each([
  ['OCCURRED_AT', 'ASC', 'occurred_at'],
  ['OCCURRED_AT', 'DESC', 'occurred_at'],
  ['AMOUNT', 'ASC', 'amount'],
  ['AMOUNT', 'DESC', 'amount'],
])('a walk by %s %s meets every transaction exactly once, in order, equal values by id', async (field, direction, column) => {
  const { ids, totalCount } = await walkConnection(async (after) => {
    return (await payments.ask(walkDocument, { first: 100, after, orderBy: { field, direction } })).transactions;
  });
  const expected = await payments.database.query<{ id: string }>(
    `SELECT id FROM transaction ORDER BY ${column} ${direction}, id ${direction}`,
  );
  expect(ids).toEqual(expected.map(({ id }) => id));
  expect(totalCount).toBe(expected.length);
});

describe('a filter gives what its condition says', () => {
  const lastMonth = new Date(now.getTime() - 30 * 24 * 60 * 60 * 1000).toISOString();
  test.each([
    ['kind', { kind: ['CHARGEBACK'] }, `kind = 'CHARGEBACK'`],
    ['several kinds', { kind: ['CHARGEBACK', 'REFUND'] }, `kind <> 'CARD_PAYMENT'`],
    ['no kind at all', { kind: [] }, 'false'],
    ['orderId', { orderId: 'CA-2016-152156' }, `order_id = 'CA-2016-152156'`],
    ['customerId', { customerId: 'CG-12520' }, `account_id = 'A-CG-12520'`],
    ['accountId', { accountId: 'A-CG-12520' }, `account_id = 'A-CG-12520'`],
    ['occurredAfter', { occurredAfter: lastMonth }, `occurred_at >= '${lastMonth}'`],
    ['occurredBefore', { occurredBefore: lastMonth }, `occurred_at < '${lastMonth}'`],
    ['minAmount', { minAmount: '3000' }, 'amount >= 3000'],
    ['maxAmount', { maxAmount: '1.50' }, 'amount <= 1.50'],
    [
      'all of them together',
      { kind: ['REFUND'], occurredBefore: lastMonth, minAmount: '10', maxAmount: '500' },
      `kind = 'REFUND' AND occurred_at < '${lastMonth}' AND amount BETWEEN 10 AND 500`,
    ],
    ['nulls, which are no conditions', { kind: null, orderId: null }, 'true'],
  ])('%s', async (_, filter, condition) => {
    const answer = await payments.ask(walkDocument, { first: 100, filter });
    const expected = await payments.database.query<{ id: string }>(
      `SELECT id FROM transaction WHERE ${condition} ORDER BY occurred_at DESC, id DESC`,
    );
    expect(answer.transactions.totalCount).toBe(expected.length);
    expect(answer.transactions.nodes.map(({ id }: { id: string }) => id)).toEqual(
      expected.slice(0, 100).map(({ id }) => id),
    );
  });
});

describe('a bad page is refused', () => {
  test.each([
    ['more than a hundred rows', { first: 101 }],
    ['a cursor that is none', { after: 'T-CA-2016-152156-1' }],
  ])('%s', async (_, variables) => {
    expect(await payments.refusal(walkDocument, variables)).toMatchObject({
      code: 'BAD_USER_INPUT',
      path: 'transactions',
    });
  });

  test('a cursor of another order', async () => {
    const { transactions } = await payments.ask(walkDocument, { first: 1 });
    const variables = { after: transactions.pageInfo.endCursor, orderBy: { field: 'AMOUNT', direction: 'DESC' } };
    expect(await payments.refusal(walkDocument, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
