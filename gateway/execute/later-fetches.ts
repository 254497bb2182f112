// The fetches that a plan makes later: run when their part of the answer is first asked for, each once.
import type { CompiledDeferral, CompiledNode } from './compile-plan.ts';

export interface LaterFetches {
  /**
   * Resolves when the fields of the deferred selection are in the data, or will never be: faults of subgraphs are failures.
   * @param id of the deferred selection; one that nothing had to be planned for is there at once
   */
  readonly fetch: (id: string) => Promise<void>;
  /** Nothing more will be asked for: lets go of the deadline. */
  readonly end: () => void;
}

export const nothingLater: LaterFetches = { fetch: () => Promise.resolve(), end: () => {} };

export function prepareLaterFetches(
  deferred: readonly CompiledDeferral[],
  run: (node: CompiledNode) => Promise<void>,
  end: () => void,
): LaterFetches {
  const fetches = new Map<string, () => Promise<void>>();
  const prepare = ({ id, node, deferred }: CompiledDeferral, before: () => Promise<void>): void => {
    const fetch = once(async () => {
      await before();
      if (node) await run(node);
    });
    fetches.set(id, fetch);
    for (const later of deferred) prepare(later, fetch);
  };
  for (const later of deferred) prepare(later, () => Promise.resolve());
  return { fetch: (id) => fetches.get(id)?.() ?? Promise.resolve(), end };
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | null = null;
  return () => {
    begun ??= work();
    return begun;
  };
}
