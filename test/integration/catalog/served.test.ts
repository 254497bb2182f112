// The catalog subgraph as it is deployed: its own role, its rules, HTTP. What it sells is for everyone, what it pays is not.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous } from '../../../kit/caller.ts';
import { callerWith, type ServedDomain, serveDomain } from '../../support/served-domain.ts';
import { catalogDomain } from './catalog-domain.ts';

let catalog: ServedDomain;
beforeAll(async () => {
  catalog = await serveDomain(catalogDomain);
});
afterAll(() => catalog.stop());

const document = '{ product(id: "FUR-BO-10001798") { name price { amount } category { name } cost { amount } } }';
const product = {
  name: 'Bush Somerset Collection Bookcase',
  price: { amount: '130.98' },
  category: { name: 'Furniture' },
};

test('everyone sees products and prices, and nobody without the scope sees what they cost us', async () => {
  const { body } = await catalog.ask(anonymous, document);
  expect(body.data).toEqual({ product: { ...product, cost: null } });
  expect(body.errors).toMatchObject([{ path: ['product', 'cost'] }]);
});

test('the scope for confidential data of the catalog shows the cost', async () => {
  const { body } = await catalog.ask(callerWith('catalog:confidential:read'), document);
  expect(body).toEqual({ data: { product: { ...product, cost: { amount: '110.02' } } } });
});

test('everyone may filter, sort and page', async () => {
  const { body } = await catalog.ask(
    anonymous,
    '{ products(first: 1, filter: { text: "bookcase" }, orderBy: { field: PRICE, direction: DESC }) { totalCount nodes { name } pageInfo { hasNextPage } } }',
  );
  expect(body.errors).toBeUndefined();
  expect(body.data.products.nodes).toHaveLength(1);
});

test('a price is changed with the scope to write only', async () => {
  const mutation =
    'mutation ($input: ChangePriceInput!) { changePrice(input: $input) { product { price { amount } } previousPrice { amount } } }';
  const input = { productId: 'FUR-BO-10001798', price: '131.50' };
  const refused = await catalog.ask(callerWith('catalog:confidential:read'), mutation, { input });
  expect(refused.body).toMatchObject({ data: { changePrice: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  const { body } = await catalog.ask(callerWith('catalog:write'), mutation, { input });
  expect(body).toEqual({
    data: { changePrice: { product: { price: { amount: '131.50' } }, previousPrice: { amount: '130.98' } } },
  });
});
