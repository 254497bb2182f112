// The SQL of how products stand: each question is asked about all of them at once, because a gateway wants to know all.
import type { Queries } from '../../../kit/postgres.ts';
import type { ElementFreshness, FieldDeprecation, ProductStanding, StoredPin } from '../../../schema/standing.ts';

type InForce = Pick<ProductStanding, 'id' | 'version' | 'status' | 'latest' | 'health' | 'openIncidents'>;
/** `orders/orders` */
type OfProduct = { readonly product: string };

const productName = `substr(product.urn, length('gordian:product:') + 1)`;

/** Every product that has a contract in force, in the order of their ids. */
export function contractsInForce(database: Queries): Promise<InForce[]> {
  return database.query(
    `SELECT ${productName} AS id, version.version, version.status, latest.version AS latest,
       coalesce(health.status, 'UNKNOWN') AS health, coalesce(incidents.open, 0) AS "openIncidents"
     FROM product
     JOIN contract ON contract.product_id = product.id AND contract.port = 'graphql'
     JOIN contract_version AS version ON version.contract_id = contract.id AND version.version = contract.current_version
     CROSS JOIN LATERAL (
       SELECT version FROM contract_version WHERE contract_id = contract.id ORDER BY ord DESC LIMIT 1
     ) AS latest
     LEFT JOIN product_health AS health ON health.product_id = product.id
     LEFT JOIN (
       SELECT product_id, count(*)::int AS open FROM incident WHERE state <> 'RESOLVED' GROUP BY product_id
     ) AS incidents ON incidents.product_id = product.id
     ORDER BY 1`,
  );
}

/** Whatever was promised about, or reported of; what is reported of the whole product counts for each of its parts. */
export async function freshnessOfAll(database: Queries): Promise<(ElementFreshness & OfProduct)[]> {
  const rows = await database.query<Omit<ElementFreshness, 'newest'> & OfProduct & { readonly newest: Date | null }>(
    `WITH part AS (
       SELECT product_id, element, min(threshold_seconds) AS promise FROM (
         SELECT product_id, element, threshold_seconds FROM sla
         WHERE kind = 'FRESHNESS' AND threshold_seconds IS NOT NULL AND retired_at IS NULL
         UNION ALL
         SELECT product_id, element, NULL FROM watermark_report
       ) AS said
       GROUP BY product_id, element
     )
     SELECT ${productName} AS product, part.element, part.promise AS "promiseSeconds",
       greatest(of_product.newest, of_part.newest) AS newest
     FROM part JOIN product ON product.id = part.product_id
     CROSS JOIN LATERAL (
       SELECT max(event_time) AS newest FROM watermark WHERE product_id = part.product_id AND element = ''
     ) AS of_product
     CROSS JOIN LATERAL (
       SELECT max(event_time) AS newest FROM watermark WHERE product_id = part.product_id AND element = part.element
     ) AS of_part
     ORDER BY 1, 2`,
  );
  return rows.map(({ newest, ...row }) => ({ ...row, newest: newest?.toISOString() ?? null }));
}

export async function deprecationsOfAll(database: Queries): Promise<(FieldDeprecation & OfProduct)[]> {
  const rows = await database.query<
    Omit<FieldDeprecation, 'sunsetAt'> & OfProduct & { readonly sunsetAt: Date | null }
  >(
    `SELECT ${productName} AS product, deprecation.coordinate, deprecation.reason, deprecation.replacement,
       deprecation.sunset_at AS "sunsetAt"
     FROM field_deprecation AS deprecation
     JOIN field ON field.coordinate = deprecation.coordinate AND field.valid_to = 'infinity'
     JOIN product ON product.id = field.product_id
     ORDER BY 1, 2`,
  );
  return rows.map(({ sunsetAt, ...row }) => ({ ...row, sunsetAt: sunsetAt?.toISOString() ?? null }));
}

export function pinsOfAll(database: Queries): Promise<(StoredPin & OfProduct)[]> {
  return database.query(
    `SELECT ${productName} AS product, pin.consumer, pin.range
     FROM contract_pin AS pin JOIN contract ON contract.id = pin.contract_id JOIN product ON product.id = contract.product_id
     ORDER BY 1, 2`,
  );
}
