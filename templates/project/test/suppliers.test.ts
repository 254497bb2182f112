// The suppliers subgraph over a real Postgres: its questions, and its entities as the gateway asks for them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSubgraph, type SubgraphUnderTest } from 'gordian/kit/subgraph-under-test';
import { createLoaders } from '../subgraphs/suppliers/loaders.ts';
import { resolvers } from '../subgraphs/suppliers/resolvers.ts';
import { seed } from '../subgraphs/suppliers/seed.ts';

let suppliers: SubgraphUnderTest;
before(async () => {
  suppliers = await openSubgraph({ name: 'suppliers', resolvers, createLoaders, seed });
});
after(() => suppliers?.close());

test('a supplier is found by its id', async () => {
  const { supplier } = await suppliers.ask('{ supplier(id: "S-1") { name country } }');
  assert.deepEqual({ ...supplier }, { name: 'Nordlicht Glas', country: 'DE' });
  assert.equal((await suppliers.ask('{ supplier(id: "none") { name } }')).supplier, null);
});

test('a page begins behind the one before', async () => {
  const page = await suppliers.ask('{ suppliers(first: 1, after: "S-1") { id } }');
  assert.deepEqual(
    page.suppliers.map(({ id }: { id: string }) => id),
    ['S-2'],
  );
});

test('other subgraphs refer to a supplier by its key', async () => {
  const [known, unknown] = await suppliers.entities(
    ['S-2', 'none'].map((id) => ({ __typename: 'Supplier', id })),
    '{ name }',
  );
  assert.equal(known.name, 'Atelier Bois');
  assert.equal(unknown, null);
});
