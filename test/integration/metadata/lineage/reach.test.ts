// What verdicts, impact and health ask of lineage: everything that a field is made into, or made from.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadIndex } from '../../../../subgraphs/metadata/lineage/index/load-index.ts';
import { reachOf } from '../../../../subgraphs/metadata/lineage/reach.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([...twoDomains(), metadataFolder()]);
});
afterAll(() => metadata.close());

test.each([
  ['Sale.amount', 'DOWNSTREAM', ['Person.discount', 'Person.spent'], ['sales/best-buyers', 'sales/sales']],
  [
    'Person.discount',
    'UPSTREAM',
    ['Person.id', 'Person.region', 'Person.spent', 'Sale.amount'],
    ['people/persons', 'sales/sales'],
  ],
  ['Person.name', 'DOWNSTREAM', [], []],
  ['Person.gone', 'DOWNSTREAM', [], []],
] as const)('of %s, %s', async (coordinate, direction, coordinates, products) => {
  expect(await reachOf(metadata.database, [coordinate], direction)).toEqual({ coordinates, products, complete: true });
  const index = await loadIndex(metadata.database);
  expect(await reachOf(metadata.database, [coordinate], direction, { index })).toEqual({
    ...{ coordinates, products },
    complete: true,
  });
});

test('of several fields, none of which is in the answer', async () => {
  const reach = await reachOf(metadata.database, ['Sale.amount', 'Person.spent'], 'DOWNSTREAM');
  expect(reach.coordinates).toEqual(['Person.discount']);
});
