// No hot statement of lineage reads a large table from end to end.
import { afterAll, beforeAll, test } from 'vitest';
import { observeOperations } from '../../../../subgraphs/metadata/lineage/observe-operations.ts';
import { readEvent } from '../../../../subgraphs/metadata/lineage/openlineage/event.ts';
import { takeEvent } from '../../../../subgraphs/metadata/lineage/openlineage/take-event.ts';
import {
  datasetsOfNamespace,
  facetsOfNodes,
  fieldsOfDatasetNodes,
  namespaces,
} from '../../../../subgraphs/metadata/lineage/queries/datasets.ts';
import { driftOf } from '../../../../subgraphs/metadata/lineage/queries/drift.ts';
import {
  closureOf,
  degrees,
  edgesOfPairs,
  neighboursOf,
} from '../../../../subgraphs/metadata/lineage/queries/edges.ts';
import { forgetLog, forgottenTo, logAfter, logPosition } from '../../../../subgraphs/metadata/lineage/queries/log.ts';
import {
  fieldsOfDatasets,
  nodeByIdentity,
  nodesById,
  nodesByUrn,
  productsOfNodes,
} from '../../../../subgraphs/metadata/lineage/queries/nodes.ts';
import { secretNodes } from '../../../../subgraphs/metadata/lineage/queries/secrets.ts';
import { nodesOfKinds } from '../../../../subgraphs/metadata/lineage/queries/tags.ts';
import { expectNoSequentialScan } from '../../../support/explain.ts';
import type { TestDatabase } from '../../../support/postgres.ts';
import { createMetadataDatabase } from '../../../support/seeded-database.ts';

let database: TestDatabase;
const now = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  database = await createMetadataDatabase({ statementTimeoutMs: 0 });
  const nodes = 20_000;
  await database.query(
    `INSERT INTO team (id, name) VALUES ('t', 'Team');
     INSERT INTO domain (slug, name, owner_team) VALUES ('d', 'Domain', 't');
     INSERT INTO product (urn, name, domain, owner_team, kind, status)
       SELECT 'gordian:product:d/p' || n, 'P', 'd', 't', 'AGGREGATE', 'ACTIVE' FROM generate_series(1, 200) AS n;
     INSERT INTO lineage_node (urn, kind, label, coordinate, product_id, namespace, name, field)
       SELECT 'graphql://gordian#T' || n / 20 || '.f' || n, 'GRAPHQL_FIELD', 'f', 'T' || n / 20 || '.f' || n, 1 + n % 200,
         'ns' || n % 50, 'T' || n / 20, 'f' || n FROM generate_series(1, ${nodes}) AS n;
     INSERT INTO lineage_edge (src, dst, origins, transform, first_seen, last_seen, valid_from, valid_to, job)
       SELECT DISTINCT 1 + n % ${nodes}, 1 + (n * 7919) % ${nodes}, 4, 'DIRECT', now(), now(), now(),
         CASE WHEN n % 3 = 0 THEN now() ELSE 'infinity' END, CASE WHEN n % 2 = 0 THEN 1 + n % 300 END
       FROM generate_series(1, ${nodes * 6}) AS n;
     INSERT INTO lineage_log (op, src, dst, at) SELECT '+', src, dst, now() FROM lineage_edge;
     INSERT INTO lineage_run (job, run_id, counts, at, report)
       SELECT 1 + n % 300, 'r' || n, true, now(), '{}' FROM generate_series(1, ${nodes}) AS n;
     INSERT INTO lineage_sighting SELECT DISTINCT coalesce(job, 1), src, dst, now(), now() FROM lineage_edge;
     INSERT INTO lineage_facet SELECT n, 'schema', now(), '{}' FROM generate_series(1, ${nodes}) AS n;
     INSERT INTO field (coordinate, product_id, subgraph, type, level, tags, physical, valid_from)
       SELECT 'T' || n / 20 || '.f' || n, 1 + n % 200, 's' || n % 30, 'Int', 'INTERNAL',
         CASE n % 2000 WHEN 0 THEN '{pii}'::text[] WHEN 1 THEN '{secret}' ELSE '{}' END, ARRAY['postgres://s#a.b.c' || n], now()
       FROM generate_series(1, ${nodes}) AS n;
     INSERT INTO operation (hash, name, kind, reported_at)
       SELECT sha256(n::text::bytea), 'n', 'query', now() FROM generate_series(1, ${nodes}) AS n;
     INSERT INTO operation_to_observe SELECT id FROM operation LIMIT 20;
     ANALYZE`,
  );
}, 120_000);
afterAll(() => database.drop());

const identity = { namespace: 'ns3', name: 'T4', field: 'f83' };

test.each<[string, () => Promise<unknown>]>([
  ['nodes by URN', () => nodesByUrn(database, ['graphql://gordian#T1.f20'])],
  ['nodes by id', () => nodesById(database, [5, 6])],
  ['a node by its name', () => nodeByIdentity(database, identity, 'DATASET')],
  ['fields of a dataset', () => fieldsOfDatasets(database, identity, 100)],
  ['products of nodes', () => productsOfNodes(database, ['graphql://gordian#T1.f20'])],
  ['consumers', () => neighboursOf(database, [5, 6, 7], 'DOWNSTREAM', null)],
  ['sources', () => neighboursOf(database, [5, 6, 7], 'UPSTREAM', null)],
  ['consumers of the past', () => neighboursOf(database, [5, 6, 7], 'DOWNSTREAM', now)],
  ['sources of the past', () => neighboursOf(database, [5, 6, 7], 'UPSTREAM', now)],
  ['edges', () => edgesOfPairs(database, [{ src: 5, dst: 6 }], null)],
  ['edges of the past', () => edgesOfPairs(database, [{ src: 5, dst: 6 }], now)],
  ['degrees', () => degrees(database, [5, 6], null)],
  ['degrees of the past', () => degrees(database, [5, 6], now)],
  ['the log', () => logAfter(database, 1_000, 100)],
  ['the end of the log', () => logPosition(database)],
  ['how far the log is gone', () => forgottenTo(database)],
  ['what of the log may go', () => forgetLog(database, new Date('2020-01-01'))],
  ['namespaces', () => namespaces(database, '', 100)],
  ['datasets of a namespace', () => datasetsOfNamespace(database, 'ns3', { limit: 10, offset: 0 })],
  ['what is said of nodes', () => facetsOfNodes(database, [5, 6])],
  ['columns of nodes', () => fieldsOfDatasetNodes(database, [5, 6])],
  ['drift', () => driftOf(database, 5, now, 10)],
  ['kinds of nodes', () => nodesOfKinds(database, [5, 6], ['COLUMN'])],
  ['what is secret', () => secretNodes(database, ['T1.f1'])],
  ['operations', () => observeOperations(database, now)],
])('%s', async (_, ask) => {
  await expectNoSequentialScan(database, ask);
});

test('a whole closure may take an index or a hash, and a step of it takes an index', async () => {
  await expectNoSequentialScan(database, () => closureOf(database, [5], 'DOWNSTREAM', 10));
});

test('an event of a pipeline', async () => {
  const output = (run: string) => ({
    eventType: 'COMPLETE',
    eventTime: '2026-03-01T11:00:00Z',
    run: { runId: run },
    job: { namespace: 'airflow', name: 'job' },
    inputs: [{ namespace: 'lake', name: 'in' }],
    outputs: [
      {
        namespace: 'lake',
        name: 'out',
        facets: {
          schema: { fields: [{ name: 'a' }] },
          columnLineage: { fields: { a: { inputFields: [{ namespace: 'lake', name: 'in', field: 'a' }] } } },
        },
      },
    ],
  });
  const pipeline = { reporter: { name: 'pipeline', domains: new Set<string>() }, reportsWatermarks: true };
  await takeEvent(database, readEvent(output('one'), now), pipeline, now);
  await expectNoSequentialScan(database, () => takeEvent(database, readEvent(output('two'), now), pipeline, now));
});
