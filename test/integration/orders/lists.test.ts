// Lists of orders: filters, orders, pages that meet every row once, and cursors that cannot be bent.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { walkConnection } from '../../support/walk-connection.ts';
import { now, openOrders } from './orders-domain.ts';

let orders: DomainUnderTest;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.drop());

const walkDocument = `query ($first: Int, $after: String, $filter: OrderFilter, $orderBy: OrderOrder) {
  orders(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

describe('a walk meets every order exactly once, in order', () => {
  const columns = { PLACED_AT: 'placed_at', TOTAL: 'total', UPDATED_AT: 'updated_at' };
  test.each([
    ['PLACED_AT', 'ASC'],
    ['PLACED_AT', 'DESC'],
    ['TOTAL', 'ASC'],
    ['TOTAL', 'DESC'],
    ['UPDATED_AT', 'ASC'],
    ['UPDATED_AT', 'DESC'],
  ] as const)('by %s %s', async (field, direction) => {
    const { ids, totalCount } = await walkConnection(async (after) => {
      const variables = { first: 100, after, orderBy: { field, direction } };
      return (await orders.ask(walkDocument, variables)).orders;
    });
    const expected = await orders.database.query<{ id: string }>(
      `SELECT id FROM orders ORDER BY ${columns[field]} ${direction}, id ${direction}`,
    );
    expect(ids).toEqual(expected.map(({ id }) => id));
    expect(totalCount).toBe(5_009);
  });

  test.each(['ASC', 'DESC'] as const)('through equal totals, %s, in pages of one', async (direction) => {
    const filter = { minTotal: '10', maxTotal: '10.99' };
    const { ids } = await walkConnection(async (after) => {
      const orderBy = { field: 'TOTAL', direction };
      return (await orders.ask(walkDocument, { first: 1, after, filter, orderBy })).orders;
    });
    const expected = await orders.database.query<{ id: string; total: string }>(
      `SELECT id, total FROM orders WHERE total BETWEEN 10 AND 10.99 ORDER BY total ${direction}, id ${direction}`,
    );
    expect(new Set(expected.map(({ total }) => total)).size, 'there are ties').toBeLessThan(expected.length);
    expect(ids).toEqual(expected.map(({ id }) => id));
  });
});

describe('a filter gives what its condition says', () => {
  const dayMs = 24 * 60 * 60 * 1000;
  const lastMonth = new Date(now.getTime() - 30 * dayMs).toISOString();
  const lastWeek = new Date(now.getTime() - 7 * dayMs).toISOString();
  test.each([
    ['status', { status: ['PLACED'] }, `status = 'PLACED'`],
    ['several states', { status: ['PLACED', 'SHIPPED'] }, `status IN ('PLACED', 'SHIPPED')`],
    ['no state at all', { status: [] }, 'false'],
    ['placedAfter', { placedAfter: lastMonth }, `placed_at >= '${lastMonth}'`],
    ['placedBefore', { placedBefore: lastMonth }, `placed_at < '${lastMonth}'`],
    ['minTotal', { minTotal: '2000' }, 'total >= 2000'],
    ['maxTotal', { maxTotal: '1.5' }, 'total <= 1.5'],
    ['customerId', { customerId: 'CG-12520' }, `customer_id = 'CG-12520'`],
    ['an unknown customer', { customerId: 'nobody' }, 'false'],
    [
      'all of them together',
      { status: ['DELIVERED'], placedAfter: lastMonth, placedBefore: lastWeek, minTotal: '100', maxTotal: '900' },
      `status = 'DELIVERED' AND placed_at >= '${lastMonth}' AND placed_at < '${lastWeek}' AND total BETWEEN 100 AND 900`,
    ],
    ['nulls, which are no conditions', { status: null, minTotal: null, customerId: null }, 'true'],
  ])('%s', async (_, filter, condition) => {
    const answer = await orders.ask(walkDocument, { first: 100, filter, orderBy: { field: 'PLACED_AT' } });
    const expected = await orders.database.query<{ id: string }>(
      `SELECT id FROM orders WHERE ${condition} ORDER BY placed_at DESC, id DESC`,
    );
    expect(answer.orders.totalCount).toBe(expected.length);
    expect(answer.orders.nodes).toEqual(expected.slice(0, 100).map(({ id }) => ({ id })));
  });
});

describe('a bad page is refused, and the argument is named', () => {
  const cursorOf = async (orderBy: object) =>
    (await orders.ask(walkDocument, { first: 1, orderBy })).orders.pageInfo.endCursor as string;

  test.each([
    ['more than a hundred rows', { first: 101 }, 'first'],
    ['fewer than none', { first: -1 }, 'first'],
    ['a cursor that is none', { after: 'CA-2016-152156' }, 'after'],
    ['an empty cursor', { after: '' }, 'after'],
  ])('%s', async (_, variables, argument) => {
    const refusal = await orders.refusal(walkDocument, variables);
    expect(refusal.code).toBe('BAD_USER_INPUT');
    expect(refusal.message).toContain(`\`${argument}\``);
  });

  test('a cursor with one character changed', async () => {
    const cursor = await cursorOf({ field: 'TOTAL', direction: 'ASC' });
    const changed = `${cursor.slice(0, -3)}${cursor.at(-3) === 'A' ? 'B' : 'A'}${cursor.slice(-2)}`;
    const variables = { after: changed, orderBy: { field: 'TOTAL', direction: 'ASC' } };
    expect(await orders.refusal(walkDocument, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test.each([
    { field: 'TOTAL', direction: 'DESC' },
    { field: 'PLACED_AT', direction: 'ASC' },
  ])('a cursor of another order: $field $direction', async (orderBy) => {
    const after = await cursorOf({ field: 'TOTAL', direction: 'ASC' });
    expect(await orders.refusal(walkDocument, { after, orderBy })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('no rows are asked for: an empty page that says more follows', async () => {
    const { orders: page } = await orders.ask(walkDocument, { first: 0 });
    expect(page).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true, endCursor: null }, totalCount: 5_009 });
  });
});
