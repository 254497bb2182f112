// The SQL behind copies of the graph in memory: the whole of it in pieces, and the log of what changed since.
import type { Queries } from '../../../../kit/postgres.ts';

export interface LogEntry {
  readonly seq: number;
  readonly op: '+' | '-';
  readonly src: number;
  readonly dst: number;
  readonly carries: boolean;
}

export interface GraphSize {
  /** Of the log, before anything else was read. */
  readonly position: number;
  readonly maxNode: number;
  /** At least as many as there are pairs of nodes. */
  readonly edges: number;
}

export async function logPosition(database: Queries): Promise<number> {
  const [row] = await database.query<{ position: number }>(
    'SELECT greatest((SELECT max(seq) FROM lineage_log), log_forgotten_to) AS position FROM lineage_progress',
  );
  return row!.position;
}

/** Whoever has read less must begin anew. */
export async function forgottenTo(database: Queries): Promise<number> {
  const [row] = await database.query<{ seq: number }>('SELECT log_forgotten_to AS seq FROM lineage_progress');
  return row!.seq;
}

export async function forgetLog(database: Queries, before: Date): Promise<void> {
  await database.query(
    `WITH gone AS (DELETE FROM lineage_log WHERE at < $1 RETURNING seq)
     UPDATE lineage_progress SET log_forgotten_to = greatest(log_forgotten_to, (SELECT max(seq) FROM gone))
     WHERE EXISTS (SELECT FROM gone)`,
    [before],
  );
}

export async function graphSize(database: Queries): Promise<GraphSize> {
  const position = await logPosition(database);
  const [row] = await database.query<Omit<GraphSize, 'position'>>(
    `SELECT (SELECT coalesce(max(id), 0) FROM lineage_node) AS "maxNode",
       (SELECT count(*) FROM lineage_edge WHERE valid_to = 'infinity') AS edges`,
  );
  return { position, ...row! };
}

export function logAfter(database: Queries, position: number, limit: number): Promise<LogEntry[]> {
  return database.query('SELECT seq, op, src, dst, carries FROM lineage_log WHERE seq > $1 ORDER BY seq LIMIT $2', [
    position,
    limit,
  ]);
}

/**
 * The pairs of nodes whose source has an id from `from` on and below `to`, by source and target: eight bytes each, the two ids in
 * network order, with the highest bit of the target set where the edge carries what is sensitive.
 */
export async function packedPairs(database: Queries, from: number, to: number): Promise<Buffer> {
  const [row] = await database.query<{ pairs: Buffer | null }>(
    `SELECT string_agg(int8send((src::bigint << 32) + dst + CASE WHEN carries THEN 2147483648 ELSE 0 END), '') AS pairs
     FROM (
       SELECT src, dst, bool_or(carries) AS carries FROM lineage_edge
       WHERE src >= $1 AND src < $2 AND valid_to = 'infinity' GROUP BY src, dst ORDER BY src, dst
     ) AS pair`,
    [from, to],
  );
  return row!.pairs ?? Buffer.alloc(0);
}
