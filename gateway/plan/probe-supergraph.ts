// Whether a supergraph that serves has types that are hard to plan, found out with the planner that serves: its threads, its budget.
import { GordianError } from '../../kit/errors.ts';
import { type ProbeLimits, probeTypes, type SlowType } from '../../schema/planning/probe-types.ts';
import { prepareOperation } from '../operation/prepare-operation.ts';
import { shapeOperation } from '../operation/shape-operation.ts';
import type { Planner } from './planner.ts';

/** Never rejects. */
export function probeSupergraph(planner: Planner, limits: ProbeLimits): Promise<readonly SlowType[]> {
  return probeTypes(planner.apiSchema, ({ query }) => plan(planner, query), limits);
}

/** @returns why there is no plan */
async function plan(planner: Planner, query: string): Promise<string | null> {
  try {
    const shape = shapeOperation(prepareOperation(planner, { query, operationName: null }), {});
    await planner.plan({ shape, verdicts: [], key: '' });
    return null;
  } catch (error) {
    return error instanceof GordianError ? error.code : String(error);
  }
}
