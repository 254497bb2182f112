// A stream of OpenLineage events reaches the same graph in whichever order it comes, and however often each event does.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEvent } from '../../../subgraphs/metadata/lineage/openlineage/event.ts';
import { takeEvent } from '../../../subgraphs/metadata/lineage/openlineage/take-event.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createMetadataDatabase } from '../../support/seeded-database.ts';

const now = new Date('2026-03-01T12:00:00Z');
const pipeline = { reporter: { name: 'pipeline', domains: new Set<string>() }, reportsWatermarks: true };
let database: TestDatabase;

beforeAll(async () => {
  database = await createMetadataDatabase();
});
afterAll(() => database.drop());

const table = fc.constantFrom('a', 'b', 'c');
const column = fc.constantFrom('x', 'y');
const transformations = fc.constantFrom(
  undefined,
  [{ type: 'DIRECT', subtype: 'IDENTITY', masking: false }],
  [{ type: 'DIRECT', subtype: 'AGGREGATION', masking: true }],
  [{ type: 'INDIRECT', subtype: 'JOIN' }],
);
const columnLineage = fc
  .array(fc.record({ to: column, from: table, field: column, transformations }), { maxLength: 3 })
  .map((sources) => ({
    fields: Object.fromEntries(
      sources.map(({ to, from, field, transformations: how }) => [
        to,
        { inputFields: [{ namespace: 'lake', name: from, field, transformations: how }] },
      ]),
    ),
  }));
const output = fc.record({ namespace: fc.constant('lake'), name: table, facets: fc.record({ columnLineage }) });
const input = table.map((name) => ({ namespace: 'lake', name }));
const event = fc.record({
  eventTime: fc.nat(9).map((second) => new Date(Date.parse('2026-03-01T10:00:00Z') + second * 1_000).toISOString()),
  eventType: fc.constantFrom('START', 'RUNNING', 'COMPLETE', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER'),
  run: fc.option(fc.constantFrom({ runId: 'one' }, { runId: 'two' }, { runId: 'three' }), { nil: undefined, freq: 6 }),
  job: fc.constantFrom({ namespace: 'etl', name: 'load' }, { namespace: 'etl', name: 'copy' }),
  inputs: fc.array(input, { maxLength: 2 }),
  outputs: fc.array(output, { maxLength: 2 }),
});

/** A stream, and the same shuffled with some of it repeated. */
const streams = fc.array(event, { minLength: 1, maxLength: 9 }).chain((events) =>
  fc
    .tuple(fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events))
    .chain(([shuffled, repeated]) =>
      fc.record({
        events: fc.constant(events),
        other: fc.shuffledSubarray([...shuffled, ...repeated], { minLength: shuffled.length + repeated.length }),
      }),
    ),
);

async function graphOf(events: readonly unknown[]): Promise<readonly object[]> {
  await database.query(
    'TRUNCATE lineage_node, lineage_edge, lineage_log, lineage_run, lineage_sighting, lineage_facet',
  );
  for (const each of events) await takeEvent(database, readEvent(each, now), pipeline, now);
  return database.query(
    `SELECT src.urn AS "from", dst.urn AS "to", job.urn AS job, origins, transform, subtype, masking, edge.first_seen, edge.last_seen
     FROM lineage_edge AS edge JOIN lineage_node AS src ON src.id = src JOIN lineage_node AS dst ON dst.id = dst
     JOIN lineage_node AS job ON job.id = job WHERE edge.valid_to = 'infinity' ORDER BY 1, 2, 3`,
  );
}

test('a shuffled and repeated stream reaches the same graph', async () => {
  let edges = 0;
  await fc.assert(
    fc.asyncProperty(streams, async ({ events, other }) => {
      const graph = await graphOf(events);
      edges += graph.length;
      expect(await graphOf(other)).toEqual(graph);
    }),
    { numRuns: 40 },
  );
  expect(edges).toBeGreaterThan(100);
}, 120_000);

test('the same stream taken by many at once reaches the same graph', async () => {
  const events = Array.from({ length: 12 }, (_, at) => ({
    eventTime: new Date(Date.parse('2026-03-01T10:00:00Z') + at * 1_000).toISOString(),
    eventType: at % 4 === 3 ? 'FAIL' : 'COMPLETE',
    run: { runId: `run-${at % 5}` },
    job: { namespace: 'etl', name: at % 2 === 0 ? 'load' : 'copy' },
    inputs: [{ namespace: 'lake', name: `in-${at % 3}` }],
    outputs: [{ namespace: 'lake', name: `out-${at % 2}` }],
  }));
  const alone = await graphOf(events);
  await graphOf([]);
  await Promise.all([...events, ...events].map((each) => takeEvent(database, readEvent(each, now), pipeline, now)));
  const together = await database.query(`SELECT count(*) FROM lineage_edge WHERE valid_to = 'infinity'`);
  expect(together).toEqual([{ count: alone.length }]);
  expect(alone.length).toBeGreaterThan(0);
});
