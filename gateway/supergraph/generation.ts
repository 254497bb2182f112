// A generation: one immutable (supergraph, policy) pair. A request runs on one from start to end.
import type { CompiledPolicy } from '../../policies/compile.ts';
import type { ServedSupergraph } from './served-supergraph.ts';

export interface Generation extends Omit<ServedSupergraph, 'hold' | 'demands' | 'identified' | 'recent'> {
  /** Names the pair in logs and in /ready: the start of the artefact's id and of the policy's version. */
  readonly id: string;
  readonly supergraph: ServedSupergraph;
  readonly policy: CompiledPolicy;
  /** Runs `work` on this generation; its connections and threads stay open until the last such work has ended. */
  use<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Takes it out of service; resolves when the work under way has ended, and what no other generation needs is closed. */
  retire(): Promise<void>;
}

export function pairUp(supergraph: ServedSupergraph, policy: CompiledPolicy): Generation {
  const { artefact, planner, overrides, subgraphs } = supergraph;
  const id = `${artefact.id.slice(0, 12)}.${policy.version.slice(0, 12)}`;
  return { id, supergraph, artefact, planner, overrides, subgraphs, policy, ...trackUse(supergraph.hold()) };
}

function trackUse(release: () => Promise<void>): Pick<Generation, 'use' | 'retire'> {
  let running = 0;
  let retired: (() => void) | null = null;
  let retiring: Promise<void> | null = null;
  const drain = async (): Promise<void> => {
    if (running > 0) await new Promise<void>((resolve) => (retired = resolve));
    await release();
  };
  return {
    async use(work) {
      running++;
      try {
        return await work();
      } finally {
        running--;
        if (running === 0) retired?.();
      }
    },
    retire() {
      retiring ??= drain();
      return retiring;
    },
  };
}
