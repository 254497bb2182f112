// The targets of the graph in force, compiled when somebody first asks after a registration, and kept until the next.
import type { Queries } from '../../../kit/postgres.ts';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { apiSchemaOf } from '../../../schema/api-schema.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { latestArtefact, latestPublication, registeredContracts } from '../registry/queries.ts';
import { type KnownTargets, knownTargets } from './known-targets.ts';

export type KnownTargetsStore = (database: Queries) => Promise<KnownTargets>;

export function createKnownTargetsStore(): KnownTargetsStore {
  let kept: { readonly id: string; readonly known: KnownTargets } | null = null;
  return async (database) => {
    const publication = await latestPublication(database);
    if (publication === null) return nothingKnown;
    if (kept?.id !== publication.id) kept = { id: publication.id, known: await compile(database) };
    return kept.known;
  };
}

/** Before anything is registered. */
const nothingKnown: KnownTargets = { openingsOf: () => undefined, purposesOf: () => null, ownersOf: () => [] };

async function compile(database: Queries): Promise<KnownTargets> {
  const artefact = (await latestArtefact(database))!;
  const { sdl, demands } = takeAccessDirectives(artefact.supergraphSdl);
  const classifications = new Map(Object.entries(artefact.classifications));
  const policy = compileDomainPolicy(apiSchemaOf(sdl), { classifications, demands });
  const texts = await registeredContracts(database);
  return knownTargets(
    policy,
    // What was registered can be read.
    texts.map(({ text, file }) => readContract(text, file).contract!),
  );
}
