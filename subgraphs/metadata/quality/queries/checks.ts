// The SQL of quality checks: which there are, how they stand, and who runs them. Whoever changes several locks them by their ids, so
// that nobody waits for each other.
import { type Page, pageValues } from '../../../../kit/connection.ts';
import type { SortOrder } from '../../../../kit/cursor.ts';
import type { Queries } from '../../../../kit/postgres.ts';
import { productUrn } from '../../../../schema/contract/contract.ts';
import { productOfCheck, ruleOfCheck } from '../../../../schema/quality/check-id.ts';
import type { CheckRow, ResultRow } from '../check-row.ts';

/** Of the checks of one product. */
export const byRule: SortOrder = { name: 'RULE', columns: ['text'] };

const selectChecks = `SELECT quality_check.id, ${publicId('quality_check')} AS "checkId", quality_check.product_id AS "productId",
  quality_check.rule, quality_check.element, quality_check.type, quality_check.metric, quality_check.engine, quality_check.name,
  quality_check.description, quality_check.dimension, quality_check.severity, quality_check.expectation, quality_check.schedule,
  quality_check.implementation, quality_check.due_at AS "dueAt", quality_check.requested_at AS "requestedAt",
  latest.at AS "resultAt", latest.outcome, latest.observed, latest.failed_rows AS "failedRows", latest.detail,
  latest.stale_at AS "staleAt", latest.run_id AS "runId", latest.reported_by AS "reportedBy"
  FROM quality_check JOIN product ON product.id = quality_check.product_id
  LEFT JOIN LATERAL (
    SELECT * FROM quality_result WHERE quality_result.check_id = quality_check.id ORDER BY at DESC LIMIT 1
  ) AS latest ON true`;

export async function allChecks(database: Queries): Promise<CheckRow[]> {
  return withLatest(
    await database.query(`${selectChecks} WHERE quality_check.retired_at IS NULL ORDER BY product.urn, rule`),
  );
}

export async function checksOfProducts(database: Queries, productIds: readonly number[]): Promise<CheckRow[]> {
  return withLatest(
    await database.query(
      `${selectChecks} WHERE quality_check.retired_at IS NULL AND quality_check.product_id = ANY ($1) ORDER BY rule`,
      [productIds],
    ),
  );
}

/** Checks that lists leave out, because the caller may not know of what they speak. */
export async function checkPagesOfProducts(
  database: Queries,
  productIds: readonly number[],
  page: Page,
  hidden: readonly number[],
): Promise<CheckRow[]> {
  return withLatest(
    await database.query(
      `SELECT item.* FROM unnest($1::int[]) AS parent (id) CROSS JOIN LATERAL (
         ${selectChecks} WHERE quality_check.retired_at IS NULL AND quality_check.product_id = parent.id
           AND quality_check.id <> ALL ($4) AND ($2::text IS NULL OR quality_check.rule > $2)
         ORDER BY quality_check.rule LIMIT $3
       ) AS item ORDER BY item.rule`,
      [productIds, ...pageValues(page, byRule), page.limit, hidden],
    ),
  );
}

export function checkCountsOfProducts(
  database: Queries,
  productIds: readonly number[],
  hidden: readonly number[],
): Promise<{ readonly productId: number; readonly count: number }[]> {
  return database.query(
    `SELECT product_id AS "productId", count(*) AS count FROM quality_check
     WHERE retired_at IS NULL AND product_id = ANY ($1) AND id <> ALL ($2)
     GROUP BY product_id`,
    [productIds, hidden],
  );
}

/** Whoever saves results of these holds them until its transaction ends, in an order that all keep. */
export async function lockChecks(transaction: Queries, checkIds: readonly string[]): Promise<CheckRow[]> {
  const [products, rules] = [checkIds.map((id) => productUrn(productOfCheck(id))), checkIds.map(ruleOfCheck)];
  const locked = await transaction.query<{ id: number }>(
    `SELECT quality_check.id FROM quality_check JOIN product ON product.id = quality_check.product_id
     JOIN unnest($1::text[], $2::text[]) AS wanted (urn, rule) ON wanted.urn = product.urn AND wanted.rule = quality_check.rule
     WHERE quality_check.retired_at IS NULL ORDER BY quality_check.id FOR UPDATE OF quality_check`,
    [products, rules],
  );
  return withLatest(
    await transaction.query(`${selectChecks} WHERE quality_check.id = ANY ($1)`, [locked.map(({ id }) => id)]),
  );
}

export interface Claim {
  readonly productUrns: readonly string[];
  readonly now: Date;
  readonly leasedUntil: Date;
  readonly limit: number;
}

/** Takes what is due, or asked for, and nobody has; no two processes get the same. @returns the ids */
export async function claimChecks(
  database: Queries,
  { productUrns, now, leasedUntil, limit }: Claim,
): Promise<string[]> {
  const rows = await database.query<{ checkId: string }>(
    `UPDATE quality_check SET leased_until = $3 FROM product
     WHERE product.id = quality_check.product_id AND quality_check.id IN (
       SELECT due.id FROM quality_check AS due JOIN product ON product.id = due.product_id
       WHERE product.urn = ANY ($1) AND due.retired_at IS NULL AND due.due_at IS NOT NULL
         AND (due.due_at <= $2 OR due.requested_at IS NOT NULL) AND (due.leased_until IS NULL OR due.leased_until <= $2)
       ORDER BY due.requested_at NULLS LAST, due.due_at, due.id LIMIT $4 FOR UPDATE OF due SKIP LOCKED
     ) RETURNING ${publicId('quality_check')} AS "checkId"`,
    [productUrns, now, leasedUntil, limit],
  );
  return rows.map(({ checkId }) => checkId);
}

/** @returns how many will be run */
export async function requestRun(transaction: Queries, productId: number, now: Date): Promise<number> {
  const rows = await transaction.query(
    `UPDATE quality_check SET requested_at = coalesce(requested_at, $2) WHERE id IN (
       SELECT id FROM quality_check WHERE product_id = $1 AND retired_at IS NULL AND due_at IS NOT NULL ORDER BY id FOR UPDATE
     ) RETURNING id`,
    [productId, now],
  );
  return rows.length;
}

/** @param table that stands beside `product` */
export function publicId(table: string): string {
  return `substr(product.urn, length('gordian:product:') + 1) || '#' || ${table}.rule`;
}

type JoinedRow = Omit<CheckRow, 'latest'> & Omit<ResultRow, 'at'> & { readonly resultAt: Date | null };

function withLatest(rows: readonly JoinedRow[]): CheckRow[] {
  return rows.map(({ resultAt, outcome, observed, failedRows, detail, staleAt, runId, reportedBy, ...check }) => ({
    ...check,
    latest:
      resultAt === null ? null : { at: resultAt, outcome, observed, failedRows, detail, staleAt, runId, reportedBy },
  }));
}
