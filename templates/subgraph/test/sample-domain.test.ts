// The sample-domain subgraph over a real Postgres: its questions, and its entities as the gateway asks for them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSubgraph, type SubgraphUnderTest } from 'gordian/kit/subgraph-under-test';
import { createLoaders } from '../subgraphs/sample-domain/loaders.ts';
import { resolvers } from '../subgraphs/sample-domain/resolvers.ts';
import { seed } from '../subgraphs/sample-domain/seed.ts';

let subgraph: SubgraphUnderTest;
before(async () => {
  subgraph = await openSubgraph({ name: 'sample-domain', resolvers, createLoaders, seed });
});
after(() => subgraph?.close());

test('one is found by its id', async () => {
  assert.equal((await subgraph.ask('{ sampleRecord(id: "1") { name } }')).sampleRecord.name, 'First');
  assert.equal((await subgraph.ask('{ sampleRecord(id: "none") { name } }')).sampleRecord, null);
});

test('a page begins behind the one before', async () => {
  const page = await subgraph.ask('{ sampleRecords(first: 1, after: "1") { id } }');
  assert.deepEqual(
    page.sampleRecords.map(({ id }: { id: string }) => id),
    ['2'],
  );
});

test('a page has at most 100 rows', async () => {
  await assert.rejects(subgraph.ask('{ sampleRecords(first: 101) { id } }'), { code: 'BAD_USER_INPUT' });
});

test('other subgraphs refer to it by its key', async () => {
  const [known, unknown] = await subgraph.entities(
    ['2', 'none'].map((id) => ({ __typename: 'SampleRecord', id })),
    '{ name }',
  );
  assert.equal(known.name, 'Second');
  assert.equal(unknown, null);
});
