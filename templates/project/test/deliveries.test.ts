// The deliveries subgraph over a real Postgres: its questions, and what it adds to suppliers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSubgraph, type SubgraphUnderTest } from 'gordian/kit/subgraph-under-test';
import { createLoaders } from '../subgraphs/deliveries/loaders.ts';
import { resolvers } from '../subgraphs/deliveries/resolvers.ts';
import { seed } from '../subgraphs/deliveries/seed.ts';

let deliveries: SubgraphUnderTest;
before(async () => {
  deliveries = await openSubgraph({ name: 'deliveries', resolvers, createLoaders, seed });
});
after(() => deliveries?.close());

test('a delivery names its supplier, and keeps cents', async () => {
  const { delivery } = await deliveries.ask('{ delivery(id: "D-2") { cost supplier { id } } }');
  assert.equal(delivery.cost, '310.50');
  assert.equal(delivery.supplier.id, 'S-1');
});

test('a supplier has its deliveries, the last arrival first', async () => {
  const [supplier] = await deliveries.entities([{ __typename: 'Supplier', id: 'S-1' }], '{ deliveries { id } }');
  assert.deepEqual(
    supplier.deliveries.map(({ id }: { id: string }) => id),
    ['D-2', 'D-1'],
  );
});

test('a page has at most 100 rows', async () => {
  await assert.rejects(deliveries.ask('{ deliveries(first: 101) { id } }'), { code: 'BAD_USER_INPUT' });
});
