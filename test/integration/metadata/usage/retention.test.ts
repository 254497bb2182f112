// What of usage is forgotten after thirteen months, and what stays because somebody still uses it.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { silentLog } from '../../../../kit/log.ts';
import { createRetention } from '../../../../subgraphs/metadata/usage/retention.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { report } from './reports.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
});
afterAll(() => metadata.close());

const namesOf = async (statement: string) =>
  (await metadata.database.query<{ name: string }>(statement)).map(({ name }) => name);

test('what nobody has used for thirteen months goes, and nothing else', async () => {
  const operations = { Old: ['Person.name'], Kept: ['Person.id'] };
  const tell = (sequence: number, day: string, used: readonly string[]) =>
    report(metadata, {
      sequence,
      startedAt: `${day}T00:00:00Z`,
      from: `${day}T00:00:00Z`,
      to: `${day}T00:00:05Z`,
      operations,
      uses: used.map((operation) => ({ operation, client: 'crm', requests: 1 })),
      fetches: { people: [1] },
      observed: [{ coordinate: 'Person.id', requests: 1, observed: 1, nulls: 0, errors: 0 }],
    });
  await tell(1, '2026-02-01', ['Old', 'Kept']);
  await tell(2, '2027-02-01', ['Kept']);

  await metadata.database.query(`
    INSERT INTO search_log (search_id, searched_at, products) VALUES ('old', '2026-02-01', '{}'), ('kept', '2027-02-01', '{}');
    INSERT INTO team (id, name) VALUES ('t', 'T');
    INSERT INTO domain (slug, name, owner_team) VALUES ('d', 'D', 't');
    INSERT INTO product (urn, name, domain, owner_team, kind, status)
      VALUES ('gordian:product:d/p', 'P', 'd', 't', 'SOURCE_ALIGNED', 'ACTIVE');
    INSERT INTO event_outbox (topic, product_id, body, created_at)
      SELECT 'health.changed', id, '{}', created_at FROM product, unnest('{2026-02-01,2027-02-01}'::timestamptz[]) AS created_at;
    INSERT INTO watermark (product_id, arrived_at, event_time, reported_by)
      SELECT id, arrived_at, arrived_at, 'test' FROM product,
        unnest('{2026-01-01,2026-02-01,2026-03-10,2027-04-01}'::timestamptz[]) AS arrived_at`);

  const retain = createRetention(metadata.database, silentLog);
  const hours = () =>
    namesOf(`SELECT concat(operation.name, ' ', to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD')) AS name
      FROM usage_hour JOIN operation ON operation.id = operation_id ORDER BY hour, operation.name`);
  retain(new Date('2027-02-28T00:00:00Z'));
  expect(await hours()).toEqual(['Kept 2026-02-01', 'Old 2026-02-01', 'Kept 2027-02-01']);

  // Once a day: the first look was on another one.
  retain(new Date('2027-04-15T00:00:00Z'));
  await vi.waitUntil(async () => (await namesOf('SELECT name FROM operation')).length === 1, { timeout: 10_000 });
  expect(await hours()).toEqual(['Kept 2027-02-01']);
  expect(await namesOf('SELECT coordinate AS name FROM operation_field')).toEqual(['Person.id']);
  expect(await namesOf('SELECT to_char(bucket, $$YYYY$$) AS name FROM fetch_bucket')).toEqual(['2027']);
  expect(await namesOf('SELECT to_char(hour, $$YYYY$$) AS name FROM field_observed')).toEqual(['2027']);
  expect(await namesOf('SELECT search_id AS name FROM search_log')).toEqual(['kept']);
  expect(await namesOf('SELECT to_char(created_at, $$YYYY$$) AS name FROM event_outbox')).toEqual(['2027']);
  // The last one before the time that is kept says how far the data reached when it began.
  expect(await namesOf('SELECT to_char(arrived_at, $$YYYY-MM$$) AS name FROM watermark ORDER BY arrived_at')).toEqual([
    '2026-03',
    '2027-04',
  ]);
});
