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
