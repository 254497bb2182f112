// The data products of this repository as they are: all of them register, and what the README promises about a customer
// holds.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { readSubgraphFolders } from '../../../schema/subgraph-folders.ts';
import { type MetadataUnderTest, type RegistryAnswer, startMetadata } from './metadata-under-test.ts';

let metadata: MetadataUnderTest;
let answer: RegistryAnswer;

const folders = readSubgraphFolders(packageFile('subgraphs'));

beforeAll(async () => {
  metadata = await startMetadata();
  answer = (await metadata.register(folders)).body;
});
afterAll(() => metadata.close());

test('every data product of the repository registers', () => {
  expect(answer.problems).toBeUndefined();
  expect(answer.contracts!.map(({ product }) => product).sort()).toEqual([
    'catalog/product-catalog',
    'customers/customer-360',
    'customers/customer-profile',
    'orders/orders',
    'payments/payments',
    'platform/metadata',
    'support/support-tickets',
  ]);
});

test('a second start changes nothing', async () => {
  expect((await metadata.register(folders)).body.status).toBe('unchanged');
});

test('every entity of the five domains has provenance of the right product', async () => {
  const { data } = await metadata.query('{ dataProducts { nodes { name entities } } }');
  const entities = Object.fromEntries(
    data.dataProducts.nodes.map((node: { name: string; entities: string[] }) => [node.name, node.entities]),
  );
  const answers = await metadata.query(
    `query($r: [_Any!]!) { _entities(representations: $r) { __typename
      ${Object.values(entities)
        .flat()
        .map((type) => `... on ${type} { provenance { product { urn } } }`)
        .join(' ')} } }`,
    {
      r: Object.values(entities)
        .flat()
        .map((type) => ({ __typename: type, id: 'x' })),
    },
  );
  expect(answers.errors).toBeUndefined();
  const products = Object.fromEntries(
    answers.data._entities.map((row: { __typename: string; provenance: { product: { urn: string } } }) => [
      row.__typename,
      row.provenance.product.urn.replace('gordian:product:', ''),
    ]),
  );
  expect(products).toMatchObject({
    Customer: 'customers/customer-profile',
    Order: 'orders/orders',
    OrderLine: 'orders/orders',
    Product: 'catalog/product-catalog',
    Category: 'catalog/product-catalog',
    CardPayment: 'payments/payments',
    Account: 'payments/payments',
    Ticket: 'support/support-tickets',
  });
});

test('what customer-360 says about a customer comes from columns of other domains', async () => {
  const { data } = await metadata.query(`{ field(coordinate: "Customer360.lifetimeValue") {
    lineage(direction: UPSTREAM, depth: 10) { complete nodes { urn kind } } } }`);
  const columns = data.field.lineage.nodes.filter(({ kind }: { kind: string }) => kind === 'COLUMN');
  expect(data.field.lineage.complete).toBe(true);
  expect(columns.map(({ urn }: { urn: string }) => urn.split('#')[0])).toContain('postgres://orders');
});
