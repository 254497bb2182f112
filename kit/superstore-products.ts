// The products of the demo data, as the catalog shows them and orders prices them. 32 product ids of the set stand for two
// products each, with two names and two prices: the line with the lowest row id decides, in every domain.
import { orderInstants, type SuperstoreRow, superstoreRows } from './superstore.ts';
import { decimalFromCents, unitCostCents, unitPriceCents } from './superstore-figures.ts';

export interface SuperstoreProduct {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly subCategory: string;
  /** List price and cost of one piece, decimal strings in US dollars. */
  readonly price: string;
  readonly cost: string;
  readonly lastOrderedAt: Date;
  /** Discontinued when nobody ordered it in the last year and a half. */
  readonly active: boolean;
}

const discontinuedAfterMs = 548 * 24 * 60 * 60 * 1000;

/** Every product, in the order of its first line. */
export function superstoreProducts(now: Date): readonly SuperstoreProduct[] {
  const placedAt = orderInstants(now);
  const firstLines = new Map<string, SuperstoreRow>();
  const lastOrders = new Map<string, Date>();
  for (const row of superstoreRows()) {
    const { productId } = row;
    const instant = placedAt.get(row.orderId)!;
    if (!firstLines.has(productId)) firstLines.set(productId, row);
    if (instant > (lastOrders.get(productId) ?? 0)) lastOrders.set(productId, instant);
  }
  return [...firstLines.values()].map((row) => productOf(row, lastOrders.get(row.productId)!, now));
}

function productOf(row: SuperstoreRow, lastOrderedAt: Date, now: Date): SuperstoreProduct {
  return {
    id: row.productId,
    // Some names hold no-break spaces, which no one can search for.
    name: row.productName.replace(/\s+/g, ' ').trim(),
    category: row.category,
    subCategory: row.subCategory,
    price: decimalFromCents(unitPriceCents(row)),
    cost: decimalFromCents(unitCostCents(row)),
    lastOrderedAt,
    active: now.getTime() - lastOrderedAt.getTime() < discontinuedAfterMs,
  };
}
