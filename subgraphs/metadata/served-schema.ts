// What this process serves: its own schema, and a stub of every registered entity that gives it provenance. Made anew
// after each registration that changes it, in this process or another, without a restart.
import type { Queries } from '../../kit/postgres.ts';
import type { SubgraphServices } from '../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../kit/subgraph-schema.ts';
import type { SubgraphGuard } from '../../policies/subgraph/subgraph-guard.ts';
import type { Classifications, SupergraphArtefact } from '../../schema/artefact.ts';
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

/** @returns brings what is served into step with what is registered, and tells whether anything is */
export function registeredSchema(
  {
    database,
    replaceSchema,
    guard,
  }: Pick<SubgraphServices, 'database' | 'replaceSchema'> & { readonly guard: SubgraphGuard },
  { sdl, store, classify }: ServedSchemaOptions,
): () => Promise<boolean> {
  const own = parse(sdl, 'schema.graphql');
  /** Most registrations leave the schema as it is, and to make it anew takes longer than all else. */
  let served: string | null = null;

  const serve = async ({ stubs, typeNames, classifications }: Registered, load: () => Promise<void>) => {
    const schema = subgraphSchema(`${sdl}\n${stubs}`, { ...resolvers, ...entityResolvers(typeNames) });
    let isLoaded = false;
    await guard.serveBy(async (protect) => {
      const guarded = await protect(schema, { classifications: classify(new Map(Object.entries(classifications))) });
      if (!isLoaded) await load();
      isLoaded = true;
      await replaceSchema(guarded);
    });
  };

  return async () => {
    const registered = await readRegistered(database, own);
    if (registered === null) return false;
    const load = () => store.reload(database, new Set(registered.typeNames));
    const origin = JSON.stringify(registered);
    if (origin === served) await load();
    else await serve(registered, load);
    served = origin;
    return true;
  };
}

/** All that the schema follows from. */
interface Registered {
  /** SDL of the entities of others. */
  readonly stubs: string;
  readonly typeNames: readonly string[];
  readonly classifications: SupergraphArtefact['classifications'];
}

async function readRegistered(database: Queries, own: SubgraphSdl): Promise<Registered | null> {
  const artefact = await latestArtefact(database);
  if (artefact === null) return null;
  const { sdl, coordinates } = provenanceStubs([own, ...(await otherSubgraphs(database))]);
  const typeNames = coordinates.map((coordinate) => coordinate.split('.')[0]!);
  return { stubs: sdl, typeNames, classifications: artefact.classifications };
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
