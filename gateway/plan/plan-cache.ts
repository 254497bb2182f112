// Plans by what is left of an operation: callers who may see the same fields share one. Concurrent misses plan once.
import type { Planner } from './planner.ts';

export interface PlanCacheLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** @returns a planner that remembers */
export function cachePlans(_planner: Planner, _limits?: PlanCacheLimits): Planner {
  throw new Error('being built');
}
