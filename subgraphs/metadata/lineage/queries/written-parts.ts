// The SQL of which parts of products a pipeline has written whole: the types all of whose columns are in tables that it wrote.
import type { Queries } from '../../../../kit/postgres.ts';

export interface WrittenPart {
  /** `orders/orders` */
  readonly product: string;
  /** A type; '' for the whole product. */
  readonly element: string;
}

/**
 * A product of which every type is written is one part. Types that no contract gives a column to are computed, and wait for nothing.
 * @param domains slugs; products of others are not asked about
 * @param tables URNs
 */
export async function writtenParts(
  database: Queries,
  domains: readonly string[],
  tables: readonly string[],
): Promise<WrittenPart[]> {
  const rows = await database.query<WrittenPart>(
    `WITH part AS (
       SELECT product.urn, split_part(field.coordinate, '.', 1) AS type_name,
         bool_and(regexp_replace(source, '\\.[^.]*$', '') = ANY ($2)) AS is_written
       FROM product JOIN field ON field.product_id = product.id AND field.valid_to = 'infinity'
       CROSS JOIN unnest(field.physical) AS source
       WHERE product.domain = ANY ($1) GROUP BY product.urn, type_name
     ), whole AS (SELECT urn FROM part GROUP BY urn HAVING bool_and(is_written))
     SELECT urn AS product, '' AS element FROM whole
     UNION ALL SELECT urn, type_name FROM part WHERE is_written AND urn NOT IN (SELECT urn FROM whole)
     ORDER BY product, element`,
    [domains, tables],
  );
  return rows.map(({ product, element }) => ({ product: product.replace('gordian:product:', ''), element }));
}
