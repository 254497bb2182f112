// All SQL with which the orders domain answers questions. Functions are ready for loaders: keys in, rows out in the order
// of the keys, one statement however many keys. What changes orders is in placing/queries.ts.
import { pageValues } from '../../kit/connection.ts';
import { groupInKeyOrder, inKeyOrder } from '../../kit/in-key-order.ts';
import type { Listing } from '../../kit/listing.ts';
import { type OrderColumn, type Ordering, orderingBy, type SortDirection } from '../../kit/ordering.ts';
import type { Queries } from '../../kit/postgres.ts';

export type OrderStatus = 'PLACED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED';
export type ShippingMode = 'SAME_DAY' | 'FIRST_CLASS' | 'SECOND_CLASS' | 'STANDARD_CLASS';
export type SalesRegion = 'CENTRAL' | 'EAST' | 'SOUTH' | 'WEST';

export interface OrderRow {
  readonly id: string;
  readonly customerId: string;
  readonly placedAt: Date;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly total: string;
  readonly profit: string | null;
  readonly shipMode: ShippingMode;
  readonly shippedAt: Date | null;
  readonly city: string;
  readonly state: string;
  readonly region: SalesRegion;
  readonly updatedAt: Date;
}

export interface OrderLineRow {
  readonly id: string;
  readonly orderId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly discount: string;
  readonly amount: string;
  readonly currency: string;
}

export interface CustomerTotals {
  readonly customerId: string;
  readonly orderCount: number;
  readonly lifetimeValue: string;
  readonly currency: string;
}

export interface OrderFilter {
  readonly status?: readonly OrderStatus[] | null;
  readonly placedAfter?: Date | null;
  readonly placedBefore?: Date | null;
  readonly minTotal?: string | null;
  readonly maxTotal?: string | null;
  readonly customerId?: string | null;
}

export type OrderOrderField = 'PLACED_AT' | 'TOTAL' | 'UPDATED_AT';

export type OrderListing = Listing<OrderFilter, OrderOrderField>;

const orderColumns: Readonly<Record<OrderOrderField, OrderColumn<OrderRow>>> = {
  PLACED_AT: { column: 'placed_at', type: 'timestamptz', kind: 'instant', valueOf: (row) => row.placedAt },
  TOTAL: { column: 'total', type: 'numeric', kind: 'decimal', valueOf: (row) => row.total },
  UPDATED_AT: { column: 'updated_at', type: 'timestamptz', kind: 'instant', valueOf: (row) => row.updatedAt },
};

export function orderOrdering(field: OrderOrderField, direction: SortDirection): Ordering<OrderRow> {
  const id = { column: 'id', type: 'text', valueOf: (row: OrderRow) => row.id } as const;
  return orderingBy(field, direction, orderColumns[field], id);
}

const columns = `id, customer_id AS "customerId", placed_at AS "placedAt", status, currency, total, profit,
  ship_mode AS "shipMode", shipped_at AS "shippedAt", city, state, region, updated_at AS "updatedAt"`;

const lineColumns = `order_line.id, order_line.order_id AS "orderId", order_line.product_id AS "productId", order_line.quantity,
  order_line.unit_price AS "unitPrice", order_line.discount, order_line.amount, orders.currency`;

// The filter takes parameters 1 to 6, a page 7 to 9, parents 10.
const matchesFilter = `($1::text[] IS NULL OR status = ANY($1))
  AND ($2::timestamptz IS NULL OR placed_at >= $2)
  AND ($3::timestamptz IS NULL OR placed_at < $3)
  AND ($4::numeric IS NULL OR total >= $4)
  AND ($5::numeric IS NULL OR total <= $5)
  AND ($6::text IS NULL OR customer_id = $6)`;

function filterValues(filter: OrderFilter): unknown[] {
  return [
    filter.status ?? null,
    filter.placedAfter ?? null,
    filter.placedBefore ?? null,
    filter.minTotal ?? null,
    filter.maxTotal ?? null,
    filter.customerId ?? null,
  ];
}

function listingValues(listing: OrderListing, ordering: Ordering<OrderRow>): unknown[] {
  return [...filterValues(listing.filter), ...pageValues(listing.page, ordering), listing.page.limit];
}

export async function ordersById(db: Queries, ids: readonly string[]): Promise<(OrderRow | null)[]> {
  const rows = await db.query<OrderRow>(`SELECT ${columns} FROM orders WHERE id = ANY($1::text[])`, [ids]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

export async function orderLinesById(db: Queries, ids: readonly string[]): Promise<(OrderLineRow | null)[]> {
  const rows = await db.query<OrderLineRow>(
    `SELECT ${lineColumns} FROM order_line JOIN orders ON orders.id = order_id WHERE order_line.id = ANY($1::text[])`,
    [ids],
  );
  return inKeyOrder(ids, rows, (row) => row.id);
}

/** The lines of each order, in the order of the invoice. */
export async function linesByOrder(db: Queries, orderIds: readonly string[]): Promise<OrderLineRow[][]> {
  const rows = await db.query<OrderLineRow>(
    `SELECT ${lineColumns} FROM order_line JOIN orders ON orders.id = order_id
     WHERE order_id = ANY($1::text[]) ORDER BY order_id, position`,
    [orderIds],
  );
  return groupInKeyOrder(orderIds, rows, (row) => row.orderId);
}

export function orderPage(db: Queries, listing: OrderListing): Promise<OrderRow[]> {
  const ordering = orderOrdering(listing.field, listing.direction);
  return db.query<OrderRow>(
    `SELECT ${columns} FROM orders WHERE ${matchesFilter} AND ${ordering.after(7)} ${ordering.orderBy} LIMIT $9`,
    listingValues(listing, ordering),
  );
}

export async function orderCount(db: Queries, filter: OrderFilter): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM orders WHERE ${matchesFilter}`,
    filterValues(filter),
  );
  return row!.count;
}

const ofParent = {
  customer: 'customer_id = parent_id',
  product: 'id IN (SELECT order_id FROM order_line WHERE product_id = parent_id)',
} as const;

export type OrderParent = keyof typeof ofParent;

/** The same page of orders for each customer, or for each product. */
export async function orderPagesByParent(
  db: Queries,
  parent: OrderParent,
  parentIds: readonly string[],
  listing: OrderListing,
): Promise<OrderRow[][]> {
  const ordering = orderOrdering(listing.field, listing.direction);
  const rows = await db.query<OrderRow & { readonly parentId: string }>(
    `SELECT parent_id AS "parentId", page.* FROM unnest($10::text[]) AS parent (parent_id) CROSS JOIN LATERAL (
       SELECT ${columns} FROM orders
       WHERE ${ofParent[parent]} AND ${matchesFilter} AND ${ordering.after(7)} ${ordering.orderBy} LIMIT $9
     ) AS page`,
    [...listingValues(listing, ordering), parentIds],
  );
  return groupInKeyOrder(parentIds, rows, (row) => row.parentId);
}

export async function orderCountsByParent(
  db: Queries,
  parent: OrderParent,
  parentIds: readonly string[],
  filter: OrderFilter,
): Promise<number[]> {
  const rows = await db.query<{ parentId: string; count: number }>(
    `SELECT parent_id AS "parentId", matching.count FROM unnest($7::text[]) AS parent (parent_id) CROSS JOIN LATERAL (
       SELECT count(*) AS count FROM orders WHERE ${ofParent[parent]} AND ${matchesFilter}
     ) AS matching`,
    [...filterValues(filter), parentIds],
  );
  return inKeyOrder(parentIds, rows, (row) => row.parentId).map((row) => row!.count);
}

/** Null for a customer without an order that counts. */
export async function totalsByCustomer(
  db: Queries,
  customerIds: readonly string[],
): Promise<(CustomerTotals | null)[]> {
  const rows = await db.query<CustomerTotals>(
    `SELECT customer_id AS "customerId", count(*) AS "orderCount", sum(total) AS "lifetimeValue", min(currency) AS currency
     FROM orders WHERE customer_id = ANY($1::text[]) AND status <> 'CANCELLED' GROUP BY customer_id`,
    [customerIds],
  );
  return inKeyOrder(customerIds, rows, (row) => row.customerId);
}

export async function unitsSoldByProduct(db: Queries, productIds: readonly string[]): Promise<number[]> {
  const rows = await db.query<{ productId: string; units: number }>(
    `SELECT product_id AS "productId", sum(quantity) AS units FROM order_line JOIN orders ON orders.id = order_id
     WHERE product_id = ANY($1::text[]) AND status <> 'CANCELLED' GROUP BY product_id`,
    [productIds],
  );
  return inKeyOrder(productIds, rows, (row) => row.productId).map((row) => row?.units ?? 0);
}

/** The instant up to which orders are known: the last change of one. Null while there are none. */
export async function watermark(db: Queries): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>('SELECT max(updated_at) AS at FROM orders');
  return row!.at;
}
