// Planner: what the rest of the gateway sees of planning, wherever the work is done.
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { Plan } from './plan.ts';
import { type PlanRequest, planRequest } from './plan-request.ts';
import type { SupergraphDescription } from './planning-engine.ts';

export interface Planner {
  /** The schema that clients see, without inaccessible elements. */
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: SupergraphDescription['subgraphs'];
  /**
   * @param left aborts when nobody waits for the plan any more
   * @throws GordianError PLANNING_FAILED, OPERATION_LIMIT_EXCEEDED, OVERLOADED or CLIENT_LEFT
   */
  plan(authorized: AuthorizedOperation, left?: AbortSignal): Promise<Plan>;
  /** Ends what it runs on; nothing can be planned any more. */
  stop(): Promise<void>;
}

/** Where the work is done: in this thread or in others. */
export interface PlanRunner {
  readonly description: SupergraphDescription;
  run(request: PlanRequest, left?: AbortSignal): Promise<Plan>;
  stop(): Promise<void>;
}

export function plannerOver({ description, run, stop }: PlanRunner): Planner {
  const { apiSdl, subgraphs, interfaceObjects } = description;
  return {
    // Composition and the planner have validated it.
    apiSchema: buildSchema(apiSdl, { assumeValid: true, noLocation: true }),
    subgraphs,
    async plan(authorized, left) {
      const request = planRequest(authorized);
      return request ? run(request, left) : { node: null, interfaceObjects };
    },
    stop,
  };
}
