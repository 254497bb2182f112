// The SQL that takes the reports of gateways. Every statement writes its rows in the order of their keys, and all reports run the
// same statements in the same order, so that those of two gateways wait for each other at most.
import type { Queries } from '../../../../kit/postgres.ts';
import type { UsageReport } from '../../../../kit/usage-report.ts';
import { deleteRetiredBefore } from '../../stored-operations/queries.ts';

export interface InstanceRow {
  readonly client: string;
  readonly sequence: number;
  readonly coveredUntil: Date;
}

/** Nobody else takes a report of the process until the transaction ends. */
export async function lockInstance(
  transaction: Queries,
  { instance, startedAt }: Pick<UsageReport, 'instance' | 'startedAt'>,
  client: string,
): Promise<InstanceRow> {
  await transaction.query(
    `INSERT INTO gateway_instance (instance, client, started_at, sequence, covered_until) VALUES ($1, $2, $3, 0, $3)
     ON CONFLICT DO NOTHING`,
    [instance, client, startedAt],
  );
  const [row] = await transaction.query<InstanceRow>(
    `SELECT client, sequence, covered_until AS "coveredUntil" FROM gateway_instance WHERE instance = $1 FOR UPDATE`,
    [instance],
  );
  return row!;
}

export async function moveInstance(
  transaction: Queries,
  { instance, sequence, to, isLast }: Pick<UsageReport, 'instance' | 'sequence' | 'to' | 'isLast'>,
): Promise<void> {
  await transaction.query(
    `UPDATE gateway_instance SET sequence = $2, covered_until = greatest(covered_until, $3), stopped_at = CASE WHEN $4 THEN $3 END
     WHERE instance = $1`,
    [instance, sequence, to, isLast],
  );
}

export interface Gap {
  readonly instance: string;
  readonly from: Date | string;
  readonly to: Date | string;
  readonly reason: 'dropped' | 'overflow';
}

export async function insertGap(transaction: Queries, { instance, from, to, reason }: Gap): Promise<void> {
  await transaction.query(
    `INSERT INTO usage_gap (instance, from_at, to_at, reason) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [instance, from, to, reason],
  );
}

/**
 * Those that are known already stay as they are; they may ask for more than they did, since a type has got more fields or another
 * type has come to an interface, and what they once asked for may come back.
 */
export async function insertOperations(
  transaction: Queries,
  operations: UsageReport['operations'],
  now: Date,
): Promise<void> {
  if (operations.length === 0) return;
  await transaction.query(
    `WITH told AS (
       SELECT decode(hash, 'hex') AS hash, name, kind, document, coordinates
       FROM jsonb_to_recordset($1) AS o (hash text, name text, kind text, document text, coordinates text[])
     ), fresh AS (
       INSERT INTO operation (hash, name, kind, document, reported_at)
       SELECT hash, name, kind, document, $2 FROM told ORDER BY hash
       ON CONFLICT DO NOTHING RETURNING id, hash
     ), known AS (
       SELECT before.id, hash FROM told
       CROSS JOIN LATERAL (SELECT id FROM operation WHERE operation.hash = told.hash LIMIT 1) AS before
       UNION SELECT id, hash FROM fresh
     )
     INSERT INTO operation_field (coordinate, operation_id)
     SELECT coordinate, known.id FROM known JOIN told USING (hash) CROSS JOIN unnest(told.coordinates) AS coordinate
     ORDER BY known.id, coordinate
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(operations), now],
  );
}

/** @returns ids by hash; those that are not known are missing */
export async function operationIds(
  transaction: Queries,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ hash: string; id: number }>(
    `SELECT encode(hash, 'hex') AS hash, id FROM operation WHERE hash = ANY ($1)`,
    [[...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex'))],
  );
  return new Map(rows.map(({ hash, id }) => [hash, id]));
}

/** @returns ids by client, those that are new among them */
export async function consumerIds(
  transaction: Queries,
  uses: UsageReport['uses'],
): Promise<ReadonlyMap<string, number>> {
  const kinds = new Map(uses.map(({ client, clientKind }) => [client, clientKind]));
  const clients = [...kinds.keys()].sort();
  await transaction.query(
    'INSERT INTO consumer (client, kind) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
    [clients, clients.map((client) => kinds.get(client))],
  );
  const rows = await transaction.query<{ client: string; id: number }>(
    'SELECT client, id FROM consumer WHERE client = ANY ($1)',
    [clients],
  );
  return new Map(rows.map(({ client, id }) => [client, id]));
}

export type StoredUse = UsageReport['uses'][number] & { readonly operationId: number; readonly consumerId: number };

/** A gateway may tell of one operation twice, when what it asks for has changed in between. */
export async function addUses(transaction: Queries, from: string, uses: readonly StoredUse[]): Promise<void> {
  if (uses.length === 0) return;
  const told = JSON.stringify(uses);
  await transaction.query(
    `INSERT INTO usage_hour (operation_id, hour, consumer_id, requests, errors, events, compute_ms, bytes)
     SELECT "operationId", date_trunc('hour', $2::timestamptz), "consumerId", sum(requests), sum(errors), sum(events),
       sum("computeMs"), sum(bytes)
     FROM jsonb_to_recordset($1) AS u ("operationId" int, "consumerId" int, requests bigint, errors bigint, events bigint,
       "computeMs" double precision, bytes bigint)
     GROUP BY "operationId", "consumerId" ORDER BY "operationId", "consumerId"
     ON CONFLICT (operation_id, hour, consumer_id) DO UPDATE SET requests = usage_hour.requests + excluded.requests,
       errors = usage_hour.errors + excluded.errors, events = usage_hour.events + excluded.events,
       compute_ms = usage_hour.compute_ms + excluded.compute_ms, bytes = usage_hour.bytes + excluded.bytes`,
    [told, from],
  );
  await transaction.query(
    `INSERT INTO usage_seen (operation_id, consumer_id, first_seen, last_seen)
     SELECT "operationId", "consumerId", min("firstAt"), max("lastAt")
     FROM jsonb_to_recordset($1) AS u ("operationId" int, "consumerId" int, "firstAt" timestamptz, "lastAt" timestamptz)
     GROUP BY "operationId", "consumerId" ORDER BY "operationId", "consumerId"
     ON CONFLICT (operation_id, consumer_id) DO UPDATE SET first_seen = least(usage_seen.first_seen, excluded.first_seen),
       last_seen = greatest(usage_seen.last_seen, excluded.last_seen)`,
    [told],
  );
}

export async function addFetches(transaction: Queries, bucket: Date, fetches: UsageReport['fetches']): Promise<void> {
  if (fetches.length === 0) return;
  await transaction.query(
    `INSERT INTO fetch_bucket (subgraph, bucket, fetches, failures, latency_counts)
     SELECT subgraph, $2, fetches, failures, "latencyCounts"
     FROM jsonb_to_recordset($1) AS f (subgraph text, fetches bigint, failures bigint, "latencyCounts" bigint[])
     ORDER BY subgraph
     ON CONFLICT (subgraph, bucket) DO UPDATE SET fetches = fetch_bucket.fetches + excluded.fetches,
       failures = fetch_bucket.failures + excluded.failures,
       latency_counts = (SELECT array_agg(one + other ORDER BY place)
         FROM unnest(fetch_bucket.latency_counts, excluded.latency_counts) WITH ORDINALITY AS sums (one, other, place))`,
    [JSON.stringify(fetches), bucket],
  );
}

export async function addObserved(transaction: Queries, { from, observed }: UsageReport): Promise<void> {
  if (observed.length === 0) return;
  await transaction.query(
    `INSERT INTO field_observed (coordinate, hour, requests, observed, nulls, errors)
     SELECT coordinate, date_trunc('hour', $2::timestamptz), requests, observed, nulls, errors
     FROM jsonb_to_recordset($1) AS o (coordinate text, requests bigint, observed bigint, nulls bigint, errors bigint)
     ORDER BY coordinate
     ON CONFLICT (coordinate, hour) DO UPDATE SET requests = field_observed.requests + excluded.requests,
       observed = field_observed.observed + excluded.observed, nulls = field_observed.nulls + excluded.nulls,
       errors = field_observed.errors + excluded.errors`,
    [JSON.stringify(observed), from],
  );
}

export interface StoredFirstUse {
  readonly search: string;
  readonly operationId: number;
  readonly at: string;
}

/** The first successful use of a product that a search has shown ends the search; the earliest of all gateways counts. */
export async function addFirstUses(transaction: Queries, firstUses: readonly StoredFirstUse[]): Promise<void> {
  if (firstUses.length === 0) return;
  await transaction.query(
    `WITH told AS (
       SELECT search, "operationId" AS operation_id, at
       FROM jsonb_to_recordset($1) AS f (search text, "operationId" int, at timestamptz)
     ), found AS (
       SELECT DISTINCT ON (log.search_id) log.search_id, told.at, product.urn
       FROM told JOIN search_log AS log ON log.search_id = told.search AND told.at >= log.searched_at
       JOIN operation_field AS touched ON touched.operation_id = told.operation_id
       JOIN field ON field.coordinate = touched.coordinate AND field.valid_to = 'infinity'
       JOIN product ON product.id = field.product_id AND product.urn = ANY (log.products)
       ORDER BY log.search_id, told.at, product.urn
     ), locked AS (
       SELECT log.search_id, found.at, found.urn FROM search_log AS log JOIN found USING (search_id)
       ORDER BY log.search_id FOR UPDATE OF log
     )
     UPDATE search_log AS log SET found_at = locked.at, found_product = locked.urn FROM locked
     WHERE log.search_id = locked.search_id AND (log.found_at IS NULL OR log.found_at > locked.at)`,
    [JSON.stringify(firstUses)],
  );
}

/** Of what is counted and reported over time; operations that nobody has used since go as well. */
export async function deleteMeasuredBefore(database: Queries, before: Date): Promise<void> {
  const old = [before];
  await database.query('DELETE FROM usage_hour WHERE hour < $1', old);
  await database.query('DELETE FROM fetch_bucket WHERE bucket < $1', old);
  await database.query('DELETE FROM field_observed WHERE hour < $1', old);
  await database.query('DELETE FROM usage_gap WHERE to_at < $1', old);
  await database.query('DELETE FROM usage_seen WHERE last_seen < $1', old);
  await database.query('DELETE FROM search_log WHERE searched_at < $1', old);
  // Who sends webhooks forgets them sooner; where none are sent nobody else would.
  await database.query('DELETE FROM event_outbox WHERE created_at < $1', old);
  await deleteRetiredBefore(database, before);
  // One without which a gap could not be explained stays.
  await database.query(
    `DELETE FROM gateway_instance AS old WHERE covered_until < $1
       AND NOT EXISTS (SELECT FROM usage_gap WHERE usage_gap.instance = old.instance)`,
    old,
  );
  // The last one before stays: it says how far the data reached when the time that is kept began.
  await database.query(
    `DELETE FROM watermark AS old WHERE arrived_at < $1 AND EXISTS (SELECT FROM watermark AS later
       WHERE later.product_id = old.product_id AND later.element = old.element
         AND later.arrived_at > old.arrived_at AND later.arrived_at <= $1)`,
    old,
  );
  const unused = `reported_at < $1 AND NOT EXISTS (SELECT FROM usage_seen WHERE operation_id = operation.id)
    AND NOT EXISTS (SELECT FROM usage_hour WHERE operation_id = operation.id)`;
  await database.query(
    `DELETE FROM operation_field WHERE operation_id IN (SELECT id FROM operation WHERE ${unused})`,
    old,
  );
  await database.query(
    `DELETE FROM operation WHERE ${unused} AND NOT EXISTS (SELECT FROM operation_field WHERE operation_id = operation.id)`,
    old,
  );
}
