// Changing a price: kept in the history, one change at a time, never over a price the caller has not seen.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changePrice } from '../../../subgraphs/catalog/change-price.ts';
import { productForUpdate, setPrice } from '../../../subgraphs/catalog/queries.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openCatalog } from './catalog-domain.ts';

let catalog: DomainUnderTest;
beforeAll(async () => {
  catalog = await openCatalog();
});
afterAll(() => catalog.drop());

const productId = 'FUR-BO-10001798';
const document = `mutation ($input: ChangePriceInput!) {
  changePrice(input: $input) {
    previousPrice { amount currency }
    product { id price { amount currency } updatedAt priceHistory { since price { amount } } }
  }
}`;

async function currentPrice(): Promise<string> {
  const { product } = await catalog.ask('query ($id: ID!) { product(id: $id) { price { amount } } }', {
    id: productId,
  });
  return product.price.amount;
}

test('a new price is the price at once, and the former one stays in the history', async () => {
  const before = await currentPrice();
  const { changePrice: answer } = await catalog.ask(document, {
    input: { productId, price: '140.5', expectedPrice: before },
  });
  expect(answer).toMatchObject({
    previousPrice: { amount: before, currency: 'USD' },
    product: { id: productId, price: { amount: '140.50', currency: 'USD' } },
  });
  expect(answer.product.priceHistory.map((period: { price: { amount: string } }) => period.price.amount)).toEqual([
    '140.50',
    before,
  ]);
  expect(answer.product.priceHistory[0].since).toBe(answer.product.updatedAt);
});

test('the same price again changes nothing', async () => {
  const price = await currentPrice();
  const first = await catalog.ask(document, { input: { productId, price } });
  const second = await catalog.ask(document, { input: { productId, price: `${Number(price)}` } });
  expect(second).toEqual(first);
});

test('a change that began earlier and came later is the newer one, also in the history', async () => {
  await catalog.database.transaction(async (early) => {
    await early.query('SELECT now()');
    await changePrice(catalog.database, { productId, price: '300', currency: 'USD' });
    await productForUpdate(early, productId);
    await setPrice(early, productId, '301');
  });
  const { product } = await catalog.ask(
    'query ($id: ID!) { product(id: $id) { price { amount } updatedAt priceHistory(first: 2) { since price { amount } } } }',
    { id: productId },
  );
  expect(product.price.amount).toBe('301.00');
  expect(product.priceHistory[0]).toEqual({ since: product.updatedAt, price: product.price });
  expect(product.priceHistory[1].price.amount).toBe('300.00');
});

describe('a wrong change is refused, and changes nothing', () => {
  test.each([
    ['an unknown product', { productId: 'no-such', price: '1' }, 'NOT_FOUND', 'input.productId'],
    ['a price of nothing', { price: '0' }, 'BAD_USER_INPUT', 'input.price'],
    ['a price below nothing', { price: '-3' }, 'BAD_USER_INPUT', 'input.price'],
    ['a price in parts of a cent', { price: '1.005' }, 'BAD_USER_INPUT', 'input.price'],
    ['a price beyond all reason', { price: '10000000' }, 'BAD_USER_INPUT', 'input.price'],
    ['another currency', { price: '1', currency: 'EUR' }, 'BAD_USER_INPUT', 'input.currency'],
    ['a price that changed meanwhile', { price: '1', expectedPrice: '0.01' }, 'CONFLICT', 'input.expectedPrice'],
  ])('%s', async (_, change, code, field) => {
    const before = await currentPrice();
    const refusal = await catalog.refusal(document, { input: { productId, ...change } });
    expect(refusal).toMatchObject({ code, field, path: 'changePrice' });
    expect(await currentPrice()).toBe(before);
  });
});
