// The SQL of what is asked about traffic: who used which coordinates, and whether the reports of a time are complete.
import type { Queries } from '../../../../kit/postgres.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';

export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** One client that asked for a coordinate with one operation within the window. */
export interface CoordinateUse {
  readonly coordinate: Coordinate;
  /** SHA-256 (hex) of the document in its normal form. */
  readonly operationHash: string;
  readonly operationName: string | null;
  /** The client's id (`azp`); `anonymous` where there is none. */
  readonly client: string;
  /** Of the operation: it may touch several of the coordinates, so requests are never added up over coordinates. */
  readonly requests: number;
  /** Ever, not only in the window. */
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** Whole hours: the one in which the window begins counts from its beginning. */
export function usesOf(
  database: Queries,
  coordinates: readonly Coordinate[],
  { from, to }: Window,
  limit: number,
): Promise<CoordinateUse[]> {
  return database.query(
    `WITH asked AS (
       SELECT field.coordinate, field.operation_id FROM operation_field AS field WHERE field.coordinate = ANY ($1)
     ), used AS (
       SELECT hours.operation_id, hours.consumer_id, sum(hours.requests)::bigint AS requests
       FROM (SELECT DISTINCT operation_id FROM asked) AS touching
       JOIN usage_hour AS hours ON hours.operation_id = touching.operation_id
         AND hours.hour >= date_trunc('hour', $2::timestamptz) AND hours.hour < $3
       GROUP BY hours.operation_id, hours.consumer_id
     )
     SELECT asked.coordinate, encode(operation.hash, 'hex') AS "operationHash", operation.name AS "operationName",
       consumer.client, used.requests, seen.first_seen AS "firstSeen", seen.last_seen AS "lastSeen"
     FROM asked JOIN used USING (operation_id)
     JOIN operation ON operation.id = used.operation_id
     JOIN consumer ON consumer.id = used.consumer_id
     JOIN usage_seen AS seen ON seen.operation_id = used.operation_id AND seen.consumer_id = used.consumer_id
     ORDER BY asked.coordinate, used.requests DESC, operation.hash, consumer.client LIMIT $4`,
    [coordinates, from, to, limit],
  );
}

export interface CoverageRow {
  /** Null where no gateway has ever reported. */
  readonly knownSince: Date | null;
  readonly hasGap: boolean;
}

/**
 * A gap: reports that were lost, or a gateway that fell silent without saying that it stops. A minute of silence is no sign;
 * what is silent for an hour is taken to have ended in it.
 */
export async function coverageOf(database: Queries, { from, to }: Window): Promise<CoverageRow> {
  const [row] = await database.query<CoverageRow>(
    `SELECT (SELECT min(started_at) FROM gateway_instance) AS "knownSince",
       EXISTS (SELECT FROM usage_gap WHERE to_at > $1 AND from_at < $2)
       OR EXISTS (
         SELECT FROM gateway_instance WHERE stopped_at IS NULL
           AND covered_until < $2::timestamptz - interval '1 minute' AND covered_until > $1::timestamptz - interval '1 hour'
       ) AS "hasGap"`,
    [from, to],
  );
  return row!;
}
