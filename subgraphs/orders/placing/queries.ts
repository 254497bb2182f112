// All SQL that changes orders: placing, cancelling, shipping, and loading the demo's data.
import type { Queries } from '../../../kit/postgres.ts';
import type { OrderRow, SalesRegion, ShippingMode } from '../queries.ts';

export interface PlacedRequest {
  readonly fingerprint: string;
  readonly orderId: string;
}

export interface RequestedLine {
  readonly productId: string;
  readonly quantity: number;
  /** The price the customer agreed to; null takes the list price. */
  readonly agreedPrice: string | null;
}

export interface PricedLine {
  /** Null when the product is unknown. */
  readonly active: boolean | null;
  /** Null when no price was agreed, or the product is unknown. */
  readonly isListPrice: boolean | null;
}

export interface NewOrder {
  readonly id: string;
  readonly customerId: string;
  readonly shipMode: ShippingMode;
  readonly city: string;
  readonly state: string;
  readonly region: SalesRegion;
  readonly lines: readonly RequestedLine[];
}

export interface ListPrice {
  readonly productId: string;
  readonly unitPrice: string;
  readonly unitCost: string;
  readonly active: boolean;
  readonly updatedAt: Date;
}

export interface PastLine {
  readonly id: string;
  readonly orderId: string;
  readonly position: number;
  readonly productId: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly discount: string;
}

export async function buyerExists(db: Queries, customerId: string): Promise<boolean> {
  const rows = await db.query('SELECT customer_id FROM buyer WHERE customer_id = $1', [customerId]);
  return rows.length > 0;
}

/** `GO-2026-000017`, never given twice. */
export async function nextOrderId(db: Queries): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `SELECT 'GO-' || extract(year FROM now() AT TIME ZONE 'UTC') || '-' || lpad(nextval('order_number')::text, 6, '0') AS id`,
  );
  return row!.id;
}

/** False when the key is taken. Waits while another transaction is about to take it. */
export async function claimKey(
  transaction: Queries,
  customerId: string,
  key: string,
  request: PlacedRequest,
): Promise<boolean> {
  const rows = await transaction.query(
    `INSERT INTO placed_request (customer_id, idempotency_key, fingerprint, order_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING order_id`,
    [customerId, key, request.fingerprint, request.orderId],
  );
  return rows.length > 0;
}

export async function requestByKey(db: Queries, customerId: string, key: string): Promise<PlacedRequest> {
  const [row] = await db.query<PlacedRequest>(
    `SELECT fingerprint, order_id AS "orderId" FROM placed_request WHERE customer_id = $1 AND idempotency_key = $2`,
    [customerId, key],
  );
  return row!;
}

/** What the price list says of each line, in their order. */
export function priceLines(db: Queries, lines: readonly RequestedLine[]): Promise<PricedLine[]> {
  return db.query<PricedLine>(
    `SELECT price_list.active, price_list.unit_price = line.agreed AS "isListPrice"
     FROM unnest($1::text[], $2::numeric[]) WITH ORDINALITY AS line (product_id, agreed, position)
     LEFT JOIN price_list USING (product_id) ORDER BY position`,
    [lines.map((line) => line.productId), lines.map((line) => line.agreedPrice)],
  );
}

/** Adds the order and its lines at list prices; the sums are made from what is stored. */
export async function insertOrder(transaction: Queries, order: NewOrder): Promise<void> {
  await transaction.query(
    `WITH line AS (
       SELECT position, product_id, quantity, unit_price, unit_cost
       FROM unnest($7::text[], $8::int[]) WITH ORDINALITY AS requested (product_id, quantity, position)
       JOIN price_list USING (product_id)
     ), placed AS (
       INSERT INTO orders (id, customer_id, placed_at, status, ship_mode, city, state, region, total, profit, updated_at)
       SELECT $1, $2, now(), 'PLACED', $3, $4, $5, $6, sum(quantity * unit_price), sum(quantity * (unit_price - unit_cost)), now()
       FROM line RETURNING id
     )
     INSERT INTO order_line (id, order_id, position, product_id, quantity, unit_price)
     SELECT placed.id || '-' || position, placed.id, position, product_id, quantity, unit_price FROM placed, line`,
    [
      order.id,
      order.customerId,
      order.shipMode,
      order.city,
      order.state,
      order.region,
      order.lines.map((line) => line.productId),
      order.lines.map((line) => line.quantity),
    ],
  );
}

/** False when the order is not (any more) one that can be cancelled. */
export async function cancelIfPlaced(db: Queries, id: string): Promise<boolean> {
  const rows = await db.query(
    `UPDATE orders SET status = 'CANCELLED', updated_at = now() WHERE id = $1 AND status = 'PLACED' RETURNING id`,
    [id],
  );
  return rows.length > 0;
}

/** Ships what was placed before the first instant, and delivers what was shipped before the second. */
export async function moveOrdersOn(db: Queries, shipPlacedBefore: Date, deliverShippedBefore: Date): Promise<void> {
  await db.query(
    `UPDATE orders SET status = CASE status WHEN 'PLACED' THEN 'SHIPPED' ELSE 'DELIVERED' END,
       shipped_at = coalesce(shipped_at, now()), updated_at = now()
     WHERE (status = 'PLACED' AND placed_at < $1) OR (status = 'SHIPPED' AND shipped_at < $2)`,
    [shipPlacedBefore, deliverShippedBefore],
  );
}

/** Someone who bought before, and where it was sent; null while there is nobody. */
export async function anyFormerOrder(db: Queries): Promise<OrderRow | null> {
  const [row] = await db.query<OrderRow>(
    `SELECT customer_id AS "customerId", ship_mode AS "shipMode", city, state, region FROM orders ORDER BY random() LIMIT 1`,
  );
  return row ?? null;
}

/** Up to so many products that can be ordered, chosen at random. */
export async function anyActiveProducts(db: Queries, count: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    'SELECT product_id AS id FROM price_list WHERE active ORDER BY random() LIMIT $1',
    [count],
  );
  return rows.map((row) => row.id);
}

export async function insertBuyers(db: Queries, customerIds: readonly string[]): Promise<void> {
  await db.query('INSERT INTO buyer (customer_id) SELECT unnest($1::text[])', [customerIds]);
}

export async function insertListPrices(db: Queries, prices: readonly ListPrice[]): Promise<void> {
  await db.query(
    `INSERT INTO price_list (product_id, unit_price, unit_cost, active, updated_at)
     SELECT * FROM unnest($1::text[], $2::numeric[], $3::numeric[], $4::boolean[], $5::timestamptz[])`,
    [
      prices.map((price) => price.productId),
      prices.map((price) => price.unitPrice),
      prices.map((price) => price.unitCost),
      prices.map((price) => price.active),
      prices.map((price) => price.updatedAt),
    ],
  );
}

export async function insertPastOrders(db: Queries, orders: readonly OrderRow[]): Promise<void> {
  await db.query(
    `INSERT INTO orders (id, customer_id, placed_at, status, total, profit, ship_mode, shipped_at, city, state, region, updated_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::numeric[], $6::numeric[], $7::text[],
       $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::timestamptz[])`,
    [
      orders.map((order) => order.id),
      orders.map((order) => order.customerId),
      orders.map((order) => order.placedAt),
      orders.map((order) => order.status),
      orders.map((order) => order.total),
      orders.map((order) => order.profit),
      orders.map((order) => order.shipMode),
      orders.map((order) => order.shippedAt),
      orders.map((order) => order.city),
      orders.map((order) => order.state),
      orders.map((order) => order.region),
      orders.map((order) => order.updatedAt),
    ],
  );
}

export async function insertPastLines(db: Queries, lines: readonly PastLine[]): Promise<void> {
  await db.query(
    `INSERT INTO order_line (id, order_id, position, product_id, quantity, unit_price, discount)
     SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[], $6::numeric[], $7::numeric[])
    `,
    [
      lines.map((line) => line.id),
      lines.map((line) => line.orderId),
      lines.map((line) => line.position),
      lines.map((line) => line.productId),
      lines.map((line) => line.quantity),
      lines.map((line) => line.unitPrice),
      lines.map((line) => line.discount),
    ],
  );
}
