// What the graph in force by the rules that serve lets be known and be asked for, compiled when somebody first asks after either
// has changed.
import type { Caller } from '../../../kit/caller.ts';
import type { Clock } from '../../../kit/clock.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import type { LoadedRules } from '../../../policies/reload/load-rules.ts';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { apiSchemaOf } from '../../../schema/api-schema.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { latestArtefact, latestPublication, registeredContracts } from '../registry/queries.ts';
import { type IsKnown, type KnowledgeSources, knownTo } from './known-coordinates.ts';
import { type KnownTargets, knownTargets } from './known-targets.ts';

export interface KnownTargetsStore {
  read(database: Queries): Promise<KnownTargets>;
  /** Whether a caller may know of a coordinate; good for one request. */
  knownTo(database: Queries, caller: Caller): Promise<IsKnown>;
  /** Names the rules that `read` would judge by. */
  rulesDigest(): string;
}

/** What the store needs to know of the guard of the subgraph, which is there before the first request. */
export interface ServingRules {
  /** Null while no rules serve. */
  serving(): LoadedRules | null;
  readonly region: string | null;
}

export function createKnownTargetsStore(guard: () => ServingRules | null, clock: Clock): KnownTargetsStore {
  let kept: { readonly key: string; readonly graph: KnownGraph } | null = null;
  const graphInForce = async (database: Queries): Promise<KnownGraph> => {
    const publication = await latestPublication(database);
    if (publication === null) return nothingKnown;
    const loaded = guard()?.serving() ?? null;
    const key = `${publication.id} ${loaded?.files.digest}`;
    if (kept?.key !== key) kept = { key, graph: await readGraph(database, loaded) };
    return kept.graph;
  };
  return {
    read: async (database) => (await graphInForce(database)).targets,
    knownTo: async (database, caller) =>
      knownTo(await graphInForce(database), caller, { region: guard()?.region ?? null, now: () => clock.now() }),
    rulesDigest: () => guard()?.serving()?.files.digest ?? '',
  };
}

interface KnownGraph extends KnowledgeSources {
  readonly targets: KnownTargets;
}

const noTargets: KnownTargets = { openingsOf: () => undefined, purposesOf: () => null, ownersOf: () => [] };
/** Before anything is registered. */
const nothingKnown: KnownGraph = { policy: null, classifications: new Map(), targets: noTargets };

/** @param loaded null while no rules serve, and then nothing can be asked for */
async function readGraph(database: Queries, loaded: LoadedRules | null): Promise<KnownGraph> {
  const artefact = (await latestArtefact(database))!;
  const classifications = new Map(Object.entries(artefact.classifications));
  if (loaded === null) return { ...nothingKnown, classifications };
  const { sdl, demands } = takeAccessDirectives(artefact.supergraphSdl);
  const policy = compileDomainPolicy(apiSchemaOf(sdl), { classifications, demands }, loaded.rules);
  const texts = await registeredContracts(database);
  // What was registered can be read.
  const contracts = texts.map(({ text, file }) => readContract(text, file).contract!);
  return { policy, classifications, targets: knownTargets(policy, classifications, contracts) };
}
