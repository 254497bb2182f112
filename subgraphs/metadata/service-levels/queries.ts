// The SQL of what promises about service are measured by: counts of gateways in buckets of time. What was told of promises
// already is here too, so that of several processes one tells it.
import type { Queries } from '../../../kit/postgres.ts';
import { groupBy } from '../group-by.ts';

/** Counts of fetches come for five minutes, counts of values for an hour. */
export const fetchBucketSeconds = 300;
export const valueBucketSeconds = 3_600;

/** The first and the last instant are full buckets; the last one is left out. */
export interface CountedSpan {
  readonly from: Date;
  readonly to: Date;
}

export interface FetchQuestion extends CountedSpan {
  readonly subgraph: string;
  /** How many of the counts by latency are short enough; 0 where latency does not matter. */
  readonly latenciesWithin: number;
}

export interface FetchCounts {
  readonly fetches: number;
  readonly failures: number;
  /** Of the answered ones, those whose latency is short enough. */
  readonly within: number;
  /** Answered ones of the fullest bucket. */
  readonly busiest: number;
  /** The last bucket that holds any. */
  readonly newest: Date | null;
}

/** In the order of the questions. */
export async function fetchCounts(database: Queries, questions: readonly FetchQuestion[]): Promise<FetchCounts[]> {
  const counts = new Map<FetchQuestion, FetchCounts>();
  for (const [latenciesWithin, alike] of groupBy(questions, (question) => question.latenciesWithin)) {
    const rows = await fetchCountsWithin(database, latenciesWithin, alike);
    for (const [index, question] of alike.entries()) counts.set(question, rows[index]!);
  }
  return questions.map((question) => counts.get(question)!);
}

/** A statement of its own for each number of latencies: written out, their sum costs a tenth of what it does from a list. */
function fetchCountsWithin(
  database: Queries,
  latenciesWithin: number,
  spans: readonly (CountedSpan & { readonly subgraph: string })[],
): Promise<FetchCounts[]> {
  const within =
    Array.from({ length: latenciesWithin }, (_, index) => `latency_counts[${index + 1}]`).join(' + ') || '0';
  return database.query(
    `SELECT coalesce(counted.fetches, 0)::float8 AS fetches, coalesce(counted.failures, 0)::float8 AS failures,
       coalesce(counted.within, 0)::float8 AS within, coalesce(counted.busiest, 0)::float8 AS busiest, counted.newest
     FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS span (subgraph, starts, ends, position)
     CROSS JOIN LATERAL (
       SELECT sum(fetches) AS fetches, sum(failures) AS failures, max(bucket) FILTER (WHERE fetches > 0) AS newest,
         max(fetches - failures) AS busiest, sum(${within}) AS within
       FROM fetch_bucket WHERE subgraph = span.subgraph AND bucket >= span.starts AND bucket < span.ends
     ) AS counted ORDER BY span.position`,
    [spans.map(({ subgraph }) => subgraph), spans.map(({ from }) => from), spans.map(({ to }) => to)],
  );
}

/** Answered fetches by latency, as they are counted; in the order of the spans, empty where there were none. */
export async function latencyHistograms(
  database: Queries,
  spans: readonly (CountedSpan & { readonly subgraph: string })[],
): Promise<number[][]> {
  const rows = await database.query<{ counts: number[] }>(
    `SELECT ARRAY(
       SELECT sum(latency)::float8 FROM fetch_bucket CROSS JOIN unnest(latency_counts) WITH ORDINALITY AS counted (latency, place)
       WHERE subgraph = span.subgraph AND bucket >= span.starts AND bucket < span.ends GROUP BY place ORDER BY place
     ) AS counts
     FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS span (subgraph, starts, ends, position)
     ORDER BY span.position`,
    [spans.map(({ subgraph }) => subgraph), spans.map(({ from }) => from), spans.map(({ to }) => to)],
  );
  return rows.map(({ counts }) => counts);
}

export interface ValueQuestion extends CountedSpan {
  readonly coordinate: string;
}

export interface ValueCounts {
  readonly observed: number;
  readonly nulls: number;
  readonly newest: Date | null;
}

/** In the order of the questions. */
export function valueCounts(database: Queries, questions: readonly ValueQuestion[]): Promise<ValueCounts[]> {
  return database.query(
    `SELECT coalesce(counted.observed, 0)::float8 AS observed, coalesce(counted.nulls, 0)::float8 AS nulls, counted.newest
     FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS question (coordinate, starts, ends, position)
     CROSS JOIN LATERAL (
       SELECT sum(observed) AS observed, sum(nulls) AS nulls, max(hour) FILTER (WHERE observed > 0) AS newest
       FROM field_observed WHERE coordinate = question.coordinate AND hour >= question.starts AND hour < question.ends
     ) AS counted ORDER BY question.position`,
    [questions.map(({ coordinate }) => coordinate), questions.map(({ from }) => from), questions.map(({ to }) => to)],
  );
}

export interface ResultQuestion extends CountedSpan {
  readonly productId: number;
  /** Null: of the whole product. */
  readonly typeName: string | null;
}

export interface ResultCounts {
  readonly passed: number;
  readonly total: number;
  /** Until then the newest of them says something. */
  readonly validUntil: Date | null;
}

/** Of the checks in force that are about completeness, those that looked. In the order of the questions. */
export function resultCounts(database: Queries, questions: readonly ResultQuestion[]): Promise<ResultCounts[]> {
  return database.query(
    `SELECT count(result.at) FILTER (WHERE result.outcome = 'PASS')::float8 AS passed, count(result.at)::float8 AS total,
       max(result.stale_at) AS "validUntil"
     FROM unnest($1::int[], $2::text[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY
       AS question (product_id, type_name, starts, ends, position)
     LEFT JOIN quality_check ON quality_check.product_id = question.product_id AND quality_check.retired_at IS NULL
       AND (quality_check.dimension = 'completeness' OR quality_check.metric IN ('nullValues', 'missingValues'))
       AND (question.type_name IS NULL OR split_part(quality_check.element, '.', 1) = question.type_name)
     LEFT JOIN quality_result AS result ON result.check_id = quality_check.id AND result.outcome IN ('PASS', 'FAIL')
       AND result.at >= question.starts AND result.at < question.ends
     GROUP BY question.position ORDER BY question.position`,
    [
      questions.map(({ productId }) => productId),
      questions.map(({ typeName }) => typeName),
      questions.map(({ from }) => from),
      questions.map(({ to }) => to),
    ],
  );
}

/** How a promise stood when that was last told. */
export interface ToldState {
  readonly slaId: number;
  readonly status: string;
  /** Of the incident that it is cause for; null: of none. */
  readonly severity: string | null;
}

export function toldStates(database: Queries, slaIds: readonly number[]): Promise<ToldState[]> {
  return database.query('SELECT sla_id AS "slaId", status, severity FROM sla_state WHERE sla_id = ANY($1)', [slaIds]);
}

export async function saveStates(transaction: Queries, states: readonly ToldState[], since: Date): Promise<void> {
  await transaction.query(
    `INSERT INTO sla_state (sla_id, status, severity, since)
     SELECT sla_id, status, severity, $4 FROM unnest($1::int[], $2::text[], $3::text[]) AS state (sla_id, status, severity)
     ON CONFLICT (sla_id) DO UPDATE SET status = excluded.status, severity = excluded.severity, since = excluded.since`,
    [
      states.map(({ slaId }) => slaId),
      states.map(({ status }) => status),
      states.map(({ severity }) => severity),
      since,
    ],
  );
}

const retiredStates = 'FROM sla_state AS state JOIN sla ON sla.id = state.sla_id WHERE sla.retired_at IS NOT NULL';

export async function hasRetiredStates(database: Queries): Promise<boolean> {
  const [row] = await database.query<{ has: boolean }>(`SELECT EXISTS (SELECT ${retiredStates}) AS has`);
  return row!.has;
}

/** How promises stood that no contract makes any more. @returns the ids of the products that made them */
export async function forgetRetiredStates(transaction: Queries): Promise<number[]> {
  const rows = await transaction.query<{ productId: number }>(
    `DELETE FROM sla_state USING sla WHERE sla.id = sla_state.sla_id AND sla.retired_at IS NOT NULL
     RETURNING sla.product_id AS "productId"`,
  );
  return rows.map(({ productId }) => productId);
}

/** Those of which an incident is not resolved. */
export async function openCauses(database: Queries, causes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ dedupe: string }>(
    `SELECT dedupe FROM incident WHERE dedupe = ANY($1) AND state <> 'RESOLVED'`,
    [causes],
  );
  return new Set(rows.map(({ dedupe }) => dedupe));
}

/** Of incidents that are not resolved, of promises that no contract makes any more. */
export async function retiredCauses(database: Queries): Promise<string[]> {
  const rows = await database.query<{ dedupe: string }>(
    `SELECT incident.dedupe FROM incident JOIN sla ON sla.id = incident.sla_id
     WHERE incident.state <> 'RESOLVED' AND sla.retired_at IS NOT NULL AND NOT EXISTS (
       SELECT FROM sla AS other WHERE other.product_id = sla.product_id AND other.name = sla.name AND other.retired_at IS NULL
     )`,
  );
  return rows.map(({ dedupe }) => dedupe);
}
