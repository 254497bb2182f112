// No statement about usage reads a large table from end to end, neither those of reports nor those of questions.
import { afterAll, beforeAll, test } from 'vitest';
import { createUsageLoaders } from '../../../../subgraphs/metadata/usage/loaders.ts';
import { takeReport } from '../../../../subgraphs/metadata/usage/take-report.ts';
import { trafficOf } from '../../../../subgraphs/metadata/usage/traffic.ts';
import { expectNoSequentialScan } from '../../../support/explain.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';
import { usageReportOf } from './reports.ts';

let metadata: MetadataUnderTest;
const now = new Date('2026-03-01T12:00:00Z');

/** Each a little more than what counts as a large table, but there are fewer clients than that anywhere. */
const tables = [
  `INSERT INTO operation (hash, name, kind, document, reported_at)
   SELECT sha256(n::text::bytea), 'Op' || n, 'query', '{ a }', now() FROM generate_series(1, 11000) AS n`,
  `INSERT INTO consumer (client, kind) SELECT 'client-' || n, 'APPLICATION' FROM generate_series(1, 2000) AS n`,
  `INSERT INTO operation_field (coordinate, operation_id)
   SELECT CASE WHEN id % 1000 = 0 THEN 'Person.name' ELSE 'Other.f' || id % 500 END, id FROM operation`,
  `INSERT INTO usage_hour (operation_id, hour, consumer_id, requests, errors, events, compute_ms, bytes)
   SELECT o, '2026-03-01T10:00:00Z'::timestamptz - make_interval(days => h * 20), (o + h) % 2000 + 1, 1, 0, 0, 1, 1
   FROM generate_series(1, 11000) AS o CROSS JOIN generate_series(0, 2) AS h`,
  `INSERT INTO usage_seen (operation_id, consumer_id, first_seen, last_seen)
   SELECT operation_id, consumer_id, hour, hour FROM usage_hour`,
  `INSERT INTO field_observed (coordinate, hour, requests, observed, nulls, errors)
   SELECT 'Other.f' || n % 50, '2026-03-01T10:00:00Z'::timestamptz - make_interval(hours => n / 50), 1, 1, 0, 0
   FROM generate_series(1, 11000) AS n`,
  `INSERT INTO fetch_bucket (subgraph, bucket, fetches, failures, latency_counts)
   SELECT 's' || n % 10, '2026-03-01T10:00:00Z'::timestamptz - make_interval(mins => n / 10 * 5), 1, 0, array_fill(0::bigint, ARRAY[26])
   FROM generate_series(1, 11000) AS n`,
  `INSERT INTO gateway_instance (instance, client, started_at, sequence, covered_until, stopped_at)
   SELECT 'old-' || n, 'gateway', '2026-01-01', 1, '2026-01-01', '2026-01-01' FROM generate_series(1, 11000) AS n`,
  `INSERT INTO usage_gap (instance, from_at, to_at, reason)
   SELECT 'old-' || n, '2025-01-01', '2025-01-01T00:00:05Z', 'dropped' FROM generate_series(1, 11000) AS n`,
  'ANALYZE operation, consumer, operation_field, usage_hour, usage_seen, field_observed, fetch_bucket, gateway_instance, usage_gap',
];

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([...twoDomains(), metadataFolder()]);
  for (const statement of tables) await metadata.database.query(statement);
});
afterAll(() => metadata.close());

test('a report', () =>
  expectNoSequentialScan(metadata.database, () =>
    takeReport(metadata.database, {
      client: 'gateway',
      now,
      report: usageReportOf({
        sequence: 1,
        from: '2026-03-01T11:00:00Z',
        to: '2026-03-01T11:00:05Z',
        operations: { Names: ['Person.name'] },
        uses: [{ operation: 'Names', client: 'client-7', requests: 1 }],
        fetches: { people: [1] },
        observed: [{ coordinate: 'Person.name', requests: 1, observed: 1, nulls: 0, errors: 0 }],
        firstUses: [{ search: 'search-1', operation: 'Names', at: '2026-03-01T11:00:01Z' }],
      }),
    }),
  ));

test('traffic', () =>
  expectNoSequentialScan(metadata.database, () =>
    trafficOf(metadata.database, ['Person.name', 'Person.nick'], { from: new Date('2026-02-01'), to: now }),
  ));

test('questions about fields, products and consumers', () =>
  expectNoSequentialScan(metadata.database, async () => {
    const usage = createUsageLoaders(metadata.database, now);
    const window = 'P30D';
    await usage.ofField.load('Person.name', { window });
    await usage.operationsOfField.load('Person.name', { window, client: null, limit: 20 });
    await usage.operationsOfField.load('Person.name', { window, client: 'client-7', limit: 20 });
    await usage.observed.load('Other.f7', { window });
    await usage.isCovered.load(window);
    await usage.consumer.load('client-7');
    await usage.operationsOfConsumer.load('client-7', { window, teams: ['people-data'], limit: 20 });
    await usage.productsOfConsumer.load('client-7', { window });
    const page = await usage.consumersOfProduct.load(1, { window, client: null, first: 20 });
    await page.totalCount();
  }));
