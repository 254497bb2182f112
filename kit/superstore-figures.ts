// The figures of the demo data that several domains must agree on to the cent: what a piece cost, what a line comes to.
// Whole cents and whole percents throughout: the same sums as in the database, without floating point in between.
import type { SuperstoreRow } from './superstore.ts';

/** List price of one piece in cents: the set knows only what the line came to after the discount. */
export function unitPriceCents(row: SuperstoreRow): number {
  return Math.round(tenThousandths(row.sales) / (row.quantity * percentToPay(row)));
}

/** Quantity × list price less the discount, in cents; in the original set this is `sales`. */
export function amountCents(row: SuperstoreRow): number {
  return Math.round((row.quantity * unitPriceCents(row) * percentToPay(row)) / 100);
}

/** What remains of the line after the cost of the goods, in cents. */
export function profitCents(row: SuperstoreRow): number {
  return Math.round(tenThousandths(row.profit) / 100);
}

/** What one piece cost to buy, in cents. */
export function unitCostCents(row: SuperstoreRow): number {
  return Math.round((tenThousandths(row.sales) - tenThousandths(row.profit)) / 100 / row.quantity);
}

/** `26196` as `261.96` */
export function decimalFromCents(cents: number): string {
  return (cents / 100).toFixed(2);
}

function percentToPay(row: SuperstoreRow): number {
  return 100 - Math.round(Number(row.discount) * 100);
}

/** Amounts of the set have up to four decimals. */
function tenThousandths(amount: string): number {
  return Math.round(Number(amount) * 10_000);
}
