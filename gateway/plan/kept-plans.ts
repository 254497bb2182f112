// The plans that are kept, bounded by their size. A new plan is on probation until it is asked for again, so that a flood of
// operations that come once pushes out its like, and never the plans that are in use.
import { LRUCache } from 'lru-cache';
import type { Plan } from './plan.ts';

export interface KeptPlans {
  find(key: string): Plan | undefined;
  keep(key: string, plan: Plan): void;
}

/** Of the room for plans, what is for those seen once. */
const probationShare = 0.25;

/** @param maxBytes of all plans, as JSON */
export function keepPlans(maxBytes: number): KeptPlans {
  const onProbation = plansUpTo(maxBytes * probationShare);
  const proven = plansUpTo(maxBytes * (1 - probationShare));
  return {
    find(key) {
      const known = proven.get(key);
      if (known) return known;
      const seenOnce = onProbation.get(key);
      if (!seenOnce) return undefined;
      onProbation.delete(key);
      proven.set(key, seenOnce);
      return seenOnce;
    },
    keep: (key, plan) => void onProbation.set(key, plan),
  };
}

function plansUpTo(maxBytes: number): LRUCache<string, Plan> {
  return new LRUCache({
    maxSize: Math.floor(maxBytes),
    sizeCalculation: (plan, key) => JSON.stringify(plan).length + key.length,
  });
}
