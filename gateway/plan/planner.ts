// The only door to the query planner of Apollo Federation: its input is repaired, its output becomes our own plain Plan.
import type { GraphQLSchema } from 'graphql';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { Plan } from './plan.ts';

export interface Planner {
  /** The schema that clients see, without inaccessible elements. */
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** @throws GordianError PLANNING_FAILED or OPERATION_LIMIT_EXCEEDED */
  plan(authorized: AuthorizedOperation): Promise<Plan>;
}

/** @throws Error with the planner's message when the supergraph is not valid or uses a feature that we do not execute */
export function createPlanner(_supergraphSdl: string): Planner {
  throw new Error('being built');
}
