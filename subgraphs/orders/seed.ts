// Fills orders from the demo data: every order with its lines, the buyers, and the price list at which new orders are placed.
import type { Seed } from '../../kit/seed-once.ts';
import { orderInstants, type SuperstoreRow, superstoreRows } from '../../kit/superstore.ts';
import { amountCents, decimalFromCents, profitCents, unitPriceCents } from '../../kit/superstore-figures.ts';
import { superstoreProducts } from '../../kit/superstore-products.ts';
import {
  insertBuyers,
  insertListPrices,
  insertPastLines,
  insertPastOrders,
  type ListPrice,
  type PastLine,
} from './placing/queries.ts';
import type { OrderRow, OrderStatus, SalesRegion, ShippingMode } from './queries.ts';

const dayMs = 24 * 60 * 60 * 1000;
const deliveryMs = 4 * dayMs;
const hoursToPackMs = 3 * 60 * 60 * 1000;

export const seed: Seed = async ({ database, now, progress }) => {
  const rows = superstoreRows();
  const placedAt = orderInstants(now);
  const orders = [...groupByOrder(rows)].map(([id, lines]) => orderOf(lines, placedAt.get(id)!, now));
  const total = orders.length + rows.length;
  await insertBuyers(database, [...new Set(rows.map((row) => row.customerId))]);
  await insertListPrices(database, superstoreProducts(now).map(listPriceOf));
  await insertPastOrders(database, orders);
  progress(orders.length, total);
  await insertPastLines(
    database,
    [...groupByOrder(rows).values()].flatMap((lines) => lines.map(lineOf)),
  );
  progress(total, total);
};

function groupByOrder(rows: readonly SuperstoreRow[]): Map<string, SuperstoreRow[]> {
  const linesByOrder = new Map<string, SuperstoreRow[]>();
  for (const row of rows) {
    const lines = linesByOrder.get(row.orderId);
    if (lines) lines.push(row);
    else linesByOrder.set(row.orderId, [row]);
  }
  return linesByOrder;
}

/** What the set repeats on every line of an order is read from its first line. */
function orderOf(lines: readonly SuperstoreRow[], placedAt: Date, now: Date): OrderRow {
  const first = lines[0]!;
  const leftAt = shippingInstant(first, placedAt);
  const shippedAt = leftAt <= now ? leftAt : null;
  return {
    id: first.orderId,
    customerId: first.customerId,
    placedAt,
    status: statusOf(shippedAt, now),
    currency: 'USD',
    total: decimalFromCents(sum(lines.map(amountCents))),
    profit: decimalFromCents(sum(lines.map(profitCents))),
    shipMode: constantOf(first.shipMode) as ShippingMode,
    shippedAt,
    city: first.city,
    state: first.state,
    region: constantOf(first.region) as SalesRegion,
    updatedAt: shippedAt ?? placedAt,
  };
}

/** As many days after the order as in the set, and never at the very moment of the order. */
function shippingInstant(row: SuperstoreRow, placedAt: Date): Date {
  const daysMs = Date.parse(row.shipDate) - Date.parse(row.orderDate);
  return new Date(placedAt.getTime() + daysMs + hoursToPackMs);
}

function statusOf(shippedAt: Date | null, now: Date): OrderStatus {
  if (shippedAt === null) return 'PLACED';
  return now.getTime() - shippedAt.getTime() > deliveryMs ? 'DELIVERED' : 'SHIPPED';
}

function lineOf(row: SuperstoreRow, index: number): PastLine {
  return {
    id: String(row.rowId),
    orderId: row.orderId,
    position: index + 1,
    productId: row.productId,
    quantity: row.quantity,
    unitPrice: decimalFromCents(unitPriceCents(row)),
    discount: row.discount,
  };
}

function listPriceOf({
  id,
  price,
  cost,
  active,
  lastOrderedAt,
}: ReturnType<typeof superstoreProducts>[number]): ListPrice {
  return { productId: id, unitPrice: price, unitCost: cost, active, updatedAt: lastOrderedAt };
}

/** `Second Class` as `SECOND_CLASS` */
function constantOf(words: string): string {
  return words.toUpperCase().replaceAll(' ', '_');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
