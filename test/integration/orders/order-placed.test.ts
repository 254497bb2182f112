// An order that is placed is heard of, whole, by whoever listens to the customer.
import { expect, test } from 'vitest';
import { callerWith, serveDomain } from '../../support/served-domain.ts';
import { ordersDomain } from './orders-domain.ts';

const query =
  'subscription { orderPlaced(customerId: "CG-12520") { status customer { id } lines { quantity } profit { amount } } }';

test('an order that is placed is heard of with its lines, and without what the caller may not see', async () => {
  const orders = await serveDomain(ordersDomain);
  const client = await orders.listen(callerWith(), query);
  const heard = client.next();
  let isHeard = false;
  void heard.then(() => {
    isHeard = true;
  });
  // Nobody knows when exactly a subscription begins.
  for (let count = 1; !isHeard; count++)
    await orders.ask(callerWith('orders:write'), placeOrder, { input: inputOf(count) });
  expect((await heard).payload).toMatchObject({
    data: { orderPlaced: { status: 'PLACED', customer: { id: 'CG-12520' }, lines: [{ quantity: 2 }], profit: null } },
    errors: [{ path: ['orderPlaced', 'profit'], extensions: { code: 'FORBIDDEN' } }],
  });
  client.close();
  await orders.stop();
});

const placeOrder = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { placed } }';

function inputOf(count: number) {
  return {
    idempotencyKey: `key-heard-of-${count}`,
    customerId: 'CG-12520',
    lines: [{ productId: 'FUR-CH-10000454', quantity: 2 }],
    shipping: { city: 'Henderson', state: 'Kentucky', region: 'SOUTH' },
  };
}
