// What this process serves: its own schema, and a stub of every registered entity that gives it provenance. Made anew
// after each registration, in this process or another, without a restart.
import type { Queries } from '../../kit/postgres.ts';
import type { SubgraphServices } from '../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../kit/subgraph-schema.ts';
import type { SubgraphGuard } from '../../policies/subgraph/subgraph-guard.ts';
import type { Classifications } from '../../schema/artefact.ts';
import { provenanceStubs } from '../../schema/provenance-stubs.ts';
import { readSubgraphSdl, type SubgraphSdl } from '../../schema/subgraph-sdl.ts';
import type { ProvenanceStore } from './provenance/provenance-store.ts';
import { entityResolvers } from './provenance/resolvers.ts';
import { latestArtefact } from './registry/queries.ts';
import { readRegisteredSubgraphs } from './registry/registered-subgraphs.ts';
import { resolvers } from './resolvers.ts';

export interface ServedSchemaOptions {
  /** Of this subgraph, without stubs. */
  readonly sdl: string;
  readonly store: ProvenanceStore;
  /** All that is classified, given what the registered contracts say. */
  readonly classify: (registered: Classifications) => Classifications;
}

/** @returns whether anything is registered */
export async function serveRegistered(
  {
    database,
    replaceSchema,
    guard,
  }: Pick<SubgraphServices, 'database' | 'replaceSchema'> & { readonly guard: SubgraphGuard },
  { sdl, store, classify }: ServedSchemaOptions,
): Promise<boolean> {
  const artefact = await latestArtefact(database);
  if (artefact === null) return false;
  const own = parse(sdl, 'schema.graphql');
  const stubs = provenanceStubs([own, ...(await otherSubgraphs(database))]);
  const typeNames = stubs.coordinates.map((coordinate) => coordinate.split('.')[0]!);
  const schema = subgraphSchema(`${sdl}\n${stubs.sdl}`, { ...resolvers, ...entityResolvers(typeNames) });
  const classifications = classify(new Map(Object.entries(artefact.classifications)));
  let isLoaded = false;
  await guard.serveBy(async (protect) => {
    const guarded = await protect(schema, { classifications });
    if (!isLoaded) await store.reload(database, new Set(typeNames));
    isLoaded = true;
    await replaceSchema(guarded);
  });
  return true;
}

/** All but the registration of this one. */
async function otherSubgraphs(database: Queries): Promise<SubgraphSdl[]> {
  const registered = await readRegisteredSubgraphs(database);
  return registered.map(({ sdl, file }) => parse(sdl, file)).filter((other) => !other.types.has('Provenance'));
}

/** What was registered parses. */
function parse(sdl: string, file: string): SubgraphSdl {
  const read = readSubgraphSdl(sdl, file);
  if (read.sdl === null) throw new Error(`${file}: ${read.problem.message}`);
  return read.sdl;
}
