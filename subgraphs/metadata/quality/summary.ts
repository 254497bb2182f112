// How the checks of a product stand together. What nobody knows is counted apart, and never as passing.
import type { Queries } from '../../../kit/postgres.ts';
import { productOfCheck } from '../../../schema/quality/check-id.ts';
import { groupBy } from '../group-by.ts';
import { type CheckRow, statusOf } from './check-row.ts';
import { allChecks } from './queries/checks.ts';

export interface QualitySummary {
  readonly passing: number;
  readonly failing: number;
  readonly unknown: number;
  /** Passing among all, from 0 to 1; null where there are no checks. */
  readonly score: number | null;
  /** Of the newest result; null without one. */
  readonly asOf: Date | null;
}

export function summaryOf(checks: readonly Pick<CheckRow, 'latest'>[], now: Date): QualitySummary {
  const statuses = checks.map((check) => statusOf(check, now));
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  const passing = count('PASSING');
  const times = checks.flatMap(({ latest }) => (latest === null ? [] : latest.at.getTime()));
  return {
    passing,
    failing: count('FAILING'),
    unknown: count('UNKNOWN'),
    score: checks.length === 0 ? null : passing / checks.length,
    asOf: times.length === 0 ? null : new Date(times.reduce((newest, time) => Math.max(newest, time))),
  };
}

/** Of all products that have checks, for the metrics: by product, `orders/orders`. */
export async function qualitySummaries(database: Queries, now: Date): Promise<Map<string, QualitySummary>> {
  const checks = groupBy(await allChecks(database), ({ checkId }) => productOfCheck(checkId));
  return new Map([...checks].map(([product, ofProduct]) => [product, summaryOf(ofProduct, now)]));
}
