// What was asked lately of one supergraph: so much of it that the next generation can plan it before it serves.
import type { Caller } from '../../kit/caller.ts';
import type { Plan } from '../plan/plan.ts';
import type { GraphQLRequest } from '../receive/graphql-request.ts';

export interface AskedOperation {
  readonly asked: GraphQLRequest;
  readonly caller: Caller;
  readonly takesIncrements?: boolean | undefined;
}

export interface RecentOperations {
  /** One operation per plan; costs next to nothing where it is known. */
  note(plan: Plan, operation: AskedOperation): void;
  /** The newest first. */
  all(): readonly AskedOperation[];
}

/** Of the document and of its variables, which stay in memory. */
const maxCharacters = 20_000;

/** @param max beyond, what was noted first is forgotten; what is still asked is noted again */
export function rememberOperations(max: number): RecentOperations {
  const byPlan = new Map<Plan, AskedOperation>();
  return {
    note(plan, operation) {
      if (byPlan.has(plan) || max === 0) return;
      const { asked, caller, takesIncrements } = operation;
      if (asked.query.length + JSON.stringify(asked.variables ?? null).length > maxCharacters) return;
      byPlan.set(plan, { asked, caller, takesIncrements });
      if (byPlan.size > max) byPlan.delete(byPlan.keys().next().value!);
    },
    all: () => [...byPlan.values()].reverse(),
  };
}
