// Plans by what is left of an operation: callers who may see the same fields share one. Concurrent misses plan once.
import { LRUCache } from 'lru-cache';
import type { Plan } from './plan.ts';
import type { Planner } from './planner.ts';

export interface PlanCacheLimits {
  readonly maxEntries: number;
  /** Of all plans, as JSON. */
  readonly maxBytes: number;
}

export const defaultPlanCacheLimits: PlanCacheLimits = { maxEntries: 5_000, maxBytes: 32 * 1024 * 1024 };

/** @returns a planner that remembers */
export function cachePlans(
  planner: Planner,
  { maxEntries, maxBytes }: PlanCacheLimits = defaultPlanCacheLimits,
): Planner {
  const plans = new LRUCache<string, Plan>({
    max: maxEntries,
    maxSize: maxBytes,
    sizeCalculation: (plan) => JSON.stringify(plan).length,
  });
  const underWay = new Map<string, Promise<Plan>>();
  return {
    apiSchema: planner.apiSchema,
    subgraphs: planner.subgraphs,
    stop: planner.stop,
    async plan(authorized) {
      const key = `${authorized.shape.key}|${authorized.key}`;
      const known = plans.get(key) ?? underWay.get(key);
      if (known) return known;
      const planning = planner.plan(authorized);
      underWay.set(key, planning);
      try {
        const plan = await planning;
        plans.set(key, plan);
        return plan;
      } finally {
        underWay.delete(key);
      }
    },
  };
}
