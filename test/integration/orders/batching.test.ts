// What a question costs in SQL: one statement per kind of question, however many parents ask it. Fails on N+1.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { superstoreRows } from '../../../kit/superstore.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openOrders } from './orders-domain.ts';

let orders: DomainUnderTest;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.drop());

const rows = superstoreRows();
const customerIds = [...new Set(rows.map((row) => row.customerId))].slice(0, 49);
const productIds = [...new Set(rows.map((row) => row.productId))].slice(0, 49);
const entities = (selection: string) => `query ($of: [_Any!]!) { _entities(representations: $of) { ${selection} } }`;
const references = (type: string, ids: readonly string[]) => ({
  of: [...ids, 'stranger'].map((id) => ({ __typename: type, id })),
});

test('fifty orders with everything on them cost three statements', async () => {
  const statements = await orders.statementsOf(
    '{ orders(first: 50) { nodes { id customer { id } shipping { city } lines { quantity product { id } order { id } } } } }',
  );
  // The page, the lines, and the orders of the lines once more by id.
  expect(statements).toHaveLength(3);
});

test('a total count costs one statement more, and none when it is not asked for', async () => {
  expect(await orders.statementsOf('{ orders(first: 5) { nodes { id } } }')).toHaveLength(1);
  expect(await orders.statementsOf('{ orders(first: 5) { totalCount nodes { id } } }')).toHaveLength(2);
});

test('fifty customers with orders, lines, counts and lifetime values cost four statements', async () => {
  const document = entities(`... on Customer {
    orderCount lifetimeValue { amount } orders(first: 3) { totalCount nodes { id lines { id amount { amount } } } }
  }`);
  const statements = await orders.statementsOf(document, references('Customer', customerIds));
  expect(statements).toHaveLength(4);
});

test('fifty products with their buyers cost three statements', async () => {
  const document = entities('... on Product { unitsSold orders(first: 2) { totalCount nodes { customer { id } } } }');
  expect(await orders.statementsOf(document, references('Product', productIds))).toHaveLength(3);
});

test('fifty references to orders and fifty to lines cost one statement each', async () => {
  const orderIds = [...new Set(rows.map((row) => row.orderId))].slice(0, 49);
  const lineIds = rows.slice(0, 49).map((row) => String(row.rowId));
  expect(await orders.statementsOf(entities('... on Order { placedAt }'), references('Order', orderIds))).toHaveLength(
    1,
  );
  expect(
    await orders.statementsOf(entities('... on OrderLine { quantity }'), references('OrderLine', lineIds)),
  ).toHaveLength(1);
});

test('each parent of a batch gets its own page, in order, and a parent we never met an empty one', async () => {
  const document = entities(
    '... on Customer { id orderCount lifetimeValue { amount currency } orders(first: 2, filter: { minTotal: "50" }) { totalCount nodes { id } pageInfo { hasNextPage } } }',
  );
  const { _entities } = await orders.ask(document, references('Customer', customerIds));
  for (const customer of _entities) {
    const expected = await orders.database.query<{ id: string }>(
      'SELECT id FROM orders WHERE customer_id = $1 AND total >= 50 ORDER BY placed_at DESC, id DESC',
      [customer.id],
    );
    expect(customer.orders).toEqual({
      totalCount: expected.length,
      nodes: expected.slice(0, 2).map(({ id }) => ({ id })),
      pageInfo: { hasNextPage: expected.length > 2 },
    });
  }
  expect(_entities.at(-1)).toMatchObject({ orderCount: 0, lifetimeValue: { amount: '0.00', currency: 'USD' } });
});

test('a product knows the orders that hold it, each once, and the pieces sold', async () => {
  const document = entities('... on Product { id unitsSold orders(first: 100) { totalCount nodes { id } } }');
  const { _entities } = await orders.ask(document, references('Product', productIds));
  for (const product of _entities) {
    const lines = rows.filter((row) => row.productId === product.id);
    expect(product.unitsSold).toBe(lines.reduce((sum, row) => sum + row.quantity, 0));
    expect(new Set(product.orders.nodes.map(({ id }: { id: string }) => id))).toEqual(
      new Set(lines.map((row) => row.orderId)),
    );
    expect(product.orders.totalCount).toBe(product.orders.nodes.length);
  }
});

test('a reference to what does not exist is null, also next to one that does', async () => {
  const document = entities('... on Order { id }');
  const { _entities } = await orders.ask(document, references('Order', ['CA-2016-152156']));
  expect(_entities).toEqual([{ id: 'CA-2016-152156' }, null]);
});
