// Checks an amount of money in a mutation's input. The scalar Decimal is exact but boundless; money is neither negative
// nor finer than a cent, and fits the columns numeric(12, 2) of the domains with room for sums.
import { badInput } from './user-input.ts';

const amountPattern = /^\d{1,7}(\.\d{1,2})?$/;

/** The amount as given: above zero, at most 9999999.99, at most two decimals. */
export function amountInput(field: string, amount: string): string {
  if (!amountPattern.test(amount) || Number(amount) === 0) {
    throw badInput(field, 'must be above 0, at most 9999999.99, and have at most two decimals');
  }
  return amount;
}
