// A generation: one immutable (supergraph, policy) pair with all that is compiled from it. A request runs on one from start to end.
import type { CompiledPolicy } from '../../policies/compile.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import { createHttpSubgraphs, type HttpSubgraphs } from '../execute/http-subgraphs.ts';
import { createPlanner } from '../plan/create-planner.ts';
import { cachePlans } from '../plan/plan-cache.ts';
import type { Planner } from '../plan/planner.ts';

export interface Generation {
  /** Names the pair in logs and in /ready: the start of the artefact's id and of the policy's version. */
  readonly id: string;
  readonly artefact: SupergraphArtefact;
  readonly planner: Planner;
  readonly policy: CompiledPolicy;
  readonly subgraphs: HttpSubgraphs;
  /** Runs `work` on this generation; its connections stay open until the last such work has ended. */
  use<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Takes it out of service; resolves when the work under way has ended and the connections are closed. */
  retire(): Promise<void>;
}

export interface GenerationOptions {
  /** Compiles the rules against the schema of the artefact; throws when they do not fit. */
  readonly compilePolicy: (planner: Planner, artefact: SupergraphArtefact) => CompiledPolicy;
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly maxResponseBytes: number;
}

/** @throws when the supergraph or the policy is not sound; nothing is left open */
export function buildGeneration(artefact: SupergraphArtefact, options: GenerationOptions): Generation {
  const planner = cachePlans(createPlanner(artefact.supergraphSdl));
  const policy = options.compilePolicy(planner, artefact);
  const urls = new Map(planner.subgraphs.map(({ name, url }) => [name, options.subgraphUrls[name] ?? url]));
  const subgraphs = createHttpSubgraphs(urls, { maxResponseBytes: options.maxResponseBytes });
  return {
    id: `${artefact.id.slice(0, 12)}.${policy.version.slice(0, 12)}`,
    artefact,
    planner,
    policy,
    subgraphs,
    ...trackUse(subgraphs),
  };
}

function trackUse(subgraphs: HttpSubgraphs): Pick<Generation, 'use' | 'retire'> {
  let running = 0;
  let retired: (() => void) | null = null;
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
    async retire() {
      if (running > 0) await new Promise<void>((resolve) => (retired = resolve));
      await subgraphs.close();
    },
  };
}
