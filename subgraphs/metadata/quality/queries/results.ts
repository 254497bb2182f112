// The SQL of the results of quality checks. What is kept of each check is bounded.
import type { Queries } from '../../../../kit/postgres.ts';
import type { ResultRow } from '../check-row.ts';

export interface NewResult extends ResultRow {
  readonly checkRow: number;
  /** When the check is to run again; null where that is not for us to say. */
  readonly dueAt: Date | null;
}

/** Kept of each check: three weeks of results by the hour. */
const keptResults = 500;

/** A result that is there already, of the same instant, stays. The checks are locked. */
export async function saveResults(transaction: Queries, results: readonly NewResult[]): Promise<void> {
  const rows = JSON.stringify(results);
  const ids = results.map(({ checkRow }) => checkRow);
  await transaction.query(
    `INSERT INTO quality_result (check_id, at, outcome, observed, failed_rows, detail, stale_at, run_id, reported_by)
     SELECT "checkRow", at, outcome, observed, "failedRows", detail, "staleAt", "runId", "reportedBy"
     FROM jsonb_to_recordset($1) AS r ("checkRow" int, at timestamptz, outcome text, observed float8, "failedRows" bigint,
       detail text, "staleAt" timestamptz, "runId" text, "reportedBy" text)
     ON CONFLICT DO NOTHING`,
    [rows],
  );
  await transaction.query(
    `UPDATE quality_check SET leased_until = NULL, due_at = coalesce(r."dueAt", due_at),
       requested_at = CASE WHEN requested_at > r.at THEN requested_at END
     FROM jsonb_to_recordset($1) AS r ("checkRow" int, at timestamptz, "dueAt" timestamptz)
     WHERE quality_check.id = r."checkRow" AND quality_check.id = ANY ($2::int[])`,
    [rows, ids],
  );
  await transaction.query(
    `DELETE FROM quality_result USING (
       SELECT DISTINCT parent.id, oldest.at FROM unnest($1::int[]) AS parent (id) CROSS JOIN LATERAL (
         SELECT at FROM quality_result WHERE check_id = parent.id ORDER BY at DESC OFFSET ${keptResults} LIMIT 1
       ) AS oldest
     ) AS surplus WHERE quality_result.check_id = surplus.id AND quality_result.at <= surplus.at`,
    [ids],
  );
}

/** When each was kept last, as far as its results are there. */
export function lastPassOfChecks(
  database: Queries,
  checkRows: readonly number[],
): Promise<{ readonly checkRow: number; readonly at: Date }[]> {
  return database.query(
    `SELECT parent.id AS "checkRow", item.at FROM unnest($1::int[]) AS parent (id) CROSS JOIN LATERAL (
       SELECT at FROM quality_result WHERE check_id = parent.id AND outcome = 'PASS' ORDER BY at DESC LIMIT 1
     ) AS item`,
    [checkRows],
  );
}

/** Newest first, at most `limit` of each check. */
export function resultsOfChecks(
  database: Queries,
  checkRows: readonly number[],
  limit: number,
): Promise<(ResultRow & { readonly checkRow: number })[]> {
  return database.query(
    `SELECT item.* FROM unnest($1::int[]) AS parent (id) CROSS JOIN LATERAL (
       SELECT check_id AS "checkRow", at, outcome, observed, failed_rows AS "failedRows", detail, stale_at AS "staleAt",
         run_id AS "runId", reported_by AS "reportedBy"
       FROM quality_result WHERE check_id = parent.id ORDER BY at DESC LIMIT $2
     ) AS item ORDER BY item.at DESC`,
    [checkRows, limit],
  );
}
