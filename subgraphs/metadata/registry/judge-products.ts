// The judgement on each product of a registration: verdicts, agreement, problems and policies.
import type { Queries } from '../../../kit/postgres.ts';
import type { Contract } from '../../../schema/contract/contract.ts';
import { checkBump } from '../../../schema/contract-changes/required-bump.ts';
import { type Problem, problemAt } from '../../../schema/problem.ts';
import type { Publication } from '../../../schema/publication.ts';
import { sunsetsOf } from '../deprecation/queries.ts';
import { pinsOfProducts } from '../pins/queries.ts';
import { type Consent, findConsent } from '../proposals/consent.ts';
import type { ProductComparison } from './compare-with-force.ts';
import { type ContractCheck, proposalReference } from './contract-check.ts';
import { checkLifecycle } from './lifecycle.ts';
import { obstaclesOf } from './obstacles.ts';
import { opensAgain } from './opens-again.ts';
import { policyResults } from './policy-results.ts';
import type { NewVersion } from './queries.ts';
import { goingBack, type Permission } from './registration.ts';
import { judgeChanges } from './verdict/judge-changes.ts';
import { type IsNamed, type JudgedChange, namedFor } from './verdict/judged-change.ts';
import { leavesPins } from './verdict/leaves-pins.ts';
import type { VersionProblem } from './versions.ts';

export interface ProductJudgement {
  readonly check: ContractCheck;
  readonly comparison: ProductComparison;
  /** Null where nobody has to agree. */
  readonly consent: Consent | null;
}

export interface Judging {
  readonly comparisons: readonly ProductComparison[];
  readonly newVersions: readonly NewVersion[];
  readonly versionProblems: readonly VersionProblem[];
  readonly publication: Publication;
  readonly permission: Permission;
  readonly isNamed: IsNamed;
}

export async function judgeProducts(queries: Queries, judging: Judging, now: Date): Promise<ProductJudgement[]> {
  const { comparisons, publication } = judging;
  const changes = await judgedChanges(queries, comparisons, publication, now);
  const judgements: ProductJudgement[] = [];
  for (const [index, comparison] of comparisons.entries())
    judgements.push(await judgeProduct(queries, { ...judging, comparison, changes: changes[index]! }, now));
  return judgements;
}

async function judgedChanges(
  queries: Queries,
  comparisons: readonly ProductComparison[],
  { classifications }: Publication,
  now: Date,
): Promise<JudgedChange[][]> {
  const products = new Set(comparisons.flatMap(({ after }) => after?.contract.product ?? []));
  const changed = comparisons.map(({ before, changes }) => (before === null ? null : { before, changes }));
  const judged = await judgeChanges(
    queries,
    changed.filter((one) => one !== null),
    { classifications, products },
    now,
  );
  const pins = await pinsOfProducts(
    queries,
    comparisons.map(({ urn }) => urn),
  );
  return comparisons.map(({ urn, before, after }) => {
    if (before === null) return [];
    const own = judged.shift()!;
    if (after === null) return own;
    const versions = { from: before.contract.version, to: after.contract.version };
    const left = leavesPins(
      after.contract.product,
      versions,
      pins.filter((pin) => pin.productUrn === urn),
    );
    return [...own, ...left];
  });
}

interface JudgingProduct extends Judging {
  readonly comparison: ProductComparison;
  readonly changes: readonly JudgedChange[];
}

async function judgeProduct(queries: Queries, judging: JudgingProduct, now: Date): Promise<ProductJudgement> {
  const { comparison, changes, publication, isNamed } = judging;
  const { urn, before, after, requiredBump } = comparison;
  const { supergraphSdl } = publication;
  const consent = await findConsent(queries, { productUrn: urn, changes, supergraphSdl }, now);
  const sunsets = await sunsetsOf(
    queries,
    changes.map(({ coordinate }) => coordinate),
  );
  const { contract } = (after ?? before)!;
  const isReturn = isGoingBack(comparison, judging);
  const problems = [
    ...problemsOfVersion(comparison, judging, isReturn),
    ...obstaclesOf({ contract, changes, consent, sunsets, isNamed }, isReturn ? goingBack : judging.permission, now),
  ];
  const check: ContractCheck = {
    product: contract.product,
    version: contract.version,
    previousVersion: before?.contract.version ?? null,
    requiredBump,
    changes: namedFor(isNamed, changes),
    policies: policyResults(problems, requiredBump),
    problems,
    proposal: consent?.proposal ? proposalReference(consent.proposal, consent, now, isNamed) : null,
  };
  return { check, comparison, consent };
}

function isGoingBack({ before, after }: ProductComparison, { newVersions }: Judging): boolean {
  if (before === null || after === null || before.contract.version === after.contract.version) return false;
  return !newVersions.some(
    ({ productUrn, version }) => productUrn === after.contract.urn && version === after.contract.version,
  );
}

function problemsOfVersion(
  { urn, before, after, changes }: ProductComparison,
  { versionProblems, permission }: Judging,
  isReturn: boolean,
): Problem[] {
  const own = versionProblems.filter(({ productUrn }) => productUrn === urn).map(({ problem }) => problem);
  if (before === null || after === null) return own;
  if (isReturn) return [...own, ...openedAgain(after.contract, opensAgain(before, after, changes), permission)];
  // The version that can be registered is advised already.
  const ofBump = own.length > 0 ? [] : checkBump(before.contract, after.contract, changes);
  return [...own, ...ofBump, ...checkLifecycle(before.contract, after.contract)];
}

/** Nobody who goes back in haste reads every change. */
function openedAgain({ versionPlace }: Contract, opened: readonly string[], { open }: Permission): Problem[] {
  return opened.map((message) =>
    problemAt(versionPlace, {
      code: 'OPENS_AGAIN',
      severity: open === null ? 'error' : 'warning',
      message: `Going back opens what was closed since. ${message}`,
      fix: 'Publish the earlier schema with what closes in the schema and the contract of now, or go back all the same: --force with --reason (scope gordian:contract:force).',
    }),
  );
}
