// The SQL of lineage edges. What several sources say of two nodes is put together as it is read; each pair of nodes is one edge.
import type { Queries } from '../../../../kit/postgres.ts';
import { joinNode } from './nodes.ts';

export interface EdgeRow {
  readonly src: number;
  readonly dst: number;
  readonly origins: number;
  readonly transform: 'DIRECT' | 'INDIRECT';
  readonly subtype: string | null;
  readonly masking: boolean;
  readonly confidence: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** The job that was seen last to do it; null when none was. */
  readonly job: number | null;
}

/** An edge that a source knows of, by the URNs of its ends. */
export interface NewEdge {
  readonly from: string;
  readonly to: string;
  readonly origins: number;
  readonly transform: 'DIRECT' | 'INDIRECT';
  readonly subtype: string | null;
  readonly masking: boolean;
}

export interface Pair {
  readonly src: number;
  readonly dst: number;
}

export interface Degrees {
  readonly id: number;
  readonly sources: number;
  readonly consumers: number;
}

/** The bits of `lineage_edge.origins`, and how far what each of them says is to be believed. */
export const originBits = { DECLARED: 1, FEDERATION: 2, OPENLINEAGE: 4, OBSERVED: 8 } as const;
const confidence = `CASE WHEN edge.origins & ${originBits.FEDERATION | originBits.OBSERVED} > 0 THEN 1
  WHEN edge.origins & ${originBits.OPENLINEAGE} > 0 THEN 0.95 ELSE 0.8 END`;

/** A node with more neighbours than this is answered in part, and the walk says so. */
export const maxNeighbours = 500;

/** One unmasked way is enough for the value to get through, and a value that is passed on counts for more than a join. */
const merged = `src, dst, bit_or(origins) AS origins, min(transform) AS transform,
  (array_agg(subtype ORDER BY transform, job NULLS FIRST))[1] AS subtype,
  coalesce(bool_and(masking) FILTER (WHERE transform = 'DIRECT'), bool_and(masking)) AS masking,
  max(confidence) AS confidence, min(first_seen) AS "firstSeen", max(last_seen) AS "lastSeen",
  (array_agg(job ORDER BY last_seen DESC, job) FILTER (WHERE job IS NOT NULL))[1] AS job`;

/**
 * Edges that hold at an instant and meet a condition. Rows of the past have indexes of their own. Null is now.
 * @param parameter the number of the one with the instant
 */
function edgesAt(at: Date | null, condition: string, parameter: number): string {
  const current = `SELECT * FROM lineage_edge WHERE ${condition} AND valid_to = 'infinity'`;
  if (at === null) return current;
  const began = `valid_from <= $${parameter}::timestamptz`;
  return `${current} AND ${began} UNION ALL
    SELECT * FROM lineage_edge WHERE ${condition} AND valid_to < 'infinity' AND valid_to > $${parameter} AND ${began}`;
}

const instants = (at: Date | null): readonly Date[] => (at === null ? [] : [at]);
const ends = { UPSTREAM: ['dst', 'src'], DOWNSTREAM: ['src', 'dst'] } as const;
export type WalkedDirection = keyof typeof ends;

export interface NeighbourRow {
  readonly id: number;
  readonly neighbour: number;
}

/** At most `maxNeighbours` for each node, by their ids. */
export function neighboursOf(
  database: Queries,
  ids: readonly number[],
  direction: WalkedDirection,
  at: Date | null,
  carryingOnly = false,
): Promise<NeighbourRow[]> {
  const [here, next] = ends[direction];
  return database.query(
    `SELECT node.id, edge.neighbour FROM unnest($1::int[]) AS node (id) CROSS JOIN LATERAL (
       SELECT DISTINCT ${next} AS neighbour
       FROM (${edgesAt(at, `${here} = node.id AND (carries OR NOT $3)`, 4)}) AS edge ORDER BY ${next} LIMIT $2
     ) AS edge`,
    [ids, maxNeighbours, carryingOnly, ...instants(at)],
  );
}

/** The edges of the given pairs of nodes. */
export function edgesOfPairs(database: Queries, pairs: readonly Pair[], at: Date | null): Promise<EdgeRow[]> {
  return database.query(
    `SELECT ${merged} FROM (
       SELECT edge.* FROM unnest($1::int[], $2::int[]) AS pair (src, dst) CROSS JOIN LATERAL (
         ${edgesAt(at, 'src = pair.src AND dst = pair.dst', 3)}
       ) AS edge
     ) AS edge GROUP BY src, dst ORDER BY src, dst`,
    [pairs.map(({ src }) => src), pairs.map(({ dst }) => dst), ...instants(at)],
  );
}

/** How many direct sources and consumers each node has. */
export function degrees(database: Queries, ids: readonly number[], at: Date | null): Promise<Degrees[]> {
  return database.query(
    `SELECT node.id,
       (SELECT count(DISTINCT src) FROM (${edgesAt(at, 'dst = node.id', 2)}) AS edge) AS sources,
       (SELECT count(DISTINCT dst) FROM (${edgesAt(at, 'src = node.id', 2)}) AS edge) AS consumers
     FROM unnest($1::int[]) AS node (id)`,
    [ids, ...instants(at)],
  );
}

/** Between fields and columns, for what is kept in memory of a registration. */
export function currentEdges(database: Queries): Promise<EdgeRow[]> {
  return database.query(
    `SELECT ${merged} FROM lineage_edge WHERE valid_to = 'infinity' AND job IS NULL GROUP BY src, dst`,
  );
}

/**
 * Ids of all nodes that are reached from the roots, without the roots. A set: UNION drops what was met before, so that the
 * number of paths does not matter and cycles end.
 * @param around an instant: of edges that ended or began then both sides count; null is now
 */
export async function closureOf(
  database: Queries,
  roots: readonly number[],
  direction: WalkedDirection,
  limit: number,
  around: Date | null = null,
): Promise<number[]> {
  const [here, next] = ends[direction];
  const ofNode = `SELECT * FROM lineage_edge WHERE ${here} = reached.id`;
  const edges =
    around === null
      ? `${ofNode} AND valid_to = 'infinity'`
      : `${ofNode} AND valid_to = 'infinity' AND valid_from <= $3
         UNION ALL ${ofNode} AND valid_to < 'infinity' AND valid_to >= $3 AND valid_from <= $3`;
  const rows = await database.query<{ id: number }>(
    `WITH RECURSIVE reached (id) AS (
       SELECT * FROM unnest($1::int[])
       UNION
       SELECT edge.${next} FROM reached CROSS JOIN LATERAL (${edges}) AS edge
     )
     SELECT id FROM reached WHERE id <> ALL ($1) LIMIT $2`,
    [roots, limit, ...instants(around)],
  );
  return rows.map(({ id }) => id);
}

/** The fields of the graph among the nodes, and the products that own any of the nodes; both by URN, sorted. */
export async function closureSummary(
  database: Queries,
  ids: readonly number[],
): Promise<{ readonly fields: string[]; readonly products: string[] }> {
  const [row] = await database.query<{ fields: string[]; products: string[] }>(
    `WITH node AS (SELECT * FROM lineage_node WHERE id = ANY($1))
     SELECT
       ARRAY(SELECT urn FROM node WHERE kind = 'GRAPHQL_FIELD' ORDER BY urn COLLATE "C") AS fields,
       ARRAY(SELECT DISTINCT product.urn FROM node JOIN product ON product.id = node.product_id ORDER BY 1) AS products`,
    [ids],
  );
  return row!;
}

const identity = 'src, dst, origins, transform, subtype, masking';
const wantedEdges = `wanted AS (
  SELECT src.id AS src, dst.id AS dst, edge.origins, edge.transform, edge.subtype, edge.masking
  FROM jsonb_to_recordset($1) AS edge ("from" text, "to" text, origins smallint, transform text, subtype text, masking boolean)
  ${joinNode('src', 'edge."from"')} ${joinNode('dst', 'edge."to"')}
)`;

/** Ends when the transaction does; from here on nobody else changes edges. */
export async function lockEdges(transaction: Queries): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('gordian lineage'))`);
}

/**
 * Makes the given edges all that a source says now: the registry, or a job. One that changed ends and starts anew, so that the
 * past stays readable; one that did not is left alone. Pairs of nodes whose edge is another now are logged for copies in
 * memory. The nodes must exist.
 * @param job null: the registry
 * @returns the number of the last entry of the log, null when nothing changed
 */
export async function replaceEdges(
  transaction: Queries,
  edges: readonly NewEdge[],
  now: Date,
  job: number | null = null,
): Promise<number | null> {
  const values = [JSON.stringify(edges), job, now];
  const ofSource = job === null ? 'edge.job IS NULL AND $2::int IS NULL' : 'edge.job = $2::int';
  await lockEdges(transaction);
  const ended = await transaction.query<Pair>(
    `WITH ${wantedEdges}, gone AS (
       SELECT ${identity} FROM lineage_edge AS edge WHERE valid_to = 'infinity' AND ${ofSource}
       EXCEPT SELECT ${identity} FROM wanted
     )
     UPDATE lineage_edge AS edge SET valid_to = $3 FROM gone
     WHERE edge.valid_to = 'infinity' AND ${ofSource} AND edge.src = gone.src AND edge.dst = gone.dst
     RETURNING edge.src, edge.dst`,
    values,
  );
  const started = await transaction.query<Pair>(
    `WITH ${wantedEdges}
     INSERT INTO lineage_edge (${identity}, confidence, job, first_seen, last_seen, valid_from)
     SELECT ${identity}, ${confidence}, $2::int, $3, $3, $3 FROM wanted AS edge
     ON CONFLICT DO NOTHING RETURNING src, dst`,
    values,
  );
  if (job === null) await seenByRegistry(transaction, now);
  return logPairs(transaction, [...ended, ...started], now);
}

/** Each registration says all of them once more. */
async function seenByRegistry(transaction: Queries, now: Date): Promise<void> {
  await transaction.query(
    `UPDATE lineage_edge SET last_seen = $1 WHERE valid_to = 'infinity' AND job IS NULL AND last_seen < $1`,
    [now],
  );
}

/** What the pairs are now, whatever they were before. */
export async function logPairs(transaction: Queries, pairs: readonly Pair[], now: Date): Promise<number | null> {
  if (pairs.length === 0) return null;
  const [row] = await transaction.query<{ seq: number }>(
    `WITH pair AS (SELECT DISTINCT * FROM unnest($1::int[], $2::int[]) AS pair (src, dst)),
     logged AS (
       INSERT INTO lineage_log (op, src, dst, carries, at)
       SELECT CASE WHEN state.carries IS NULL THEN '-' ELSE '+' END, pair.src, pair.dst, coalesce(state.carries, false), $3
       FROM pair CROSS JOIN LATERAL (
         SELECT bool_or(carries) AS carries FROM lineage_edge
         WHERE src = pair.src AND dst = pair.dst AND valid_to = 'infinity'
       ) AS state
       RETURNING seq
     ) SELECT max(seq) AS seq FROM logged`,
    [pairs.map(({ src }) => src), pairs.map(({ dst }) => dst), now],
  );
  return row!.seq;
}
