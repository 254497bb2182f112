// Placing and cancelling orders: once per idempotency key, at agreed prices, or not at all with the reason named.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderCount } from '../../../subgraphs/orders/queries.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openOrders } from './orders-domain.ts';

let orders: DomainUnderTest;
beforeAll(async () => {
  orders = await openOrders();
});
afterAll(() => orders.drop());

const product = 'FUR-CH-10000454';
const document = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    placed
    order {
      id status placedAt updatedAt total { amount currency } profit { amount }
      customer { id orderCount lifetimeValue { amount } }
      lines { id product { id unitsSold } quantity unitPrice { amount } discount amount { amount } }
      shipping { mode shippedAt city state region }
    }
  }
}`;
const shipping = { city: 'Henderson', state: 'Kentucky', region: 'SOUTH' };

function request(idempotencyKey: string, changes: object = {}) {
  const lines = [{ productId: product, quantity: 2 }];
  return { input: { idempotencyKey, customerId: 'CG-12520', lines, shipping, ...changes } };
}

async function listPrice(productId: string): Promise<string> {
  const [row] = await orders.database.query<{ price: string }>(
    'SELECT unit_price AS price FROM price_list WHERE product_id = $1',
    [productId],
  );
  return row!.price;
}

const count = () => orderCount(orders.database, {});

describe('an order', () => {
  test('is placed at list prices, and counts at once', async () => {
    const price = Number(await listPrice(product));
    const before = await orders.ask(
      '{ order(id: "CA-2016-152156") { customer { orderCount lifetimeValue { amount } } } }',
    );
    const { placeOrder: answer } = await orders.ask(document, request('key-at-list-prices'));
    const total = (2 * price).toFixed(2);
    expect(answer).toMatchObject({
      placed: true,
      order: {
        id: expect.stringMatching(/^GO-\d{4}-\d{6}$/),
        status: 'PLACED',
        total: { amount: total, currency: 'USD' },
        customer: { id: 'CG-12520', orderCount: before.order.customer.orderCount + 1 },
        lines: [{ product: { id: product }, quantity: 2, discount: '0.000', amount: { amount: total } }],
        shipping: { ...shipping, mode: 'STANDARD_CLASS', shippedAt: null },
      },
    });
    const added =
      Number(answer.order.customer.lifetimeValue.amount) - Number(before.order.customer.lifetimeValue.amount);
    expect(added.toFixed(2)).toBe(total);
  });

  test('keeps the order of its lines, also when a product occurs twice', async () => {
    const lines = [
      { productId: 'OFF-LA-10000240', quantity: 3 },
      { productId: product, quantity: 1 },
      { productId: 'OFF-LA-10000240', quantity: 1 },
    ];
    const { placeOrder: answer } = await orders.ask(document, request('key-line-order', { lines }));
    expect(
      answer.order.lines.map((line: { product: { id: string }; quantity: number }) => [line.product.id, line.quantity]),
    ).toEqual(lines.map((line) => [line.productId, line.quantity]));
  });

  test('is placed at an agreed price that is the list price, however it is written', async () => {
    const lines = [{ productId: product, quantity: 1, unitPrice: `${await listPrice(product)}00` }];
    const { placeOrder: answer } = await orders.ask(document, request('key-agreed-price', { lines }));
    expect(answer.placed).toBe(true);
  });
});

describe('one idempotency key', () => {
  test('sent twice places one order, and answers with it both times', async () => {
    const before = await count();
    const first = await orders.ask(document, request('key-sent-twice'));
    const second = await orders.ask(document, request('key-sent-twice'));
    expect(second.placeOrder).toEqual({ ...first.placeOrder, placed: false });
    expect(await count()).toBe(before + 1);
  });

  test('sent ten times at once places one order', async () => {
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 10 }, () => orders.ask(document, request('key-at-once'))));
    expect(new Set(answers.map(({ placeOrder }) => placeOrder.order.id)).size).toBe(1);
    expect(answers.filter(({ placeOrder }) => placeOrder.placed)).toHaveLength(1);
    expect(await count()).toBe(before + 1);
  });

  test.each([
    ['another quantity', { lines: [{ productId: product, quantity: 3 }] }],
    ['another place', { shipping: { ...shipping, city: 'Seattle' } }],
  ])('for %s is refused', async (_, changes) => {
    await orders.ask(document, request('key-used-again'));
    expect(await orders.refusal(document, request('key-used-again', changes))).toMatchObject({
      code: 'CONFLICT',
      field: 'input.idempotencyKey',
    });
  });

  test('of another customer is another key', async () => {
    await orders.ask(document, request('key-of-two-customers'));
    const other = await orders.ask(document, request('key-of-two-customers', { customerId: 'DV-13045' }));
    expect(other.placeOrder.placed).toBe(true);
  });

  test('answers as before when the price has changed since', async () => {
    const lines = [{ productId: 'OFF-ST-10000760', quantity: 1, unitPrice: await listPrice('OFF-ST-10000760') }];
    const first = await orders.ask(document, request('key-price-changed', { lines }));
    await orders.database.query(
      `UPDATE price_list SET unit_price = unit_price + 1 WHERE product_id = 'OFF-ST-10000760'`,
    );
    const second = await orders.ask(document, request('key-price-changed', { lines }));
    expect(second.placeOrder).toEqual({ ...first.placeOrder, placed: false });
  });

  test('is free again when its order was refused', async () => {
    await orders.refusal(document, request('key-refused-first', { lines: [{ productId: 'no-such', quantity: 1 }] }));
    expect((await orders.ask(document, request('key-refused-first'))).placeOrder.placed).toBe(true);
  });
});

describe('a wrong order is refused whole, and the field is named', () => {
  test.each([
    ['an unknown customer', { customerId: 'nobody' }, 'BAD_USER_INPUT', 'input.customerId'],
    ['no lines', { lines: [] }, 'BAD_USER_INPUT', 'input.lines'],
    [
      'too many lines',
      { lines: Array.from({ length: 101 }, () => ({ productId: product, quantity: 1 })) },
      'BAD_USER_INPUT',
      'input.lines',
    ],
    ['nothing of it', { lines: [{ productId: product, quantity: 0 }] }, 'BAD_USER_INPUT', 'input.lines.0.quantity'],
    [
      'less than nothing',
      { lines: [{ productId: product, quantity: -2 }] },
      'BAD_USER_INPUT',
      'input.lines.0.quantity',
    ],
    [
      'more than we sell',
      { lines: [{ productId: product, quantity: 1001 }] },
      'BAD_USER_INPUT',
      'input.lines.0.quantity',
    ],
    [
      'an unknown product after a known one',
      {
        lines: [
          { productId: product, quantity: 1 },
          { productId: 'no-such', quantity: 1 },
        ],
      },
      'BAD_USER_INPUT',
      'input.lines.1.productId',
    ],
    [
      'a price that nobody offered',
      { lines: [{ productId: product, quantity: 1, unitPrice: '0.01' }] },
      'CONFLICT',
      'input.lines.0.unitPrice',
    ],
    ['a blank city', { shipping: { ...shipping, city: '  ' } }, 'BAD_USER_INPUT', 'input.shipping.city'],
    [
      'a state without end',
      { shipping: { ...shipping, state: 'x'.repeat(101) } },
      'BAD_USER_INPUT',
      'input.shipping.state',
    ],
    ['a short key', { idempotencyKey: 'short' }, 'BAD_USER_INPUT', 'input.idempotencyKey'],
  ])('%s', async (_, changes, code, field) => {
    const before = await count();
    expect(await orders.refusal(document, request('key-wrong-order', changes))).toMatchObject({
      code,
      field,
      path: 'placeOrder',
    });
    expect(await count()).toBe(before);
  });

  test('a discontinued product', async () => {
    const [discontinued] = await orders.database.query<{ id: string }>(
      'SELECT product_id AS id FROM price_list WHERE NOT active LIMIT 1',
    );
    const lines = [{ productId: discontinued!.id, quantity: 1 }];
    const refusal = await orders.refusal(document, request('key-discontinued', { lines }));
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.lines.0.productId' });
  });
});

describe('cancelling', () => {
  const cancel =
    'mutation ($id: ID!) { cancelOrder(id: $id) { id status customer { orderCount lifetimeValue { amount } } } }';
  const standing = async (id: string) =>
    (
      await orders.ask('query ($id: ID!) { order(id: $id) { customer { orderCount lifetimeValue { amount } } } }', {
        id,
      })
    ).order.customer;

  test('takes the order out of the sums, and twice is as good as once', async () => {
    const before = await standing('CA-2016-152156');
    const { placeOrder: answer } = await orders.ask(document, request('key-to-cancel'));
    const first = await orders.ask(cancel, { id: answer.order.id });
    expect(first.cancelOrder).toEqual({ id: answer.order.id, status: 'CANCELLED', customer: before });
    expect(await orders.ask(cancel, { id: answer.order.id })).toEqual(first);
  });

  test.each([
    ['an order that does not exist', 'no-such', 'NOT_FOUND'],
    ['an order that was delivered', 'CA-2016-152156', 'CONFLICT'],
  ])('refuses %s', async (_, id, code) => {
    expect(await orders.refusal(cancel, { id })).toMatchObject({ code, field: 'id', path: 'cancelOrder' });
  });
});
