// Operations in, plans of our own out. Planning is synchronous and may take long, so in production only planner-worker.ts has an engine.
import { parse } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { createQueryPlanning } from '../../schema/planning/query-planning.ts';
import { isAnsweredByType, readAnsweredByType } from './answered-by-type.ts';
import { convertPlan } from './convert-plan.ts';
import { internalCoordinates } from './internal-coordinates.ts';
import { readOptionalInputs } from './optional-inputs.ts';
import type { Plan } from './plan.ts';
import type { PlanRequest } from './plan-request.ts';
import { requireEveryRootField } from './require-every-root-field.ts';
import { splitByType } from './split-by-type.ts';

export interface PlanningEngine {
  /** @throws GordianError PLANNING_FAILED */
  plan(request: PlanRequest): Plan;
}

/** @param supergraphSdl valid: see {@link describeSupergraph} */
export function createPlanningEngine(supergraphSdl: string): PlanningEngine {
  const composed = parse(supergraphSdl, { noLocation: true });
  const answeredByType = readAnsweredByType(composed);
  const optionalInputs = readOptionalInputs(composed);
  const { facts, isolated, realName, subgraphSchema, ...planning } = createQueryPlanning(composed);

  const planDocument: typeof planning.plan = (document, overrides) => {
    try {
      return planning.plan(document, overrides);
    } catch (error) {
      throw planningFailed(error);
    }
  };

  return {
    plan(request) {
      const document = parse(request.document, { noLocation: true });
      const asked = new Set(request.asked);
      const plan = convertPlan(planDocument(document, request.overrides), {
        facts,
        isolated,
        realName,
        isAnsweredByType: isAnsweredByType(answeredByType, new Set(request.guarded)),
        optionalInputs,
        internalCoordinates: (subgraph, fetched) => internalCoordinates(fetched, subgraphSchema(subgraph), asked),
      });
      requireEveryRootField(document, plan);
      return splitByType(plan, document, facts);
    },
  };
}

export function planningFailed(cause: unknown): GordianError {
  const message = 'The gateway found no plan for this operation within its limits.';
  return new GordianError('PLANNING_FAILED', message, { cause });
}
