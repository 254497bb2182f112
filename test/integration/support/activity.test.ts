// The demo generator of the support domain, and the watermark that it moves.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../kit/migrate.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { activity } from '../../../subgraphs/support/activity.ts';
import { watermarks } from '../../../subgraphs/support/watermarks.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { createDomainDatabase } from '../../support/postgres.ts';
import { openSupport } from './support-under-test.ts';

let support: DomainUnderTest;
beforeAll(async () => {
  support = await openSupport();
});
afterAll(() => support.drop());

test('each step adds one message, and moves the watermark', async () => {
  const { database } = support;
  const messages = 'SELECT count(*) AS count FROM ticket_message';
  const [before] = await database.query<{ count: number }>(messages);
  const [watermarkBefore] = await watermarks(database);
  for (let step = 0; step < 12; step += 1) await activity({ database, now: new Date() });
  expect(await database.query(messages)).toEqual([{ count: before!.count + 12 }]);
  const [watermarkAfter] = await watermarks(database);
  expect(watermarkAfter!.product).toBe('support/support-tickets');
  expect(watermarkAfter!.eventTime > watermarkBefore!.eventTime).toBe(true);
});

test('an empty domain has no watermark, and nothing to do', async () => {
  const database = await createDomainDatabase('support');
  await migrate(database, packageFile('subgraphs/support/migrations'));
  await activity({ database, now: new Date() });
  expect(await watermarks(database)).toEqual([]);
  await database.drop();
});
