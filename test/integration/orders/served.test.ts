// The orders subgraph as it is deployed: its own role, its rules, HTTP.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerWith, type ServedDomain, serveDomain } from '../../support/served-domain.ts';
import { ordersDomain } from './orders-domain.ts';

let orders: ServedDomain;
beforeAll(async () => {
  orders = await serveDomain(ordersDomain);
});
afterAll(() => orders.stop());

const mutation =
  'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { placed order { id total { amount } profit { amount } } } }';
const input = {
  idempotencyKey: 'key-over-http',
  customerId: 'CG-12520',
  lines: [{ productId: 'FUR-CH-10000454', quantity: 1 }],
  shipping: { city: 'Henderson', state: 'Kentucky', region: 'SOUTH' },
};

test('an order is placed once by whoever may, and its profit stays hidden from whoever may not see it', async () => {
  const seller = callerWith('orders:write');
  const first = await orders.ask(seller, mutation, { input });
  expect(first.body.data.placeOrder).toMatchObject({ placed: true, order: { profit: null } });
  expect(first.body.errors).toMatchObject([
    { path: ['placeOrder', 'order', 'profit'], extensions: { code: 'FORBIDDEN' } },
  ]);
  const second = await orders.ask(seller, mutation, { input });
  expect(second.body.data.placeOrder).toEqual({ ...first.body.data.placeOrder, placed: false });
});

test('whoever may only read places nothing', async () => {
  const { body } = await orders.ask(callerWith('orders:confidential:read'), mutation, {
    input: { ...input, idempotencyKey: 'key-of-a-reader' },
  });
  expect(body).toMatchObject({ data: { placeOrder: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect(
    await orders.database.query(`SELECT order_id FROM placed_request WHERE idempotency_key = 'key-of-a-reader'`),
  ).toEqual([]);
});

test('a wrong input is told with its field, and without its value', async () => {
  const wrong = { ...input, idempotencyKey: 'key-with-a-mistake', shipping: { ...input.shipping, region: 'ATLANTIS' } };
  const { body } = await orders.ask(callerWith('orders:write'), mutation, { input: wrong });
  expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  expect(JSON.stringify(body)).not.toContain('ATLANTIS');
});

test('an id that no text of the database can hold is told apart from a fault', async () => {
  const { body } = await orders.ask(callerWith(), '{ order(id: "\\u0000") { id } }');
  expect(body.errors?.[0]?.extensions.code ?? null).not.toBe('INTERNAL');
});
