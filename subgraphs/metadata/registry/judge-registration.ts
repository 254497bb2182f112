// What a registration would mean: the one judgement behind check and register. Reads the registry and writes nothing. Contracts and
// SDL are held together, composed with the rest of the graph and its stubs, compared with what is in force, and weighed by use.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { buildArtefact, type SupergraphArtefact } from '../../../schema/artefact.ts';
import type { Contract } from '../../../schema/contract/contract.ts';
import { hasErrors, type Problem } from '../../../schema/problem.ts';
import { type Publication, preparePublication, type SubgraphSubmission } from '../../../schema/publication.ts';
import { compareWithForce, type ProductComparison } from './compare-with-force.ts';
import { judgeProducts, type ProductJudgement } from './judge-products.ts';
import { knownVersions, latestPublication, type NewVersion } from './queries.ts';
import { readRegisteredSubgraphs } from './registered-subgraphs.ts';
import { permissionOf, type Registration, type SubgraphRegistration } from './registration.ts';
import type { IsNamed } from './verdict/judged-change.ts';
import { decideVersions, type VersionProblem } from './versions.ts';

export type Judgement = Refusal | Acceptable;

export interface Refusal {
  readonly ok: false;
  readonly code: 'CONTRACT_INVALID' | 'COMPOSITION_FAILED' | 'CHANGE_NOT_AGREED';
  /** Errors first. */
  readonly problems: readonly Problem[];
  /** Empty where the graph does not compose. */
  readonly products: readonly ProductJudgement[];
}

export interface Acceptable {
  readonly ok: true;
  readonly publication: Publication;
  readonly artefact: SupergraphArtefact;
  readonly warnings: readonly Problem[];
  readonly newVersions: readonly NewVersion[];
  /** Of the offered subgraphs, those that are registered otherwise or not at all. */
  readonly changed: readonly SubgraphSubmission[];
  /** Whether anything would be written. */
  readonly isChange: boolean;
  readonly products: readonly ProductJudgement[];
}

/** @param isNamed whom whoever asks may hear of */
export async function judgeRegistration(
  queries: Queries,
  registration: Registration,
  now: Date,
  isNamed: IsNamed,
): Promise<Judgement> {
  const before = await readRegisteredSubgraphs(queries);
  const offered = registration.subgraphs.map((subgraph) => submissionOf(subgraph, before));
  const prepared = preparePublication(withOffered(before, offered));
  if (!prepared.ok)
    return {
      ok: false,
      code: prepared.stage === 'composition' ? 'COMPOSITION_FAILED' : 'CONTRACT_INVALID',
      problems: prepared.problems,
      products: [],
    };
  const { publication, warnings } = prepared;
  const comparisons = compareWithForce(before, offered, publication);
  const { newVersions, problems } = await versionsOf(queries, offered, publication, comparisons);
  const products = await judgeProducts(
    queries,
    {
      comparisons,
      newVersions,
      versionProblems: problems,
      publication,
      permission: permissionOf(registration),
      isNamed,
    },
    now,
  );
  const found = [...products.flatMap(({ check }) => check.problems), ...warnings];
  if (hasErrors(found)) return { ok: false, code: codeOf(found), problems: found, products };

  const changed = offered.filter((subgraph) => !isRegistered(subgraph, before));
  const artefact = buildArtefact({ ...publication, publishedAt: now });
  const latest = await latestPublication(queries);
  const isChange = changed.length > 0 || newVersions.length > 0 || latest?.id !== artefact.id;
  return { ok: true, publication, artefact, warnings: found, newVersions, changed, isChange, products };
}

/** @throws GordianError BAD_USER_INPUT for a new subgraph that does not say where it is */
function submissionOf(
  { sdlFile, url, ...subgraph }: SubgraphRegistration,
  before: readonly SubgraphSubmission[],
): SubgraphSubmission {
  const registered = before.find(({ name }) => name === subgraph.name);
  const routingUrl = url ?? registered?.url;
  if (routingUrl === undefined)
    throw new GordianError(
      'BAD_USER_INPUT',
      `The subgraph ${subgraph.name} is new: say at which url the gateway finds it.`,
    );
  return { ...subgraph, file: sdlFile, url: routingUrl };
}

async function versionsOf(
  queries: Queries,
  offered: readonly SubgraphSubmission[],
  publication: Publication,
  comparisons: readonly ProductComparison[],
): Promise<{ readonly newVersions: readonly NewVersion[]; readonly problems: readonly VersionProblem[] }> {
  const known = await knownVersions(queries, urnsOf(publication));
  const bumps = new Map(comparisons.map(({ urn, requiredBump }) => [urn, requiredBump]));
  const decisions = offered.map(({ name, sdl, file }) => {
    const { contracts } = publication.subgraphs.find((subgraph) => subgraph.name === name)!;
    return decideVersions({ name, sdl, sdlFile: file, contracts }, known, ({ urn }) => bumps.get(urn)!);
  });
  return {
    newVersions: decisions.flatMap((decision) => decision.newVersions),
    problems: decisions.flatMap((decision) => decision.problems),
  };
}

const ofConsent = ['BREAKS_CONSUMERS', 'LEAVES_PINS', 'BREAKING_WITHOUT_TRAFFIC_DATA', 'REMOVED_BEFORE_SUNSET'];

/** A publisher must be able to tell "mend this" from "ask them". */
function codeOf(problems: readonly Problem[]): Refusal['code'] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.every(({ code }) => ofConsent.includes(code)) ? 'CHANGE_NOT_AGREED' : 'CONTRACT_INVALID';
}

/** Subgraphs that are not offered keep what they have. In the order of names, so that the supergraph does not depend on who came first. */
function withOffered(
  before: readonly SubgraphSubmission[],
  offered: readonly SubgraphSubmission[],
): SubgraphSubmission[] {
  const byName = new Map([...before, ...offered].map((subgraph) => [subgraph.name, subgraph]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isRegistered(offered: SubgraphSubmission, before: readonly SubgraphSubmission[]): boolean {
  const same = before.find(({ name }) => name === offered.name);
  return same !== undefined && identityOf(same) === identityOf(offered);
}

function identityOf({ url, sdl, file, contracts }: SubgraphSubmission): string {
  return JSON.stringify([url, sdl, file, contracts.map((contract) => [contract.file, contract.text])]);
}

function urnsOf({ subgraphs }: Publication): string[] {
  return subgraphs.flatMap(({ contracts }) => contracts.map(({ urn }: Contract) => urn));
}
