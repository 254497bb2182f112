// The demo's activity in orders: it keeps to the rules that hold for everyone, and to the contract.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activity } from '../../../subgraphs/orders/activity.ts';
import { orderCount } from '../../../subgraphs/orders/queries.ts';
import { watermarks } from '../../../subgraphs/orders/watermarks.ts';
import { sqlRuleResults } from '../../support/contract-rules.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { now, openOrders } from './orders-domain.ts';

let orders: DomainUnderTest;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.drop());

const asPromised = { 'totals-are-the-sum-of-their-lines': { found: 0, promised: 0 } };
const dayMs = 24 * 60 * 60 * 1000;

test('the seed keeps what the contract promises in SQL', async () => {
  expect(await sqlRuleResults(orders.database, 'subgraphs/orders/contract.yaml')).toEqual(asPromised);
});

test('twenty steps place twenty orders and move the watermark, and break no promise', async () => {
  const started = new Date(Date.now() - 1_000);
  for (let step = 0; step < 20; step += 1) await activity({ database: orders.database, now });
  expect(await orderCount(orders.database, {})).toBe(5_009 + 20);
  const [reported] = await watermarks(orders.database);
  expect(reported!.product).toBe('orders/orders');
  expect(reported!.eventTime.getTime()).toBeGreaterThan(started.getTime());
  expect(await sqlRuleResults(orders.database, 'subgraphs/orders/contract.yaml')).toEqual(asPromised);
});

test('what was ordered earlier is shipped after a day and delivered after four more', async () => {
  const standing = (status: 'PLACED' | 'SHIPPED') =>
    orderCount(orders.database, { status: [status], placedBefore: now });
  await activity({ database: orders.database, now: new Date(Date.now() + 2 * dayMs) });
  expect(await standing('PLACED')).toBe(0);
  await activity({ database: orders.database, now: new Date(Date.now() + 5 * dayMs) });
  expect(await standing('SHIPPED')).toBe(0);
});
