// A generation: one immutable (supergraph, policy) pair with all that is compiled from it. A request runs on one from start to end.
import type { CompiledPolicy } from '../../policies/compile.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import { createHttpSubgraphs, type HttpSubgraphOptions, type HttpSubgraphs } from '../execute/http-subgraphs.ts';
import type { OverrideDecision } from '../plan/override-labels.ts';
import { cachePlans } from '../plan/plan-cache.ts';
import type { Planner } from '../plan/planner.ts';

export interface Generation {
  /** Names the pair in logs and in /ready: the start of the artefact's id and of the policy's version. */
  readonly id: string;
  readonly artefact: SupergraphArtefact;
  readonly planner: Planner;
  /** Which labels of @override hold for whom. */
  readonly overrides: OverrideDecision;
  readonly policy: CompiledPolicy;
  readonly subgraphs: HttpSubgraphs;
  /** Runs `work` on this generation; its connections and threads stay open until the last such work has ended. */
  use<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Takes it out of service; resolves when the work under way has ended and its connections and threads are closed. */
  retire(): Promise<void>;
}

export interface GenerationOptions {
  readonly startPlanner: (supergraphSdl: string) => Promise<Planner>;
  readonly decideOverrides: (labels: readonly string[]) => OverrideDecision;
  /** Compiles the rules against the schema of the artefact; throws when they do not fit. */
  readonly compilePolicy: (planner: Planner, artefact: SupergraphArtefact) => CompiledPolicy;
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly subgraphs: Partial<HttpSubgraphOptions>;
}

/** @throws when the supergraph or the policy is not sound; nothing is left open */
export async function buildGeneration(artefact: SupergraphArtefact, options: GenerationOptions): Promise<Generation> {
  const planner = cachePlans(await options.startPlanner(artefact.supergraphSdl));
  try {
    return generationOf(artefact, planner, options);
  } catch (error) {
    await planner.stop();
    throw error;
  }
}

function generationOf(artefact: SupergraphArtefact, planner: Planner, options: GenerationOptions): Generation {
  const policy = options.compilePolicy(planner, artefact);
  const urls = new Map(planner.subgraphs.map(({ name, url }) => [name, options.subgraphUrls[name] ?? url]));
  const subgraphs = createHttpSubgraphs(urls, options.subgraphs);
  return {
    id: `${artefact.id.slice(0, 12)}.${policy.version.slice(0, 12)}`,
    artefact,
    planner,
    overrides: options.decideOverrides(planner.overrideLabels),
    policy,
    subgraphs,
    ...trackUse(() => Promise.all([subgraphs.close(), planner.stop()])),
  };
}

function trackUse(close: () => Promise<unknown>): Pick<Generation, 'use' | 'retire'> {
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
      await close();
    },
  };
}
