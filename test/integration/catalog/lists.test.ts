// Lists of products: filters, search, orders, pages that meet every row once, and what a question costs in SQL.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { walkConnection } from '../../support/walk-connection.ts';
import { openCatalog } from './catalog-domain.ts';

let catalog: DomainUnderTest;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.drop());

const walkDocument = `query ($first: Int, $after: String, $filter: ProductFilter, $orderBy: ProductOrder) {
  products(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

test.each([
  ['NAME', 'ASC', 'name'],
  ['NAME', 'DESC', 'name'],
  ['PRICE', 'ASC', 'price'],
  ['PRICE', 'DESC', 'price'],
  ['UPDATED_AT', 'ASC', 'updated_at'],
  ['UPDATED_AT', 'DESC', 'updated_at'],
])('a walk by %s %s meets every product exactly once, in order, equal values by id', async (field, direction, column) => {
  const { ids, totalCount } = await walkConnection(async (after) => {
    return (await catalog.ask(walkDocument, { first: 100, after, orderBy: { field, direction } })).products;
  });
  const expected = await catalog.database.query<{ id: string; value: string }>(
    `SELECT id, ${column}::text AS value FROM product ORDER BY ${column} ${direction}, id ${direction}`,
  );
  expect(new Set(expected.map(({ value }) => value)).size, 'there are ties').toBeLessThan(expected.length);
  expect(ids).toEqual(expected.map(({ id }) => id));
  expect(totalCount).toBe(1_862);
});

describe('a filter gives what its condition says', () => {
  test.each([
    ['categoryId', { categoryId: 'furniture' }, `category_id = 'furniture'`],
    ['subCategory', { subCategory: 'Copiers' }, `sub_category = 'Copiers'`],
    ['minPrice', { minPrice: '999.99' }, 'price >= 999.99'],
    ['maxPrice', { maxPrice: '2' }, 'price <= 2'],
    ['active', { active: false }, 'NOT active'],
    ['one word', { text: 'bookcase' }, `name ~* '\\mbookcase'`],
    ['the beginning of a word', { text: 'bookc' }, `name ~* '\\mbookc'`],
    ['a plural, in capitals', { text: 'BOOKCASES' }, `name ~* '\\mbookcase'`],
    ['several words, in any order', { text: 'bookcase  bush' }, `name ~* '\\mbookcase' AND name ~* '\\mbush'`],
    ['a word that does not occur', { text: 'zeppelin' }, 'false'],
    ['signs of the search language', { text: `bookcase & !('bush':*)` }, `name ~* '\\mbookcase' AND name ~* '\\mbush'`],
    [
      'all of them together',
      { categoryId: 'technology', subCategory: 'Phones', text: 'phone', minPrice: '50', maxPrice: '200', active: true },
      `category_id = 'technology' AND sub_category = 'Phones' AND name ~* '\\mphone' AND price BETWEEN 50 AND 200 AND active`,
    ],
    ['nulls, which are no conditions', { categoryId: null, text: null, active: null }, 'true'],
  ])('%s', async (_, filter, condition) => {
    const answer = await catalog.ask(walkDocument, { first: 100, filter });
    const expected = await catalog.database.query<{ id: string }>(
      `SELECT id FROM product WHERE ${condition} ORDER BY name, id`,
    );
    expect(answer.products.totalCount).toBe(expected.length);
    expect(answer.products.nodes).toEqual(expected.slice(0, 100).map(({ id }) => ({ id })));
  });

  test('a search for nothing but signs is refused', async () => {
    const refusal = await catalog.refusal(walkDocument, { filter: { text: ' -- ' } });
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'filter.text' });
  });
});

describe('a bad page is refused', () => {
  test.each([
    ['more than a hundred rows', { first: 101 }],
    ['a cursor that is none', { after: 'W10' }],
  ])('%s', async (_, variables) => {
    expect(await catalog.refusal(walkDocument, variables)).toMatchObject({ code: 'BAD_USER_INPUT', path: 'products' });
  });

  test('a cursor of another order', async () => {
    const { products } = await catalog.ask(walkDocument, { first: 1, orderBy: { field: 'PRICE', direction: 'ASC' } });
    const variables = { after: products.pageInfo.endCursor, orderBy: { field: 'NAME', direction: 'ASC' } };
    expect(await catalog.refusal(walkDocument, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test.each([0, 101])('a price history of %s periods', async (first) => {
    const document = 'query ($first: Int) { product(id: "FUR-BO-10001798") { priceHistory(first: $first) { since } } }';
    expect(await catalog.refusal(document, { first })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
  });
});

describe('what a question costs', () => {
  test('fifty products with category and price history cost three statements', async () => {
    const document = `{ products(first: 50, orderBy: { field: PRICE }) {
      nodes { name price { amount } cost { amount } category { name } priceHistory(first: 3) { since price { amount } } }
    } }`;
    expect(await catalog.statementsOf(document)).toHaveLength(3);
  });

  test('all categories with shelves, counts and pages of products cost four statements', async () => {
    const document =
      '{ categories { name subCategories productCount products(first: 5) { totalCount nodes { name } } } }';
    expect(await catalog.statementsOf(document)).toHaveLength(4);
  });

  test('fifty references to products cost one statement, and an unknown one is null', async () => {
    const rows = await catalog.database.query<{ id: string }>('SELECT id FROM product ORDER BY id LIMIT 49');
    const of = [...rows.map(({ id }) => id), 'no-such'].map((id) => ({ __typename: 'Product', id }));
    const document = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Product { id name } } }';
    expect(await catalog.statementsOf(document, { of })).toHaveLength(1);
    const { _entities } = await catalog.ask(document, { of });
    expect(_entities.map((product: { id: string } | null) => product?.id)).toEqual([
      ...rows.map(({ id }) => id),
      undefined,
    ]);
  });
});

test('each category gets its own page', async () => {
  const filter = { maxPrice: '20' };
  const { categories } = await catalog.ask(
    `query ($filter: ProductFilter) { categories { id products(first: 3, filter: $filter, orderBy: { field: PRICE, direction: DESC }) {
      totalCount nodes { id } pageInfo { hasNextPage }
    } } }`,
    { filter },
  );
  for (const { id, products } of categories) {
    const expected = await catalog.database.query<{ id: string }>(
      'SELECT id FROM product WHERE category_id = $1 AND price <= 20 ORDER BY price DESC, id DESC',
      [id],
    );
    expect(products).toEqual({
      totalCount: expected.length,
      nodes: expected.slice(0, 3).map((row) => ({ id: row.id })),
      pageInfo: { hasNextPage: expected.length > 3 },
    });
  }
});
