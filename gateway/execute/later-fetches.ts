// The fetches that a plan makes later: run when their part of the answer is first asked for, each once.
import type { DeferredPlan } from '../plan/plan.ts';

export interface LaterFetches {
  /**
   * Resolves when the fields of the deferred selection are in the data, or will never be: faults of subgraphs are failures.
   * @param id of the deferred selection; one that nothing had to be planned for is there at once
   */
  readonly fetch: (id: string) => Promise<void>;
  /** Nothing more will be asked for: lets go of the deadline. */
  readonly end: () => void;
}

/** @param run makes the fetches of one deferred plan, those of its own deferred ones left out */
export function prepareLaterFetches(
  plans: readonly DeferredPlan[],
  run: (plan: DeferredPlan) => Promise<void>,
  end: () => void,
): LaterFetches {
  const fetches = new Map<string, () => Promise<void>>();
  const prepare = (plan: DeferredPlan, before: () => Promise<void>): void => {
    const fetch = once(() => before().then(() => run(plan)));
    fetches.set(plan.id, fetch);
    for (const later of plan.deferred) prepare(later, fetch);
  };
  for (const plan of plans) prepare(plan, () => Promise.resolve());
  return { fetch: (id) => fetches.get(id)?.() ?? Promise.resolve(), end };
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | null = null;
  return () => {
    begun ??= work();
    return begun;
  };
}
