// The SQL of the audit. Hashes are bytes in the tables and hexadecimal digits everywhere else.
import type { AuditEntry } from '../../../kit/audit-chain.ts';
import { type Page, pageValues } from '../../../kit/connection.ts';
import type { SortOrder } from '../../../kit/cursor.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { NewSet } from './spooled-record.ts';

/** Where the chain ends. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export interface ChainedEntry extends AuditEntry {
  readonly issuer: string;
  readonly client: string;
  readonly previous: string;
  readonly hash: string;
}

/** Nobody else appends until the transaction ends. */
export async function lockHead(transaction: Queries): Promise<Head> {
  const [head] = await transaction.query<Head>(`SELECT seq, encode(hash, 'hex') AS hash FROM audit_head FOR UPDATE`);
  return head!;
}

export async function moveHead(transaction: Queries, { seq, hash }: Head): Promise<void> {
  await transaction.query(`UPDATE audit_head SET seq = $1, hash = decode($2, 'hex')`, [seq, hash]);
}

/** The decision sets must exist. */
export async function insertEntries(transaction: Queries, entries: readonly ChainedEntry[]): Promise<void> {
  const column = <Key extends keyof ChainedEntry>(key: Key) => entries.map((entry) => entry[key]);
  await transaction.query(
    `INSERT INTO audit (seq, at, actor, issuer, client, actor_kind, action, target, request_id, source, source_seq, shown, payload, prev_hash, hash)
     SELECT e.seq, e.at, e.actor, e.issuer, e.client, e.actor_kind, e.action, e.target, e.request_id, e.source, e.source_seq, decision_set.id,
       e.payload::json, decode(e.prev_hash, 'hex'), decode(e.hash, 'hex')
     FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[], $14::text[], $15::text[])
       AS e (seq, at, actor, issuer, client, actor_kind, action, target, request_id, source, source_seq, shown, payload, prev_hash, hash)
     LEFT JOIN audit_decision_set AS decision_set ON decision_set.hash = decode(e.shown, 'hex')`,
    [
      column('seq'),
      column('at'),
      column('actor'),
      column('issuer'),
      column('client'),
      column('actorKind'),
      column('action'),
      column('target'),
      column('requestId'),
      column('source'),
      column('sourceSeq'),
      column('shown'),
      column('payload'),
      column('previous'),
      column('hash'),
    ],
  );
}

export async function hashAt(database: Queries, seq: number): Promise<string | null> {
  const [row] = await database.query<{ hash: string }>(`SELECT encode(hash, 'hex') AS hash FROM audit WHERE seq = $1`, [
    seq,
  ]);
  return row?.hash ?? null;
}

/** The last line that was taken over of a gateway's spool. */
export async function sourceEnd(database: Queries, instance: string): Promise<Head | null> {
  const [row] = await database.query<Head>(
    `SELECT seq, encode(hash, 'hex') AS hash FROM audit_source WHERE instance = $1`,
    [instance],
  );
  return row ?? null;
}

export async function moveSource(
  transaction: Queries,
  instance: string,
  { seq, hash }: Head,
  now: Date,
): Promise<void> {
  await transaction.query(
    `INSERT INTO audit_source (instance, seq, hash, last_heard_at) VALUES ($1, $2, decode($3, 'hex'), $4)
     ON CONFLICT (instance) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, last_heard_at = excluded.last_heard_at`,
    [instance, seq, hash, now],
  );
}

/** Those that are known already stay as they are. */
export async function insertSets(transaction: Queries, sets: readonly NewSet[]): Promise<void> {
  if (sets.length === 0) return;
  await transaction.query(
    `WITH fresh AS (
       INSERT INTO audit_decision_set (hash, content, operation)
       SELECT DISTINCT ON (s.hash) decode(s.hash, 'hex'), s.content::json, s.operation
       FROM unnest($1::text[], $2::text[], $4::text[]) AS s (hash, content, operation)
       ON CONFLICT DO NOTHING RETURNING id, hash
     )
     INSERT INTO audit_set_coordinate (coordinate, decision_set, verdict)
     SELECT DISTINCT c.coordinate, fresh.id, c.verdict
     FROM jsonb_to_recordset($3) AS c (hash text, coordinate text, verdict text) JOIN fresh ON fresh.hash = decode(c.hash, 'hex')`,
    [
      sets.map(({ hash }) => hash),
      sets.map(({ content }) => content),
      JSON.stringify(sets.flatMap(({ hash, coordinates }) => coordinates.map((each) => ({ hash, ...each })))),
      sets.map(({ operation }) => operation),
    ],
  );
}

/** Which of the hashes are of sets that are there. */
export async function knownSets(database: Queries, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await database.query<{ hash: string }>(
    `SELECT encode(hash, 'hex') AS hash FROM audit_decision_set
     WHERE hash = ANY (SELECT decode(given, 'hex') FROM unnest($1::text[]) AS given)`,
    [hashes],
  );
  return new Set(rows.map(({ hash }) => hash));
}

/** Somebody was shown protected data of an entity. */
export interface EntitySighting {
  readonly entity: string;
  readonly actor: string;
  /** Who vouches for the actor; empty where nobody does. */
  readonly issuer: string;
  readonly at: string;
  readonly seq: number;
}

export async function insertEntities(transaction: Queries, sightings: readonly EntitySighting[]): Promise<void> {
  if (sightings.length === 0) return;
  const column = <Key extends keyof EntitySighting>(key: Key) => sightings.map((sighting) => sighting[key]);
  await transaction.query(
    `INSERT INTO audit_entity (entity, actor, issuer, at, seq)
     SELECT DISTINCT decode(s.entity, 'hex'), s.actor, s.issuer, s.at, s.seq
     FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[]) AS s (entity, actor, issuer, at, seq)`,
    [column('entity'), column('actor'), column('issuer'), column('at'), column('seq')],
  );
}

export interface StoredEntry extends AuditEntry {
  readonly issuer: string;
  readonly client: string;
  readonly prevHash: string;
  readonly hash: string;
}

const entryColumns = `entry.seq, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, entry.actor,
  entry.issuer, entry.client, entry.actor_kind AS "actorKind", entry.action, entry.target, entry.request_id AS "requestId", entry.source,
  entry.source_seq AS "sourceSeq", encode(decision_set.hash, 'hex') AS shown, entry.payload::text AS payload,
  encode(entry.prev_hash, 'hex') AS "prevHash", encode(entry.hash, 'hex') AS hash`;
const entryTables = 'audit AS entry LEFT JOIN audit_decision_set AS decision_set ON decision_set.id = entry.shown';

export function entriesFrom(
  database: Queries,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<StoredEntry[]> {
  return database.query(
    `SELECT ${entryColumns} FROM ${entryTables} WHERE entry.seq BETWEEN $1 AND $2 ORDER BY entry.seq LIMIT $3`,
    [from, to, limit],
  );
}

export async function head(database: Queries): Promise<Head> {
  const [row] = await database.query<Head>(`SELECT seq, encode(hash, 'hex') AS hash FROM audit_head`);
  return row!;
}

export interface AuditFilter {
  readonly actor?: string | null;
  readonly client?: string | null;
  /** Of operations: a coordinate that was judged, whatever the verdict. */
  readonly coordinate?: string | null;
  /** The name of an operation. */
  readonly operation?: string | null;
  readonly action?: string | null;
  readonly target?: string | null;
  readonly requestId?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
}

export const newestFirst: SortOrder = { name: 'AUDIT_NEWEST', columns: ['instant', 'number'] };

export function entryPage(database: Queries, filter: AuditFilter, page: Page): Promise<StoredEntry[]> {
  const { condition, values } = conditionsOf(filter);
  const after = pageValues(page, newestFirst);
  const isAfter = page.after ? `AND (entry.at, entry.seq) < ($${values.length + 2}, $${values.length + 3})` : '';
  return database.query(
    `SELECT ${entryColumns} FROM ${entryTables} WHERE ${condition} ${isAfter}
     ORDER BY entry.at DESC, entry.seq DESC LIMIT $${values.length + 1}`,
    [...values, page.limit, ...(page.after ? after : [])],
  );
}

/** Only what is asked: with conditions that may be empty, a plan for all questions would be a bad one for each. */
function conditionsOf(filter: AuditFilter): { readonly condition: string; readonly values: readonly unknown[] } {
  const asked = filterConditions.flatMap(([key, condition]) =>
    filter[key] == null ? [] : [{ condition, value: filter[key] }],
  );
  return {
    condition: asked.map(({ condition }, index) => condition(`$${index + 1}`)).join(' AND ') || 'true',
    values: asked.map(({ value }) => value),
  };
}

type Condition = (value: string) => string;

const is =
  (column: string, comparison = '='): Condition =>
  (value) =>
    `entry.${column} ${comparison} ${value}`;

/** Of operations that were refused as well, of which nothing was shown. */
const judgedBy =
  (sets: Condition): Condition =>
  (value) =>
    `entry.target IN (SELECT 'gordian:decisions:' || encode(judged.hash, 'hex') FROM audit_decision_set AS judged WHERE ${sets(value)})`;

const filterConditions: readonly (readonly [keyof AuditFilter, Condition])[] = [
  ['actor', is('actor')],
  ['client', is('client')],
  ['action', is('action')],
  ['target', is('target')],
  [
    'coordinate',
    judgedBy((value) => `judged.id IN (SELECT decision_set FROM audit_set_coordinate WHERE coordinate = ${value})`),
  ],
  ['operation', judgedBy((value) => `judged.operation = ${value}`)],
  ['requestId', is('request_id')],
  ['from', is('at', '>=')],
  ['to', is('at', '<')],
];

/** What one actor was shown of something, in a span of time. */
export interface SightingRow {
  readonly actor: string;
  /** Subjects of two issuers are two people. Null for services and strangers, and for what was seen before issuers were kept. */
  readonly issuer: string | null;
  readonly verdict: 'shown' | 'masked' | 'used';
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** A span of time, the later end left out. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/**
 * From actor to actor in the index, for each set that shows the coordinate: however often somebody looked, that is two steps. The
 * first and the last time are at the ends of what the index has of the actor.
 */
export function whoSaw(
  database: Queries,
  { coordinate, from, to, limit }: Span & { readonly coordinate: string; readonly limit: number },
): Promise<SightingRow[]> {
  return database.query(
    `SELECT seen.actor, nullif(seen.issuer, '') AS issuer, set_of.verdict, min(seen.first_at) AS "firstAt", max(seen.last_at) AS "lastAt"
     FROM audit_set_coordinate AS set_of CROSS JOIN LATERAL (
       WITH RECURSIVE actors AS (
         (SELECT actor, issuer FROM audit WHERE shown = set_of.decision_set ORDER BY actor, issuer LIMIT 1)
         UNION ALL
         SELECT next.actor, next.issuer FROM actors CROSS JOIN LATERAL (
           SELECT actor, issuer FROM audit
           WHERE shown = set_of.decision_set AND (actor, issuer) > (actors.actor, actors.issuer)
           ORDER BY actor, issuer LIMIT 1
         ) AS next
       )
       SELECT actors.actor, actors.issuer,
         (SELECT at FROM audit WHERE shown = set_of.decision_set AND (actor, issuer) = (actors.actor, actors.issuer)
            AND at >= $2 AND at < $3 ORDER BY at LIMIT 1) AS first_at,
         (SELECT at FROM audit WHERE shown = set_of.decision_set AND (actor, issuer) = (actors.actor, actors.issuer)
            AND at >= $2 AND at < $3 ORDER BY at DESC LIMIT 1) AS last_at
       FROM actors
     ) AS seen
     WHERE set_of.coordinate = $1 AND set_of.verdict <> 'denied' AND seen.first_at IS NOT NULL
     GROUP BY seen.actor, seen.issuer, set_of.verdict ORDER BY max(seen.last_at) DESC, seen.actor, seen.issuer LIMIT $4`,
    [coordinate, from, to, limit],
  );
}

/** The same for one entity. */
export function whoSawEntity(
  database: Queries,
  { entity, from, to, limit }: Span & { readonly entity: string; readonly limit: number },
): Promise<SightingRow[]> {
  return database.query(
    `WITH RECURSIVE actors AS (
       (SELECT actor, issuer FROM audit_entity WHERE entity = decode($1, 'hex') ORDER BY actor, issuer LIMIT 1)
       UNION ALL
       SELECT next.actor, next.issuer FROM actors CROSS JOIN LATERAL (
         SELECT actor, issuer FROM audit_entity
         WHERE entity = decode($1, 'hex') AND (actor, issuer) > (actors.actor, actors.issuer)
         ORDER BY actor, issuer LIMIT 1
       ) AS next
     ), seen AS (
       SELECT actors.actor, actors.issuer,
         (SELECT at FROM audit_entity WHERE entity = decode($1, 'hex') AND (actor, issuer) = (actors.actor, actors.issuer)
            AND at >= $2 AND at < $3 ORDER BY at LIMIT 1) AS first_at,
         (SELECT at FROM audit_entity WHERE entity = decode($1, 'hex') AND (actor, issuer) = (actors.actor, actors.issuer)
            AND at >= $2 AND at < $3 ORDER BY at DESC LIMIT 1) AS last_at
       FROM actors
     )
     SELECT actor, nullif(issuer, '') AS issuer, 'shown' AS verdict, first_at AS "firstAt", last_at AS "lastAt" FROM seen
     WHERE first_at IS NOT NULL ORDER BY last_at DESC, actor, issuer LIMIT $4`,
    [entity, from, to, limit],
  );
}

export interface SetRow {
  readonly hash: string;
  /** JSON, byte for byte as it was hashed. */
  readonly content: string;
}

export function setsByHash(database: Queries, hashes: readonly string[]): Promise<SetRow[]> {
  return database.query(
    `SELECT encode(hash, 'hex') AS hash, content::text AS content FROM audit_decision_set
     WHERE hash = ANY (SELECT decode(given, 'hex') FROM unnest($1::text[]) AS given)`,
    [hashes],
  );
}

/** The first entry of which each column was kept; null where none has it. */
export async function callerColumnsSince(
  database: Queries,
): Promise<{ readonly issuer: number | null; readonly client: number | null }> {
  const [row] = await database.query<{ issuer: number | null; client: number | null }>(
    `SELECT (SELECT seq FROM audit WHERE issuer <> '' ORDER BY seq LIMIT 1) AS issuer,
       (SELECT seq FROM audit WHERE client <> '' ORDER BY seq LIMIT 1) AS client`,
  );
  return row!;
}

/** A decision set with what searches find it by. */
export interface StoredSet extends SetRow {
  readonly id: number;
  readonly operation: string | null;
  /** Verdicts by coordinate. */
  readonly coordinates: Readonly<Record<string, string>>;
}

export function setsAfter(database: Queries, id: number, limit: number): Promise<StoredSet[]> {
  return database.query(
    `WITH page AS (SELECT * FROM audit_decision_set WHERE id > $1 ORDER BY id LIMIT $2)
     SELECT page.id, encode(page.hash, 'hex') AS hash, page.content::text AS content, page.operation,
       coalesce(found.coordinates, '{}') AS coordinates
     FROM page LEFT JOIN (
       SELECT decision_set, json_object_agg(coordinate, verdict) AS coordinates FROM audit_set_coordinate
       WHERE decision_set BETWEEN (SELECT min(id) FROM page) AND (SELECT max(id) FROM page) GROUP BY decision_set
     ) AS found ON found.decision_set = page.id
     ORDER BY page.id`,
    [id, limit],
  );
}

/** The first set of which each was kept: its operation, and its inputs among the coordinates. Null where none has it. */
export async function setColumnsSince(
  database: Queries,
): Promise<{ readonly operation: number | null; readonly inputs: number | null }> {
  const [row] = await database.query<{ operation: number | null; inputs: number | null }>(
    `SELECT (SELECT min(id) FROM audit_decision_set WHERE operation IS NOT NULL) AS operation,
       (SELECT min(decision_set) FROM audit_set_coordinate WHERE verdict = 'used') AS inputs`,
  );
  return row!;
}
