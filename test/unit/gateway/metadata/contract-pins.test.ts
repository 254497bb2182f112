import { describe, expect, test } from 'vitest';
import { holdContractPins, pinOf, readContractPins } from '../../../../gateway/metadata/contract-pins.ts';
import { knownStanding, productWith } from './standing-of.ts';

const standing = knownStanding([
  productWith({ id: 'customers/customer-360', version: '2.3.0' }),
  productWith({ id: 'orders/orders', version: '1.2.7' }),
]);
const both = ['customers/customer-360', 'orders/orders'];

const hold = (header: string, products = both, known: typeof standing | null = standing) =>
  holdContractPins(readContractPins(header), products, known);

describe('a pin', () => {
  test.each([
    ['of the version in force holds', 'orders/orders@1.2.7'],
    ['holds within its range', 'customer-360@^2, orders@~1.2'],
    ['of a product that the operation does not read is not looked at', 'payments/payments@^9, no-such-product@^1'],
    ['of any version holds', 'orders@*'],
  ])('%s', (_, header) => {
    expect(() => hold(header)).not.toThrow();
  });

  test.each([
    ['of another version', 'orders/orders@^2', '1.2.7'],
    ['of a product without its domain', 'customer-360@^1', '2.3.0'],
    ['among others that hold', 'orders@^1, customer-360@~2.2', '2.3.0'],
  ])('%s that is not in force refuses the operation, and says what is', (_, header, inForce) => {
    expect(() => hold(header)).toThrow(
      expect.objectContaining({ code: 'CONTRACT_MISMATCH', details: expect.objectContaining({ inForce }) }),
    );
  });

  test.each([
    ['that nothing is known of', standing, ['new/product']],
    ['while nothing is known at all', null, ['new/product']],
  ])('of a product %s refuses the operation', (_, known, products) => {
    expect(() => hold('new/product@^1', products, known)).toThrow(/is not known at the moment/);
  });

  test('names a product whole, not the end of its name', () => {
    expect(pinOf(readContractPins('360@^2'), 'customers/customer-360')).toBeUndefined();
  });
});

test.each([
  ['a product without a range', 'orders'],
  ['a range that is none', 'orders@latest'],
  ['words', 'please give me version 2'],
  ['nothing between commas', 'orders@^1,,customer-360@^2'],
  ['more entries than anybody needs', Array(21).fill('orders@^1').join()],
])('%s is refused with what to write', (_, header) => {
  expect(() => readContractPins(header)).toThrow(
    expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringContaining('x-gordian-contract') }),
  );
});
