// Planner: what the rest of the gateway sees of planning, wherever the work is done.
import type { GraphQLSchema } from 'graphql';
import type { Steps } from '../../kit/in-slices.ts';
import type { Leaving } from '../../kit/leaving.ts';
import type { CacheHints } from '../../schema/cache-hints.ts';
import type { EntityKeys } from '../../schema/entity-keys.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { CostHints } from '../demand/cost-hints.ts';
import { declareHiddenMembers } from '../operation/hidden-members.ts';
import { declareInterfaceObjectFields } from '../operation/interface-object-fields.ts';
import { apiSchemaSteps } from './api-schema.ts';
import type { SupergraphDescription } from './describe-supergraph.ts';
import type { Plan } from './plan.ts';
import { type PlanRequest, planRequest } from './plan-request.ts';

export interface Planner {
  /** The schema that clients see, without inaccessible elements. */
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: SupergraphDescription['subgraphs'];
  /** Of @override, for instance `percent(5)`; see override-labels.ts for who decides which of them hold. */
  readonly overrideLabels: readonly string[];
  readonly costHints: CostHints;
  readonly cacheHints: CacheHints;
  readonly entityKeys: EntityKeys;
  /**
   * @param left aborts when nobody waits for the plan any more
   * @param overrides the labels that hold for this request, in the order of {@link Planner.overrideLabels}
   * @throws GordianError PLANNING_FAILED, OPERATION_LIMIT_EXCEEDED, OVERLOADED or CLIENT_LEFT
   */
  plan(authorized: AuthorizedOperation, left?: Leaving, overrides?: readonly string[]): Promise<Plan>;
  /** Ends what it runs on; nothing can be planned any more. */
  stop(): Promise<void>;
}

/** Where the work is done: in this thread or in others. */
export interface PlanRunner {
  readonly description: SupergraphDescription;
  run(request: PlanRequest, left?: Leaving): Promise<Plan>;
  stop(): Promise<void>;
}

export function* plannerSteps({ description, run, stop }: PlanRunner): Steps<Planner> {
  const { subgraphs, interfaceObjects, overrideLabels, costHints, cacheHints, entityKeys } = description;
  const apiSchema = yield* apiSchemaSteps(description.apiSdl);
  declareInterfaceObjectFields(apiSchema, description.interfaceObjectFields);
  declareHiddenMembers(apiSchema, description.partlyHidden);
  return {
    apiSchema,
    subgraphs,
    overrideLabels,
    costHints,
    cacheHints,
    entityKeys,
    async plan(authorized, left, overrides = []) {
      const request = planRequest(authorized, overrides);
      return request ? run(request, left) : { node: null, deferred: [], interfaceObjects };
    },
    stop,
  };
}
