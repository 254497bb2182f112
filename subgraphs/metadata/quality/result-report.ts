// Results as they come over HTTP. Each is read by itself, so that one that is wrong does not lose the others.
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import type { ReportedResult } from './record-results.ts';

/** What became of a delivery. */
export interface Delivery {
  readonly recorded: number;
  /** In the order of the delivery; `check` as it was called there. */
  readonly refused: readonly Refusal[];
}

export interface Refusal {
  readonly index: number;
  readonly check: string | null;
  readonly reason: string;
}

/** A result, and its place in the delivery. */
export interface Delivered {
  readonly index: number;
  readonly result: ReportedResult;
}

export const maxResults = 1_000;
export const maxDetailLength = 1_000;

const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\0]*$/, 'must not hold a NUL character');
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value));
const result = z.strictObject({
  check: text(400),
  outcome: z.enum(['PASS', 'FAIL', 'ERROR', 'SKIPPED']),
  observed: z.number().optional(),
  failedRows: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  detail: text(maxDetailLength).optional(),
  at: instant.optional(),
});
const report = z.strictObject({ runId: text(200).optional(), results: z.array(z.unknown()).max(maxResults) });

/** @throws GordianError BAD_USER_INPUT when there is no list of results */
export function readReport(body: unknown): {
  readonly results: readonly Delivered[];
  readonly refused: readonly Refusal[];
} {
  const read = report.safeParse(body);
  if (!read.success) throw notA('report of quality results: { runId, results: [{ check, outcome, ... }] }', read.error);
  const { runId = null, results } = read.data;
  const delivered: Delivered[] = [];
  const refused: Refusal[] = [];
  for (const [index, item] of results.entries()) {
    const one = result.safeParse(item);
    if (one.success) {
      const { observed = null, failedRows = null, detail = null, at = null, ...named } = one.data;
      delivered.push({ index, result: { ...named, observed, failedRows, detail, at, runId } });
    } else refused.push({ index, check: nameIn(item), reason: issuesOf(one.error) });
  }
  return { results: delivered, refused };
}

export function notA(what: string, error: z.ZodError): GordianError {
  return new GordianError('BAD_USER_INPUT', `This is not a ${what}. ${issuesOf(error)}`);
}

function issuesOf(error: z.ZodError): string {
  return `${error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`).join('; ')}.`;
}

function nameIn(item: unknown): string | null {
  const check = (item as { readonly check?: unknown } | null)?.check;
  return typeof check === 'string' ? check.slice(0, 400) : null;
}
