// The SQL of health: what was told of the promises and incidents of products, and of their health itself.
import type { Queries } from '../../../kit/postgres.ts';
import type { OpenIncident, PromiseState } from './product-health.ts';

export interface ToldProduct {
  readonly productId: number;
  /** `orders/orders` */
  readonly product: string;
  readonly promises: readonly PromiseState[];
  readonly incidents: readonly OpenIncident[];
  /** Null while nothing was told. */
  readonly toldStatus: string | null;
}

export function toldProducts(database: Queries, productIds: readonly number[]): Promise<ToldProduct[]> {
  return database.query(
    `SELECT product.id AS "productId", substr(product.urn, length('gordian:product:') + 1) AS product, health.status AS "toldStatus",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('name', sla.name, 'kind', sla.kind, 'status', sla_state.status) ORDER BY sla.name), '[]')
        FROM sla JOIN sla_state ON sla_state.sla_id = sla.id WHERE sla.product_id = product.id AND sla.retired_at IS NULL) AS promises,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('severity', severity, 'title', title) ORDER BY opened_at, incident.id), '[]')
        FROM incident WHERE incident.product_id = product.id AND incident.state <> 'RESOLVED') AS incidents
     FROM product LEFT JOIN product_health AS health ON health.product_id = product.id
     WHERE product.id = ANY($1) ORDER BY product.urn`,
    [productIds],
  );
}

export async function saveHealth(
  transaction: Queries,
  healths: readonly { readonly productId: number; readonly status: string }[],
  since: Date,
): Promise<void> {
  await transaction.query(
    `INSERT INTO product_health (product_id, status, since)
     SELECT product_id, status, $3 FROM unnest($1::int[], $2::text[]) AS health (product_id, status)
     ON CONFLICT (product_id) DO UPDATE SET status = excluded.status, since = excluded.since`,
    [healths.map(({ productId }) => productId), healths.map(({ status }) => status), since],
  );
}

export function productsOfDomains(
  database: Queries,
  slugs: readonly string[],
): Promise<{ readonly domain: string; readonly productId: number }[]> {
  return database.query('SELECT domain, id AS "productId" FROM product WHERE domain = ANY($1) ORDER BY urn', [slugs]);
}
