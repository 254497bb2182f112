// A supergraph with all that is made of it alone: planner and plans, connections, breakers. Policies come and go on top of it; it
// ends with the last generation that holds it.
import { type AccessDemands, takeAccessDirectives } from '../../schema/access-directives.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import { type IdentifiedTypes, identifiedTypesOf } from '../authorize/identified-types.ts';
import { createHttpSubgraphs, type HttpSubgraphOptions, type HttpSubgraphs } from '../execute/http-subgraphs.ts';
import type { OverrideDecision } from '../plan/override-labels.ts';
import { cachePlans } from '../plan/plan-cache.ts';
import type { Planner } from '../plan/planner.ts';
import { type RecentOperations, rememberOperations } from './recent-operations.ts';

export interface ServedSupergraph {
  readonly artefact: SupergraphArtefact;
  /** What its SDL demands of callers. */
  readonly demands: AccessDemands;
  /** Plans are kept by what callers may see, so every policy may use those of the others. */
  readonly planner: Planner;
  /** What was asked lately. */
  readonly recent: RecentOperations;
  /** Which labels of @override hold for whom. */
  readonly overrides: OverrideDecision;
  readonly subgraphs: HttpSubgraphs;
  /** Null where no audit wants to know whose data is shown. */
  readonly identified: IdentifiedTypes | null;
  /** @returns ends the hold; with the last one, threads and connections end as well */
  hold(): () => Promise<void>;
}

export interface SupergraphOptions {
  readonly startPlanner: (supergraphSdl: string) => Promise<Planner>;
  readonly decideOverrides: (labels: readonly string[]) => OverrideDecision;
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly subgraphs: Partial<HttpSubgraphOptions>;
  /** Whether the audit wants to know whose data is shown. */
  readonly identifiesEntities?: boolean;
  /** How many operations of late are remembered. */
  readonly recentOperations?: number;
}

/** @throws when the supergraph is not sound; nothing is left open */
export async function startSupergraph(
  artefact: SupergraphArtefact,
  options: SupergraphOptions,
): Promise<ServedSupergraph> {
  const { sdl, demands } = takeAccessDirectives(artefact.supergraphSdl);
  const planner = cachePlans(await options.startPlanner(sdl));
  try {
    const overrides = options.decideOverrides(planner.overrideLabels);
    const urls = new Map(planner.subgraphs.map(({ name, url }) => [name, options.subgraphUrls[name] ?? url]));
    const subgraphs = createHttpSubgraphs(urls, options.subgraphs);
    const hold = holds(() => Promise.all([subgraphs.close(), planner.stop()]));
    const identified = options.identifiesEntities ? identifiedTypesOf(artefact, planner.entityKeys) : null;
    const recent = rememberOperations(options.recentOperations ?? 0);
    return { artefact, demands, planner, recent, overrides, subgraphs, identified, hold };
  } catch (error) {
    await planner.stop();
    throw error;
  }
}

function holds(close: () => Promise<unknown>): ServedSupergraph['hold'] {
  let held = 0;
  return () => {
    held++;
    let isOver = false;
    return async () => {
      if (isOver) return;
      isOver = true;
      held--;
      if (held === 0) await close();
    };
  };
}
