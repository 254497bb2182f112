// The SQL of what an event is about: the fields of its product, and those among coordinates that are a secret.
import type { Queries } from '../../../../kit/postgres.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';

export async function fieldsOfProduct(database: Queries, productId: number): Promise<Coordinate[]> {
  const rows = await database.query<{ coordinate: string }>(
    `SELECT coordinate FROM field WHERE product_id = $1 AND valid_to = 'infinity' ORDER BY coordinate`,
    [productId],
  );
  return rows.map(({ coordinate }) => coordinate);
}

/** Those that the product had just before an instant, or has from then on: what goes and what comes at that instant is among them. */
export async function fieldsOfProductAround(
  database: Queries,
  productId: number,
  instant: Date,
): Promise<Coordinate[]> {
  const rows = await database.query<{ coordinate: string }>(
    `SELECT DISTINCT coordinate FROM field WHERE product_id = $1 AND valid_from <= $2 AND valid_to >= $2 ORDER BY coordinate`,
    [productId, instant],
  );
  return rows.map(({ coordinate }) => coordinate);
}

/** Those that were tagged `secret` when they were last known. */
export async function secretsAmong(
  database: Queries,
  coordinates: readonly Coordinate[],
): Promise<ReadonlySet<Coordinate>> {
  const rows = await database.query<{ coordinate: string }>(
    `SELECT coordinate FROM unnest($1::text[]) AS asked (coordinate) CROSS JOIN LATERAL
       (SELECT tags FROM field WHERE field.coordinate = asked.coordinate ORDER BY valid_from DESC LIMIT 1) AS latest
     WHERE 'secret' = ANY (latest.tags)`,
    [coordinates],
  );
  return new Set(rows.map(({ coordinate }) => coordinate));
}

export async function domainOfProduct(database: Queries, productId: number): Promise<string | null> {
  const [row] = await database.query<{ domain: string }>('SELECT domain FROM product WHERE id = $1', [productId]);
  return row?.domain ?? null;
}
