// The contracts of the repository hold for the data of the demo: every check can be run, and passes.
import { expect, test } from 'vitest';
import { fixedClock } from '../../../kit/clock.ts';
import { runCheck } from '../../../kit/quality/run-check.ts';
import type { Seed } from '../../../kit/seed-once.ts';
import { checksOfDomain } from '../../../schema/quality/domain-checks.ts';
import { seed as seedCatalog } from '../../../subgraphs/catalog/seed.ts';
import { seed as seedCustomers } from '../../../subgraphs/customers/seed.ts';
import { seed as seedOrders } from '../../../subgraphs/orders/seed.ts';
import { seed as seedPayments } from '../../../subgraphs/payments/seed.ts';
import { seed as seedSupport } from '../../../subgraphs/support/seed.ts';
import { createSeededDatabase } from '../../support/seeded-database.ts';

const now = new Date('2026-11-22T10:00:00Z');

const domains: [name: string, seed: Seed, checks: number][] = [
  ['catalog', seedCatalog, 8],
  ['customers', seedCustomers, 8],
  ['orders', seedOrders, 5],
  ['payments', seedPayments, 7],
  ['support', seedSupport, 5],
];

test.each(domains)('every check of %s passes', async (name, seed, count) => {
  const database = await createSeededDatabase({ name, seed, now });
  const { checks } = checksOfDomain(name);
  const services = { database, clock: fixedClock(now), statementTimeoutMs: 10_000 };
  const results = [];
  for (const check of checks) results.push(await runCheck(services, check));
  await database.drop();
  expect(results.filter(({ outcome }) => outcome !== 'PASS')).toEqual([]);
  expect(results).toHaveLength(count);
  expect(checks.some(({ probe }) => probe.kind === 'query')).toBe(true);
});
