// The SQL of fields that should no longer be used.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';

export interface DeprecationRow {
  readonly coordinate: Coordinate;
  readonly reason: string;
  readonly replacement: Coordinate | null;
  readonly since: Date;
  readonly sunsetAt: Date | null;
  /** `CONTRACT`: it lasts as long as schema or contract say so. */
  readonly origin: 'CONTRACT' | 'REGISTRY';
  readonly declaredBy: string;
}

const columns = `coordinate, reason, replacement, since, sunset_at AS "sunsetAt", origin, declared_by AS "declaredBy"`;

export function deprecationsOf(database: Queries, coordinates: readonly Coordinate[]): Promise<DeprecationRow[]> {
  return database.query(`SELECT ${columns} FROM field_deprecation WHERE coordinate = ANY ($1)`, [coordinates]);
}

/** When what is deprecated may go; what has no such time is not among them. */
export async function sunsetsOf(database: Queries, coordinates: readonly Coordinate[]): Promise<Map<Coordinate, Date>> {
  const rows = coordinates.length === 0 ? [] : await deprecationsOf(database, coordinates);
  return new Map(
    rows.flatMap(({ coordinate, sunsetAt }) => (sunsetAt === null ? [] : [[coordinate, sunsetAt] as const])),
  );
}

/** What is said again keeps the time since when it is said; what was said here about the sunset outlasts a contract that is silent. */
export async function saveDeprecations(transaction: Queries, rows: readonly DeprecationRow[]): Promise<void> {
  await transaction.query(
    `INSERT INTO field_deprecation AS known (coordinate, reason, replacement, since, sunset_at, origin, declared_by)
     SELECT coordinate, reason, replacement, since, "sunsetAt", origin, "declaredBy" FROM jsonb_to_recordset($1) AS said
       (coordinate text, reason text, replacement text, since timestamptz, "sunsetAt" timestamptz, origin text, "declaredBy" text)
     ON CONFLICT (coordinate) DO UPDATE SET reason = excluded.reason, origin = excluded.origin, declared_by = excluded.declared_by,
       replacement = coalesce(excluded.replacement, known.replacement), sunset_at = coalesce(excluded.sunset_at, known.sunset_at)
     WHERE (known.reason, known.replacement, known.sunset_at, known.origin)
       IS DISTINCT FROM (excluded.reason, coalesce(excluded.replacement, known.replacement),
         coalesce(excluded.sunset_at, known.sunset_at), excluded.origin)`,
    [JSON.stringify(rows)],
  );
}

/** What contracts no longer deprecate, and whatever was said of fields that are gone. */
export async function endDeprecations(transaction: Queries, deprecated: readonly Coordinate[]): Promise<void> {
  await transaction.query(
    `DELETE FROM field_deprecation AS known WHERE origin = 'CONTRACT' AND coordinate <> ALL ($1)
       OR NOT EXISTS (SELECT FROM field WHERE field.coordinate = known.coordinate AND valid_to = 'infinity')`,
    [deprecated],
  );
}
