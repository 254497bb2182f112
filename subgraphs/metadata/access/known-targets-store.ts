// What the graph in force by the rules that serve lets be known and be asked for, compiled when somebody first asks after either
// has changed.
import type { GraphQLSchema } from 'graphql';
import type { Caller } from '../../../kit/caller.ts';
import type { Clock } from '../../../kit/clock.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import type { Circumstances } from '../../../policies/decide/evaluate.ts';
import type { Persona } from '../../../policies/persona.ts';
import type { LoadedRules } from '../../../policies/reload/load-rules.ts';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { apiSchemaOf } from '../../../schema/api-schema.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { latestArtefact, latestPublication } from '../registry/queries.ts';
import { readRegisteredSubgraphs } from '../registry/registered-subgraphs.ts';
import { type Knowledge, type KnowledgeSources, knowledgeOf, knownToAll } from './known-coordinates.ts';
import { type KnownTargets, knownTargets } from './known-targets.ts';

export interface KnownTargetsStore {
  read(database: Queries): Promise<KnownTargets>;
  /** What a caller may know; good for one request. */
  knowledgeOf(database: Queries, caller: Caller): Promise<Knowledge>;
  /** What there is besides secrets, for services and texts that are for everybody. */
  knownToAll(database: Queries): Promise<Knowledge>;
  /** What operations are judged by; null before anything is registered, and while no rules serve. */
  policed(database: Queries): Promise<PolicedGraph | null>;
  /** Names the rules that `read` would judge by. */
  rulesDigest(): string;
}

/** The graph as the gateways serve it. */
export interface PolicedGraph {
  /** That clients see, secrets included. */
  readonly schema: GraphQLSchema;
  readonly policy: CompiledPolicy;
  /** With whom the policy is reviewed: those beside its rules, or else those of this platform. */
  readonly personas: readonly Persona[];
  readonly circumstances: Circumstances;
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
  const circumstances = (): Circumstances => ({ region: guard()?.region ?? null, now: () => clock.now() });
  return {
    read: async (database) => (await graphInForce(database)).targets,
    knowledgeOf: async (database, caller) => knowledgeOf(await graphInForce(database), caller, circumstances()),
    knownToAll: async (database) => knownToAll(await graphInForce(database)),
    policed: async (database) => {
      const { schema, policy, personas } = await graphInForce(database);
      return schema && policy && { schema, policy, personas, circumstances: circumstances() };
    },
    rulesDigest: () => guard()?.serving()?.files.digest ?? '',
  };
}

interface KnownGraph extends KnowledgeSources {
  readonly personas: readonly Persona[];
  readonly targets: KnownTargets;
}

const noTargets: KnownTargets = { openingsOf: () => undefined, purposesOf: () => null, ownersOf: () => [] };
/** Before anything is registered. */
const nothingKnown: KnownGraph = {
  schema: null,
  policy: null,
  personas: [],
  classifications: new Map(),
  targets: noTargets,
};

/** @param loaded null while no rules serve, and then nothing can be asked for */
async function readGraph(database: Queries, loaded: LoadedRules | null): Promise<KnownGraph> {
  const artefact = (await latestArtefact(database))!;
  const classifications = new Map(Object.entries(artefact.classifications));
  const { sdl, demands } = takeAccessDirectives(artefact.supergraphSdl);
  const schema = apiSchemaOf(sdl);
  if (loaded === null) return { ...nothingKnown, schema, classifications };
  const policy = compileDomainPolicy(schema, { classifications, demands }, loaded.rules);
  const texts = (await readRegisteredSubgraphs(database)).flatMap((subgraph) => subgraph.contracts);
  // What was registered can be read.
  const contracts = texts.map(({ text, file }) => readContract(text, file).contract!);
  const { unknown } = knownToAll({ schema, policy, classifications });
  const targets = knownTargets(policy, classifications, contracts, unknown);
  return { schema, policy, personas: loaded.personas, classifications, targets };
}
