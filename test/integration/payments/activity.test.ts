// The demo's activity in payments: it keeps to the rules that hold for everyone, and to the contract.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activity } from '../../../subgraphs/payments/activity.ts';
import { transactionCount } from '../../../subgraphs/payments/queries.ts';
import { watermarks } from '../../../subgraphs/payments/watermarks.ts';
import { sqlRuleResults } from '../../support/contract-rules.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { now, openPayments } from './payments-domain.ts';

let payments: DomainUnderTest;
beforeAll(async () => {
  payments = await openPayments();
});
afterAll(() => payments.drop());

const asPromised = { 'no-payment-is-given-back-twice': { found: 0, promised: 0 } };

test('the seed keeps what the contract promises in SQL', async () => {
  expect(await sqlRuleResults(payments.database, 'subgraphs/payments/contract.yaml')).toEqual(asPromised);
});

test('steps give money back and move the watermark, and break no promise', async () => {
  const before = await transactionCount(payments.database, {});
  const started = new Date(Date.now() - 1_000);
  for (let step = 0; step < 20; step += 1) await activity({ database: payments.database, now });
  expect(await transactionCount(payments.database, {})).toBeGreaterThan(before);
  const [reported] = await watermarks(payments.database);
  expect(reported!.product).toBe('payments/payments');
  expect(reported!.eventTime.getTime()).toBeGreaterThan(started.getTime());
  expect(await sqlRuleResults(payments.database, 'subgraphs/payments/contract.yaml')).toEqual(asPromised);
});

test('disputes of two months ago are decided one by one, and never opened again', async () => {
  const open = () => payments.database.query(`SELECT id FROM transaction WHERE status = 'OPEN' ORDER BY id`);
  const before = await open();
  const inAYear = new Date(now.getTime() + 365 * 24 * 60 * 60 * 1000);
  for (const _ of before) await activity({ database: payments.database, now: inAYear });
  expect(await open()).toEqual([]);
});
