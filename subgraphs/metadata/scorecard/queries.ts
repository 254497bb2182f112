// The SQL of scorecards: what the catalogue says of products.
import type { Queries } from '../../../kit/postgres.ts';

export interface ProductFacts {
  readonly productId: number;
  /** `orders/orders` */
  readonly product: string;
  readonly domain: string;
  readonly ownerTeam: string;
  readonly status: string;
  readonly description: string | null;
  /** Of the team that owns it, today. */
  readonly members: number;
  readonly contacts: number;
  readonly fields: number;
  readonly described: number;
  /** Fields whose classification is a proposal. */
  readonly unreviewed: number;
}

const selectFacts = `SELECT product.id AS "productId", substr(product.urn, length('gordian:product:') + 1) AS product, product.domain,
  product.owner_team AS "ownerTeam", product.status, product.description, members.count AS members, contacts.count AS contacts,
  fields.count AS fields, fields.described, fields.unreviewed
  FROM product
  CROSS JOIN LATERAL (
    SELECT count(*) FROM team_member
    WHERE team_id = product.owner_team AND coalesce(since, '-infinity') <= $2 AND coalesce(until, 'infinity') >= $2
  ) AS members
  CROSS JOIN LATERAL (SELECT count(*) FROM contact WHERE contact.product_id = product.id) AS contacts
  CROSS JOIN LATERAL (
    SELECT count(*), count(*) FILTER (WHERE field.description <> '') AS described,
      count(*) FILTER (WHERE 'to-review' = ANY (field.tags)) AS unreviewed
    FROM field WHERE field.product_id = product.id AND field.valid_to = 'infinity'
  ) AS fields`;

export function factsOfProducts(database: Queries, ids: readonly number[], today: Date): Promise<ProductFacts[]> {
  return database.query(`${selectFacts} WHERE product.id = ANY ($1)`, [ids, today]);
}

/** Retired products count no more. */
export function factsOfDomains(database: Queries, slugs: readonly string[], today: Date): Promise<ProductFacts[]> {
  return database.query(
    `${selectFacts} WHERE product.domain = ANY ($1) AND product.status <> 'RETIRED' ORDER BY product.urn`,
    [slugs, today],
  );
}
