// The SQL of what jobs report: their runs, when each edge was seen, and what they say of datasets.
import type { Queries } from '../../../../kit/postgres.ts';
import type { RunReport } from '../openlineage/run-report.ts';
import { joinNode } from './nodes.ts';

/** A run as it is kept. */
export interface RunRow {
  readonly runId: string;
  readonly report: RunReport;
}

export interface NewFacet {
  readonly urn: string;
  readonly name: string;
  readonly body: unknown;
}

/** Runs of a job that may still matter: of what the newest has written, the older ones say nothing any more. */
const keptRuns = 20;

/** Whoever writes about a job waits for the one before; ends when the transaction does. */
export async function lockJob(transaction: Queries, urn: string): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('gordian lineage job'), hashtext($1))`, [urn]);
}

export async function runOf(transaction: Queries, job: number, runId: string): Promise<RunReport | null> {
  const [row] = await transaction.query<{ report: RunReport }>(
    'SELECT report FROM lineage_run WHERE job = $1 AND run_id = $2',
    [job, runId],
  );
  return row?.report ?? null;
}

/** Ends with forgetting runs that cannot matter any more. */
export async function saveRun(
  transaction: Queries,
  job: number,
  run: RunRow & { readonly counts: boolean; readonly at: Date },
): Promise<void> {
  await transaction.query(
    `INSERT INTO lineage_run (job, run_id, counts, at, report) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (job, run_id) DO UPDATE SET counts = excluded.counts, at = excluded.at, report = excluded.report`,
    [job, run.runId, run.counts, run.at, JSON.stringify(run.report)],
  );
  await transaction.query(
    `DELETE FROM lineage_run WHERE job = $1 AND counts AND (at, run_id) < (
       SELECT at, run_id FROM lineage_run WHERE job = $1 AND counts ORDER BY at DESC, run_id DESC OFFSET $2 LIMIT 1
     )`,
    [job, keptRuns - 1],
  );
  await transaction.query(
    `DELETE FROM lineage_run WHERE job = $1 AND NOT counts
       AND at < (SELECT max(at) FROM lineage_run WHERE job = $1) - interval '30 days'`,
    [job],
  );
}

/** Those that count, newest first. */
export function countingRuns(transaction: Queries, job: number): Promise<RunRow[]> {
  return transaction.query(
    'SELECT run_id AS "runId", report FROM lineage_run WHERE job = $1 AND counts ORDER BY at DESC, run_id DESC',
    [job],
  );
}

export interface Sighting {
  readonly from: string;
  readonly to: string;
}

/** Widens the time in which a job was seen to make one node from another. */
export async function saveSightings(
  transaction: Queries,
  job: number,
  edges: readonly Sighting[],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<void> {
  await transaction.query(
    `INSERT INTO lineage_sighting (job, src, dst, first_seen, last_seen)
     SELECT DISTINCT $1::int, src.id, dst.id, $3::timestamptz, $4::timestamptz
     FROM jsonb_to_recordset($2) AS edge ("from" text, "to" text)
     ${joinNode('src', 'edge."from"')} ${joinNode('dst', 'edge."to"')}
     ON CONFLICT (job, src, dst) DO UPDATE SET first_seen = least(lineage_sighting.first_seen, excluded.first_seen),
       last_seen = greatest(lineage_sighting.last_seen, excluded.last_seen)`,
    [job, JSON.stringify(edges.map(({ from: src, to: dst }) => ({ from: src, to: dst }))), from, to],
  );
}

/** Edges of a job show when they were seen. */
export async function showSightings(transaction: Queries, job: number): Promise<void> {
  await transaction.query(
    `UPDATE lineage_edge AS edge SET first_seen = seen.first_seen, last_seen = seen.last_seen
     FROM lineage_sighting AS seen
     WHERE edge.job = $1 AND edge.valid_to = 'infinity' AND seen.job = $1 AND seen.src = edge.src AND seen.dst = edge.dst
       AND (edge.first_seen, edge.last_seen) IS DISTINCT FROM (seen.first_seen, seen.last_seen)`,
    [job],
  );
}

/** Of two events that say something of the same, the newer one holds; of two of one moment, always the same one. */
export async function saveFacets(transaction: Queries, facets: readonly NewFacet[], at: Date): Promise<void> {
  await transaction.query(
    `INSERT INTO lineage_facet (node, name, at, body)
     SELECT node.id, facet.name, $2, facet.body FROM jsonb_to_recordset($1) AS facet (urn text, name text, body jsonb)
     ${joinNode('node', 'facet.urn')} ORDER BY node.id, facet.name
     ON CONFLICT (node, name) DO UPDATE SET at = excluded.at, body = excluded.body
     WHERE (lineage_facet.at, lineage_facet.body::text) < (excluded.at, excluded.body::text)`,
    [JSON.stringify(facets), at],
  );
}
