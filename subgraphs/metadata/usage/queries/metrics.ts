// The SQL of what usage says of the whole: how long people look for data, and how much each product is used.
import type { Queries } from '../../../../kit/postgres.ts';
import type { Window } from './traffic.ts';

export interface DiscoveryRow {
  /** Null when nothing that was found was queried. */
  readonly medianSeconds: number | null;
  readonly searches: number;
  readonly discoveries: number;
}

/** From a search to the first successful query of a product that it has shown. */
export async function discoveryTimes(database: Queries, { from, to }: Window): Promise<DiscoveryRow> {
  const [row] = await database.query<DiscoveryRow>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM found_at - searched_at))::float8 AS "medianSeconds",
       count(*)::int AS searches, count(found_at)::int AS discoveries
     FROM search_log WHERE searched_at >= $1 AND searched_at < $2`,
    [from, to],
  );
  return row!;
}

export interface ProductsInUseRow {
  readonly products: number;
  readonly usedProducts: number;
  /** Pairs of a product and a client that used it. */
  readonly consumers: number;
}

export async function productsInUse(database: Queries, { from, to }: Window): Promise<ProductsInUseRow> {
  const [row] = await database.query<ProductsInUseRow>(
    `SELECT (SELECT count(*)::int FROM product) AS products, count(DISTINCT used.product_id)::int AS "usedProducts",
       count(*)::int AS consumers
     FROM (
       SELECT DISTINCT field.product_id, hours.consumer_id
       FROM (SELECT DISTINCT operation_id, consumer_id FROM usage_hour
         WHERE hour >= date_trunc('hour', $1::timestamptz) AND hour < $2) AS hours
       JOIN operation_field AS touched ON touched.operation_id = hours.operation_id
       JOIN field ON field.coordinate = touched.coordinate AND field.valid_to = 'infinity'
     ) AS used`,
    [from, to],
  );
  return row!;
}

export interface ProductUseRow {
  readonly productId: number;
  readonly requests: number;
  /** In the window of the same length before. */
  readonly requestsBefore: number;
  readonly clients: number;
}

/** The most requests first; of an operation that touches several fields of a product, each request once. */
export function mostUsedProducts(database: Queries, { from, to }: Window, limit: number): Promise<ProductUseRow[]> {
  return database.query(
    `SELECT used.product_id AS "productId", sum(requests) FILTER (WHERE is_now)::bigint AS requests,
       coalesce(sum(requests) FILTER (WHERE NOT is_now), 0)::bigint AS "requestsBefore",
       count(DISTINCT consumer_id) FILTER (WHERE is_now)::int AS clients
     FROM (SELECT DISTINCT field.product_id, touched.operation_id FROM field
       JOIN operation_field AS touched ON touched.coordinate = field.coordinate WHERE field.valid_to = 'infinity') AS used
     JOIN (SELECT operation_id, consumer_id, requests, hour >= date_trunc('hour', $1::timestamptz) AS is_now FROM usage_hour
       WHERE hour >= date_trunc('hour', $1::timestamptz) - ($2::timestamptz - $1::timestamptz) AND hour < $2) AS hours
       USING (operation_id)
     JOIN product ON product.id = used.product_id
     GROUP BY used.product_id, product.urn HAVING sum(requests) FILTER (WHERE is_now) > 0
     ORDER BY requests DESC, product.urn LIMIT $3`,
    [from, to, limit],
  );
}
