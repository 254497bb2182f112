// Documents that are as much work as the limits allow, for every stage before planning: each is answered or refused. For each
// family a search grows one until a limit stops it, and prints how long the largest kept the serving thread busy. That is
// not asserted, because it depends on the machine; the table of a quiet one is in docs/reference/limits.md.
import { describe, expect, test } from 'vitest';
import { noCostHints } from '../../gateway/demand/cost-hints.ts';
import { weighOperation } from '../../gateway/demand/weigh-operation.ts';
import { coerceVariables } from '../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../gateway/operation/prepare-operation.ts';
import { requireValues } from '../../gateway/operation/require-values.ts';
import { shapeOperation } from '../../gateway/operation/shape-operation.ts';
import { planRequest } from '../../gateway/plan/plan-request.ts';
import { families, type HostileRequest, hostileSchema } from '../support/hostile-documents.ts';

/** Up to the number of tokens in a document. */
const sizes = [9_000, 4_000, 2_000, 1_000, 500, 250, 120, 60, 30, 15, 8, 4, 2, 1];
/** What is measured of each family, from the largest that the limits let pass. */
const measured = 3;
/** How often, since the first time is the compiler's. */
const repetitions = 3;

const ends = [
  'passed',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_LIMIT_EXCEEDED',
  'OPERATION_NOT_FOUND',
];
const hostileBodyBytes = 256 * 1024;

interface Outcome {
  readonly end: string;
  /** Milliseconds of CPU by stage: a busy machine would say more about itself than about the document. */
  readonly stages: Readonly<Record<string, number>>;
}

let salt = 0;

function answer({ query, variables = {} }: HostileRequest): Outcome {
  const stages: Record<string, number> = {};
  const run = <Result>(stage: string, work: () => Result): Result => {
    const before = process.cpuUsage();
    try {
      return work();
    } finally {
      const { user, system } = process.cpuUsage(before);
      stages[stage] = (user + system) / 1_000;
    }
  };
  try {
    const operationName = query.startsWith('query Q0') ? 'Q0' : null;
    const request = { query: `${query} # ${salt++}`, operationName };
    const prepared = run('prepare', () => prepareOperation({ apiSchema: hostileSchema }, request));
    const coerced = run('coerce', () => coerceVariables(prepared, variables));
    const shape = run('shape', () => shapeOperation(prepared, coerced));
    const authorized = { shape, verdicts: [], key: '' };
    run('values', () => requireValues(prepared, shape, coerced));
    run('weigh', () => weighOperation(authorized, noCostHints, { assumedListSize: 10 }).weigh(coerced));
    run('plan request', () => planRequest(authorized, []));
    return { end: 'passed', stages };
  } catch (error) {
    return { end: (error as { readonly code?: string }).code ?? String(error), stages };
  }
}

/** The largest that no limit refuses before validation, and some smaller ones. */
function worthMeasuring(family: (size: number) => HostileRequest): HostileRequest[] {
  const requests = sizes.map(family).filter(({ query }) => query.length < hostileBodyBytes);
  const isWithin = (request: HostileRequest) => {
    const { end, stages } = answer(request);
    return end !== 'OPERATION_LIMIT_EXCEEDED' || stages.coerce !== undefined;
  };
  const first = requests.findIndex(isWithin);
  return requests.slice(first, first + measured);
}

describe('hostile documents', () => {
  test.each(Object.entries(families))('%s', { timeout: 120_000 }, (name, family) => {
    const slowest: Record<string, number> = {};
    for (const request of worthMeasuring(family)) {
      const outcomes = Array.from({ length: repetitions }, () => answer(request));
      for (const { end } of outcomes) expect(ends).toContain(end);
      for (const stage of Object.keys(outcomes[0]!.stages)) {
        const fastest = Math.min(...outcomes.map(({ stages }) => stages[stage] ?? Number.POSITIVE_INFINITY));
        slowest[stage] = Math.max(slowest[stage] ?? 0, fastest);
      }
    }
    const table = Object.entries(slowest).map(([stage, ms]) => `${stage} ${ms.toFixed(1)}`);
    process.stdout.write(`${name}: ${table.join(', ')} ms\n`);
  });
});
