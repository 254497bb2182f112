// The targets of the graph in force by the rules that serve, compiled when somebody first asks after either has changed.
import type { Queries } from '../../../kit/postgres.ts';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import type { LoadedRules } from '../../../policies/reload/load-rules.ts';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { apiSchemaOf } from '../../../schema/api-schema.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { latestArtefact, latestPublication, registeredContracts } from '../registry/queries.ts';
import { type KnownTargets, knownTargets } from './known-targets.ts';

export interface KnownTargetsStore {
  read(database: Queries): Promise<KnownTargets>;
  /** Names the rules that `read` would judge by. */
  rulesDigest(): string;
}

/** @param serving the rules that serve; null while none do, and then nothing is known */
export function createKnownTargetsStore(serving: () => LoadedRules | null): KnownTargetsStore {
  let kept: { readonly key: string; readonly known: KnownTargets } | null = null;
  return {
    async read(database) {
      const publication = await latestPublication(database);
      const loaded = serving();
      if (publication === null || loaded === null) return nothingKnown;
      const key = `${publication.id} ${loaded.files.digest}`;
      if (kept?.key !== key) kept = { key, known: await compile(database, loaded) };
      return kept.known;
    },
    rulesDigest: () => serving()?.files.digest ?? '',
  };
}

/** Before anything is registered. */
const nothingKnown: KnownTargets = { openingsOf: () => undefined, purposesOf: () => null, ownersOf: () => [] };

async function compile(database: Queries, { rules }: LoadedRules): Promise<KnownTargets> {
  const artefact = (await latestArtefact(database))!;
  const { sdl, demands } = takeAccessDirectives(artefact.supergraphSdl);
  const classifications = new Map(Object.entries(artefact.classifications));
  const policy = compileDomainPolicy(apiSchemaOf(sdl), { classifications, demands }, rules);
  const texts = await registeredContracts(database);
  return knownTargets(
    policy,
    // What was registered can be read.
    texts.map(({ text, file }) => readContract(text, file).contract!),
  );
}
