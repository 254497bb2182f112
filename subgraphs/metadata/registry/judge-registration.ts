// What a registration would mean: the one judgement behind check and register. Reads the registry and writes nothing. The offer is
// examined in a thread of its own (gates/examine.ts); what it changes is weighed by use here.
import type { Queries } from '../../../kit/postgres.ts';
import type { RuleFiles } from '../../../policies/reload/rule-files.ts';
import { buildArtefact, type SupergraphArtefact } from '../../../schema/artefact.ts';
import type { Contract } from '../../../schema/contract/contract.ts';
import { hasErrors, type Problem } from '../../../schema/problem.ts';
import type { Publication, SubgraphSubmission } from '../../../schema/publication.ts';
import type { ProductComparison } from './compare-with-force.ts';
import type { NewAccess } from './gates/access-of-new.ts';
import type { Loss } from './gates/find-losses.ts';
import type { Gates } from './gates/gate-thread.ts';
import { judgeProducts, type ProductJudgement } from './judge-products.ts';
import { changedIn, graphAfter, type Offer } from './offer.ts';
import { knownVersions, latestArtefact, type NewVersion } from './queries.ts';
import { readRegisteredSubgraphs } from './registered-subgraphs.ts';
import { prod } from './variant.ts';
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
  /** See Acceptable. */
  readonly losses: readonly Loss[];
}

export interface Acceptable {
  readonly ok: true;
  readonly publication: Publication;
  readonly artefact: SupergraphArtefact;
  readonly warnings: readonly Problem[];
  /** Not in the catalogue, which knows the versions of prod. */
  readonly newVersions: readonly NewVersion[];
  /** Of the offered subgraphs, those that are registered otherwise or not at all. */
  readonly changed: readonly SubgraphSubmission[];
  /** Who would see each field that nothing registered has. */
  readonly newAccess: readonly NewAccess[];
  /** Whether anything would be written. */
  readonly isChange: boolean;
  readonly products: readonly ProductJudgement[];
  /** What subgraphs lose that the offer does not change: whoever answers for them has to agree. */
  readonly losses: readonly Loss[];
}

/** What a judgement is made with. */
export interface Judges {
  readonly gates: Gates;
  /** The rules that serve; null where there are none. */
  readonly rules: () => RuleFiles | null;
}

/** @param isNamed whom whoever asks may hear of */
export async function judgeRegistration(
  queries: Queries,
  offer: Offer,
  now: Date,
  isNamed: IsNamed,
  { gates, rules }: Judges,
): Promise<Judgement> {
  const { variant, before, subgraphs: offered, removed } = offer;
  const inForce = await inProd(queries, offer);
  const latest = await latestArtefact(queries, variant);
  const examined = await gates.examine({
    ...{ before, inForce, offered },
    after: graphAfter(offer),
    servedSdl: latest?.supergraphSdl ?? null,
    rules: rules(),
  });
  if (!examined.ok)
    return {
      ok: false,
      code: examined.stage === 'composition' ? 'COMPOSITION_FAILED' : 'CONTRACT_INVALID',
      problems: examined.problems,
      products: [],
      losses: [],
    };
  const { publication, warnings, comparisons, newAccess, losses } = examined;
  const { newVersions, problems } = await versionsOf(queries, offered, publication, comparisons);
  const judged = await judgeProducts(
    queries,
    {
      comparisons,
      newVersions,
      versionProblems: problems,
      publication,
      permission: offer.permission,
      isNamed,
    },
    now,
  );
  const products = variant === prod ? judged : judged.map(toldOnly);
  const found = [...products.flatMap(({ check }) => check.problems), ...warnings];
  if (hasErrors(found)) return { ok: false, code: codeOf(found), problems: found, products, losses };

  const changed = changedIn(offer);
  const artefact = buildArtefact({ ...publication, publishedAt: now });
  const isChange = changed.length + removed.length > 0 || newVersions.length > 0 || latest?.id !== artefact.id;
  return {
    ok: true,
    publication,
    artefact,
    warnings: found,
    newVersions,
    changed,
    newAccess,
    isChange,
    products,
    losses,
  };
}

/** What changes are told against: consumers rely on prod, so that other variants hear what promoting would mean. */
async function inProd(
  queries: Queries,
  { variant, before, subgraphs, removed }: Offer,
): Promise<readonly SubgraphSubmission[]> {
  if (variant === prod) return before;
  const names = new Set([...subgraphs.map(({ name }) => name), ...removed]);
  return (await readRegisteredSubgraphs(queries)).filter(({ name }) => names.has(name));
}

/** Nobody relies on another variant, and its versions are drafts: what would be refused in prod is a warning. */
function toldOnly({ check, ...judgement }: ProductJudgement): ProductJudgement {
  const problems = check.problems.map((problem): Problem => ({ ...problem, severity: 'warning' }));
  return { ...judgement, check: { ...check, problems } };
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

function urnsOf({ subgraphs }: Publication): string[] {
  return subgraphs.flatMap(({ contracts }) => contracts.map(({ urn }: Contract) => urn));
}
