// Plans by what is left of an operation: callers who may see the same fields share one. Concurrent misses plan once, and an
// operation that cannot be planned is not tried again for a while.
import { type ErrorCode, GordianError } from '../../kit/errors.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import { keepPlans } from './kept-plans.ts';
import type { Plan } from './plan.ts';
import type { Planner } from './planner.ts';
import { type RefusalTimes, rememberRefusals } from './refused-plans.ts';
import { type SharedWork, shareWork } from './shared-work.ts';

export interface PlanCacheLimits {
  /** Of all plans, as JSON; what is compiled from them takes several times that. */
  readonly maxBytes: number;
  /** How long a refusal is repeated without planning. */
  readonly refused: RefusalTimes;
}

const defaultPlanCacheLimits: PlanCacheLimits = {
  maxBytes: 32 * 1024 * 1024,
  refused: { firstMs: 2_000, longestMs: 60_000 },
};

/** What the operation is to blame for. */
const lastingRefusals: ReadonlySet<ErrorCode> = new Set(['PLANNING_FAILED', 'OPERATION_LIMIT_EXCEEDED']);

/** @returns a planner that remembers */
export function cachePlans(planner: Planner, { maxBytes, refused }: PlanCacheLimits = defaultPlanCacheLimits): Planner {
  const plans = keepPlans(maxBytes);
  const refusals = rememberRefusals(refused);
  const underWay = new Map<string, SharedWork<Plan>>();

  const begin = (key: string, authorized: AuthorizedOperation, overrides: readonly string[]): SharedWork<Plan> => {
    const planning = shareWork((abandoned) => planner.plan(authorized, abandoned, overrides));
    underWay.set(key, planning);
    const ended = () => {
      if (underWay.get(key) === planning) underWay.delete(key);
    };
    planning.result
      .then(
        (plan) => {
          plans.keep(key, plan);
          refusals.remove(key);
        },
        (error: unknown) => {
          if (error instanceof GordianError && lastingRefusals.has(error.code)) refusals.add(key, error);
        },
      )
      .finally(ended);
    return planning;
  };

  return {
    ...planner,
    async plan(authorized, left, overrides = []) {
      const key = `${authorized.shape.key}|${authorized.key}|${overrides.join()}`;
      const known = plans.find(key);
      if (known) return known;
      const refusal = refusals.find(key);
      if (refusal) throw refusal;
      const shared = underWay.get(key);
      const planning = shared && !shared.isAbandoned() ? shared : begin(key, authorized, overrides);
      planning.join(left);
      return planning.result;
    },
  };
}
