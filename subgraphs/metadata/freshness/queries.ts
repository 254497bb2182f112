// The SQL of freshness. Staleness is computed from the reports themselves: with newest event time w(i) known since
// arrival a(i) and threshold T, the data is stale in [max(a(i), w(i) + T), a(i+1)).
import type { Queries } from '../../../kit/postgres.ts';

export interface WatermarkReport {
  readonly productId: number;
  /** A type or field; '' for the whole product. */
  readonly element: string;
  /** When the product held the event; the instant of the report unless the reporter knows better. */
  readonly arrivedAt: Date;
  readonly reportedAt: Date;
  readonly eventTime: Date;
  readonly rows: number | null;
  readonly runId: string | null;
  readonly reportedBy: string;
}

/** What is watched: reports about the element count, and so do those about the whole product. */
export interface Watched {
  readonly productId: number;
  readonly element: string;
}

export interface Evidence {
  /** The newest event time reported so far; null when nobody has reported. */
  readonly newest: Date | null;
  readonly lastReport: Date | null;
}

export interface RecordQuestion extends Watched {
  readonly thresholdSeconds: number;
  readonly from: Date;
  readonly to: Date;
}

export interface StaleRecord {
  readonly staleSeconds: number;
  /** Seconds of the window before the first report. */
  readonly unknownSeconds: number;
}

export interface SlaRow {
  readonly id: number;
  readonly productId: number;
  /** `orders/orders` */
  readonly product: string;
  /** That serves the product; null where none does any more. */
  readonly subgraph: string | null;
  readonly name: string;
  readonly kind: string;
  readonly element: string;
  readonly threshold: number;
  readonly unit: string;
  readonly thresholdSeconds: number | null;
  readonly target: number;
  readonly window: string;
  readonly windowSeconds: number;
  readonly driver: string | null;
}

const slaSelect = `SELECT sla.id, sla.product_id AS "productId", substr(product.urn, length('gordian:product:') + 1) AS product,
  served.subgraph, sla.name, sla.kind, sla.element, sla.threshold, sla.unit, sla.threshold_seconds AS "thresholdSeconds",
  sla.target, sla.window_text AS "window", sla.window_seconds AS "windowSeconds", sla.driver
  FROM sla JOIN product ON product.id = sla.product_id
  LEFT JOIN contract ON contract.product_id = product.id AND contract.port = 'graphql'
  LEFT JOIN subgraph_contract AS served ON served.contract_id = contract.id
  WHERE sla.retired_at IS NULL`;

export function slasOfProducts(database: Queries, productIds: readonly number[]): Promise<SlaRow[]> {
  return database.query(`${slaSelect} AND sla.product_id = ANY($1) ORDER BY sla.product_id, sla.name`, [productIds]);
}

/** All promises in force. */
export function currentSlas(database: Queries): Promise<SlaRow[]> {
  return database.query(slaSelect);
}

/** Those that can be measured: the threshold is a length of time. */
export function freshnessSlas(database: Queries): Promise<SlaRow[]> {
  return database.query(`${slaSelect} AND sla.kind = 'FRESHNESS' AND sla.threshold_seconds IS NOT NULL`);
}

export async function productIdByUrn(database: Queries, urn: string): Promise<number | null> {
  const [row] = await database.query<{ id: number }>('SELECT id FROM product WHERE urn = $1', [urn]);
  return row?.id ?? null;
}

/**
 * Late, repeated and reordered reports are all welcome: a row is kept only if it moved the newest event time on at its
 * arrival, and two of the same millisecond become the one that says more.
 */
export async function insertWatermark(database: Queries, report: WatermarkReport): Promise<void> {
  await database.query(
    `WITH heard AS (
       INSERT INTO watermark_report (product_id, element, reported_at) VALUES ($1, $2, $8)
       ON CONFLICT (product_id, element) DO UPDATE SET reported_at = greatest(watermark_report.reported_at, excluded.reported_at)
     )
     INSERT INTO watermark (product_id, element, arrived_at, event_time, row_count, run_id, reported_by)
     SELECT $1::int, $2::text, $3::timestamptz, $4::timestamptz, $5::bigint, $6::text, $7::text
     WHERE NOT EXISTS (
       SELECT FROM watermark WHERE product_id = $1 AND element = $2 AND event_time >= $4 AND arrived_at <= $3
     )
     ON CONFLICT (product_id, element, arrived_at)
     DO UPDATE SET event_time = greatest(watermark.event_time, excluded.event_time)`,
    [
      report.productId,
      report.element,
      report.arrivedAt,
      report.eventTime,
      report.rows,
      report.runId,
      report.reportedBy,
      report.reportedAt,
    ],
  );
}

/** What was known at the instant, in the order of the keys. */
export function evidenceAt(database: Queries, watched: readonly Watched[], at: Date): Promise<Evidence[]> {
  return database.query(
    `SELECT max(newest.event_time) AS newest, max(report.reported_at) AS "lastReport"
     FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS watched (product_id, element, position)
     CROSS JOIN LATERAL unnest(ARRAY['', watched.element]) AS part (element)
     LEFT JOIN LATERAL (
       SELECT event_time FROM watermark
       WHERE product_id = watched.product_id AND element = part.element AND arrived_at <= $3
       ORDER BY event_time DESC LIMIT 1
     ) AS newest ON true
     LEFT JOIN watermark_report AS report ON report.product_id = watched.product_id AND report.element = part.element
     GROUP BY watched.position ORDER BY watched.position`,
    [watched.map((key) => key.productId), watched.map((key) => key.element), at],
  );
}

/**
 * One row per question, in their order. All that was reported before the window is folded into one report at its
 * start, so the cost follows the reports inside the window and not the history.
 */
export function staleRecords(database: Queries, questions: readonly RecordQuestion[]): Promise<StaleRecord[]> {
  return database.query(
    `WITH question AS (
       SELECT * FROM unnest($1::int[], $2::text[], $3::float8[], $4::timestamptz[], $5::timestamptz[]) WITH ORDINALITY
         AS question (product_id, element, threshold, starts, ends, position)
     ), report AS (
       SELECT question.position, question.starts AS arrived_at, max(earlier.event_time) AS event_time
       FROM question
       CROSS JOIN LATERAL unnest(ARRAY['', question.element]) AS part (element)
       CROSS JOIN LATERAL (
         SELECT event_time FROM watermark
         WHERE product_id = question.product_id AND element = part.element AND arrived_at <= question.starts
         ORDER BY event_time DESC LIMIT 1
       ) AS earlier
       GROUP BY question.position, question.starts
       UNION ALL
       SELECT question.position, watermark.arrived_at, watermark.event_time
       FROM question
       JOIN watermark ON watermark.product_id = question.product_id AND watermark.element IN ('', question.element)
         AND watermark.arrived_at > question.starts AND watermark.arrived_at < question.ends
     ), span AS (
       SELECT position, arrived_at,
         max(event_time) OVER (PARTITION BY position ORDER BY arrived_at) AS newest,
         lead(arrived_at) OVER (PARTITION BY position ORDER BY arrived_at) AS next_arrival
       FROM report
     )
     SELECT
       coalesce(sum(extract(epoch FROM greatest(interval '0',
         coalesce(span.next_arrival, question.ends)
           - greatest(span.arrived_at, span.newest + make_interval(secs => question.threshold))
       ))) FILTER (WHERE span.arrived_at IS NOT NULL), 0)::float8 AS "staleSeconds",
       extract(epoch FROM coalesce(min(span.arrived_at), question.ends) - question.starts)::float8 AS "unknownSeconds"
     FROM question LEFT JOIN span USING (position)
     GROUP BY question.position, question.starts, question.ends
     ORDER BY question.position`,
    [
      questions.map((question) => question.productId),
      questions.map((question) => question.element),
      questions.map((question) => question.thresholdSeconds),
      questions.map((question) => question.from),
      questions.map((question) => question.to),
    ],
  );
}
