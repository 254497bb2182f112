// The rule by which a list price changes: one change at a time per product, and not over a price the caller has not seen.
import { amountInput } from '../../kit/amount-input.ts';
import { GordianError } from '../../kit/errors.ts';
import type { Database } from '../../kit/postgres.ts';
import { badInput } from '../../kit/user-input.ts';
import { type ProductRow, productForUpdate, setPrice } from './queries.ts';

export interface PriceChange {
  readonly productId: string;
  readonly price: string;
  readonly currency: string;
  readonly expectedPrice?: string | null;
}

export interface ChangedPrice {
  readonly product: ProductRow;
  readonly previousPrice: string;
}

/** The same price again changes nothing and counts as done. */
export async function changePrice(database: Database, change: PriceChange): Promise<ChangedPrice> {
  const price = amountInput('input.price', change.price);
  if (change.currency !== 'USD') throw badInput('input.currency', 'must be USD, the currency of the catalog');
  return database.transaction(async (transaction) => {
    const before = await productForUpdate(transaction, change.productId);
    if (before === null) throw noSuchProduct();
    if (change.expectedPrice != null && !isSameAmount(change.expectedPrice, before.price)) throw changedMeanwhile();
    const unchanged = isSameAmount(price, before.price);
    const product = unchanged ? before : await setPrice(transaction, before.id, price);
    return { product, previousPrice: before.price };
  });
}

/** Prices have at most nine digits, which a JavaScript number holds exactly enough to compare. */
function isSameAmount(one: string, other: string): boolean {
  return Number(one) === Number(other);
}

function noSuchProduct(): GordianError {
  return new GordianError('NOT_FOUND', 'input.productId names no product of the catalog.', {
    details: { field: 'input.productId' },
  });
}

function changedMeanwhile(): GordianError {
  return new GordianError(
    'CONFLICT',
    'The product no longer has the price in input.expectedPrice. Read the price again and decide anew.',
    { details: { field: 'input.expectedPrice' } },
  );
}
