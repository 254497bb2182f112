// The SQL of operations that clients have published. Live is what a release holds that is not retired.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import type { ReadDocument } from './read-document.ts';

/** From here on nobody else changes what is live until the transaction ends. */
export async function lockStoredOperations(transaction: Queries): Promise<void> {
  await transaction.query('SELECT version FROM stored_operations_state FOR UPDATE');
}

/** So that gateways ask for the list anew. */
export async function countChange(transaction: Queries): Promise<void> {
  await transaction.query('UPDATE stored_operations_state SET version = version + 1');
}

export async function versionOfList(database: Queries): Promise<string> {
  const [row] = await database.query<{ version: number }>('SELECT version FROM stored_operations_state');
  return String(row!.version);
}

export interface ReleaseRow {
  readonly id: number;
  readonly retiredAt: Date | null;
  /** SHA-256 (hex) of its documents, sorted. */
  readonly hashes: readonly string[];
}

export async function releaseOf(database: Queries, client: string, version: string): Promise<ReleaseRow | null> {
  const rows = await database.query<ReleaseRow>(
    `SELECT id, retired_at AS "retiredAt", ARRAY(
       SELECT encode(hash, 'hex') FROM client_release_operation AS held JOIN stored_operation ON stored_operation.id = operation_id
       WHERE release_id = client_release.id ORDER BY 1
     ) AS hashes
     FROM client_release WHERE client = $1 AND version = $2`,
    [client, version],
  );
  return rows[0] ?? null;
}

export interface NewRelease {
  readonly client: string;
  readonly version: string;
  readonly sourceRevision: string | null;
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

export async function insertRelease(
  transaction: Queries,
  { client, version, sourceRevision, publishedBy, publishedAt }: NewRelease,
  operations: readonly ReadDocument[],
): Promise<void> {
  const told = operations.map(({ hash, document, name, kind, usageHash }) => ({
    hash,
    document,
    name,
    kind,
    usageHash,
  }));
  await transaction.query(
    `INSERT INTO stored_operation (hash, document, name, kind, usage_hash)
     SELECT decode(hash, 'hex'), document, name, kind, decode("usageHash", 'hex')
     FROM jsonb_to_recordset($1) AS o (hash text, document text, name text, kind text, "usageHash" text) ORDER BY hash
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(told)],
  );
  await saveCoordinates(transaction, operations);
  // Whoever is never seen has no other row.
  await transaction.query(`INSERT INTO consumer (client, kind) VALUES ($1, 'APPLICATION') ON CONFLICT DO NOTHING`, [
    client,
  ]);
  await transaction.query(
    `WITH release AS (
       INSERT INTO client_release (client, version, source_revision, published_by, published_at)
       VALUES ($1, $2, $3, $4, $5) RETURNING id
     )
     INSERT INTO client_release_operation (release_id, operation_id)
     SELECT release.id, operation.id FROM release CROSS JOIN stored_operation AS operation WHERE hash = ANY ($6)`,
    [client, version, sourceRevision, publishedBy, publishedAt, operations.map(({ hash }) => Buffer.from(hash, 'hex'))],
  );
}

/** A later graph may let the same document ask for more; what it once asked for may come back, so that nothing is taken away. */
export async function saveCoordinates(transaction: Queries, operations: readonly ReadDocument[]): Promise<void> {
  const told = operations.map(({ hash, coordinates }) => ({ hash, coordinates }));
  await transaction.query(
    `INSERT INTO stored_operation_field (coordinate, operation_id)
     SELECT coordinate, operation.id FROM jsonb_to_recordset($1) AS o (hash text, coordinates text[])
     JOIN stored_operation AS operation ON operation.hash = decode(o.hash, 'hex') CROSS JOIN unnest(o.coordinates) AS coordinate
     ORDER BY operation.id, coordinate
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(told)],
  );
}

export async function retireRelease(transaction: Queries, id: number, now: Date | null): Promise<void> {
  await transaction.query('UPDATE client_release SET retired_at = $2 WHERE id = $1', [id, now]);
}

export interface LiveDocument {
  readonly hash: string;
  readonly document: string;
  /** Whose it is, sorted. */
  readonly clients: readonly string[];
}

export function liveDocuments(database: Queries): Promise<LiveDocument[]> {
  return database.query(
    `SELECT encode(hash, 'hex') AS hash, document, array_agg(DISTINCT client ORDER BY client) AS clients
     FROM client_release AS release JOIN client_release_operation AS held ON held.release_id = release.id
     JOIN stored_operation AS operation ON operation.id = held.operation_id
     WHERE retired_at IS NULL GROUP BY operation.id ORDER BY hash`,
  );
}

export interface StoredUseRow {
  readonly coordinate: Coordinate;
  /** SHA-256 (hex) of the normal form. */
  readonly operationHash: string;
  readonly operationName: string;
  readonly client: string;
  /** Of the client, the one that was published last. */
  readonly version: string;
  /** When the client has run it last, ever; null: never. */
  readonly lastSeen: Date | null;
}

/** Live operations that ask for any of the coordinates. */
export function storedUsesOf(
  database: Queries,
  coordinates: readonly Coordinate[],
  limit: number,
): Promise<StoredUseRow[]> {
  return database.query(
    `SELECT DISTINCT ON (field.coordinate, release.client, stored.usage_hash) field.coordinate,
       encode(stored.usage_hash, 'hex') AS "operationHash", stored.name AS "operationName", release.client, release.version,
       seen.last_seen AS "lastSeen"
     FROM stored_operation_field AS field JOIN stored_operation AS stored ON stored.id = field.operation_id
     JOIN client_release_operation AS held ON held.operation_id = stored.id
     JOIN client_release AS release ON release.id = held.release_id AND release.retired_at IS NULL
     LEFT JOIN operation ON operation.hash = stored.usage_hash
     LEFT JOIN consumer ON consumer.client = release.client
     LEFT JOIN usage_seen AS seen ON seen.operation_id = operation.id AND seen.consumer_id = consumer.id
     WHERE field.coordinate = ANY ($1)
     ORDER BY field.coordinate, release.client, stored.usage_hash, release.published_at DESC LIMIT $2`,
    [coordinates, limit],
  );
}

/** Releases that nobody has for so long, and the operations that only they had. */
export async function deleteRetiredBefore(database: Queries, before: Date): Promise<void> {
  const old = [before];
  await database.query(
    `DELETE FROM client_release_operation WHERE release_id IN (SELECT id FROM client_release WHERE retired_at < $1)`,
    old,
  );
  await database.query(
    `DELETE FROM client_release AS release WHERE retired_at < $1
       AND NOT EXISTS (SELECT FROM client_release_operation WHERE release_id = release.id)`,
    old,
  );
  const unheld = 'NOT EXISTS (SELECT FROM client_release_operation AS held WHERE held.operation_id = stored.id)';
  await database.query(
    `DELETE FROM stored_operation_field WHERE operation_id IN (SELECT id FROM stored_operation AS stored WHERE ${unheld})`,
  );
  await database.query(
    `DELETE FROM stored_operation AS stored WHERE ${unheld}
       AND NOT EXISTS (SELECT FROM stored_operation_field WHERE operation_id = stored.id)`,
  );
}
