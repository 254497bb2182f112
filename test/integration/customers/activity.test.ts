// The demo generator of the customers domain, and the watermark that it moves.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../kit/migrate.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { activity } from '../../../subgraphs/customers/activity.ts';
import { watermarks } from '../../../subgraphs/customers/watermarks.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { createDomainDatabase } from '../../support/postgres.ts';
import { now, openCustomers } from './customers-under-test.ts';

let customers: DomainUnderTest;
beforeAll(async () => {
  customers = await openCustomers();
});
afterAll(() => customers.drop());

test('each step adds one decision, and moves the watermark of both products', async () => {
  const { database } = customers;
  const decisions = 'SELECT count(*) AS count FROM consent_decision';
  const [before] = await database.query<{ count: number }>(decisions);
  const [profileBefore] = await watermarks(database);
  for (let step = 0; step < 5; step += 1) await activity({ database, now: new Date() });
  expect(await database.query(decisions)).toEqual([{ count: before!.count + 5 }]);
  const after = await watermarks(database);
  expect(after.map(({ product }) => product)).toEqual(['customers/customer-profile', 'customers/customer-360']);
  expect(profileBefore!.eventTime.getTime()).toBeLessThanOrEqual(now.getTime());
  for (const { eventTime } of after) expect(eventTime > profileBefore!.eventTime).toBe(true);
});

test('an empty domain has no watermark, and nothing to do', async () => {
  const database = await createDomainDatabase('customers');
  await migrate(database, packageFile('subgraphs/customers/migrations'));
  await activity({ database, now });
  expect(await watermarks(database)).toEqual([]);
  await database.drop();
});
