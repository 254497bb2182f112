// What stands between an offer and the registry that needs no database: contracts and schemas are held together, composed, compared
// with what is in force, linted, planned on trial, and asked who may see what is new. Pure, and the longest work of the registry by
// far, so that a thread of its own does it (gate-thread.ts).
import type { RuleFiles } from '../../../../policies/reload/rule-files.ts';
import { hasErrors, type Problem } from '../../../../schema/problem.ts';
import { type Publication, preparePublication, type SubgraphSubmission } from '../../../../schema/publication.ts';
import { compareWithForce, type ProductComparison } from '../compare-with-force.ts';
import { type AccessFindings, accessOfNew, type NewAccess } from './access-of-new.ts';
import { findLosses, type Loss } from './find-losses.ts';
import { findUnplannable } from './find-unplannable.ts';
import { lintOffered } from './lint-offered.ts';
import { findOverridesOfNobody } from './overrides.ts';
import { tellLosses } from './tell-losses.ts';

export interface Examination {
  /** What is registered. */
  readonly before: readonly SubgraphSubmission[];
  /** What changes are told against; for prod the same. */
  readonly inForce: readonly SubgraphSubmission[];
  /** What is offered, in part the same. */
  readonly offered: readonly SubgraphSubmission[];
  /** The whole graph as it would be. */
  readonly after: readonly SubgraphSubmission[];
  /** The supergraph of what is registered; null before the first. */
  readonly servedSdl: string | null;
  /** The rules that serve; null where there are none, and nobody can tell who would see what. */
  readonly rules: RuleFiles | null;
}

export type Examined = RefusedOffer | ExaminedOffer;

export interface RefusedOffer {
  readonly ok: false;
  /** Where the first error stands. */
  readonly stage: 'contract' | 'composition';
  /** Errors first. */
  readonly problems: readonly Problem[];
}

export interface ExaminedOffer {
  readonly ok: true;
  readonly publication: Publication;
  readonly warnings: readonly Problem[];
  readonly comparisons: readonly ProductComparison[];
  /** Who would see each field that nothing registered has. */
  readonly newAccess: readonly NewAccess[];
  /** Of subgraphs that the offer does not change. */
  readonly losses: readonly Loss[];
}

/** @param onRisk hears what is wrong if the thread never comes back from what it does next. Never rejects for what is offered. */
export async function examine(examination: Examination, onRisk: (problem: Problem) => void): Promise<Examined> {
  const { before, inForce, offered, after } = examination;
  const prepared = preparePublication(after);
  if (!prepared.ok) return prepared;
  const { publication } = prepared;
  const ofNobody = findOverridesOfNobody(examination);
  if (ofNobody.length > 0) return { ok: false, stage: 'composition', problems: [...ofNobody, ...prepared.warnings] };
  const warnings = [...prepared.warnings, ...lintOffered(publication, offered, before)];
  if (hasErrors(warnings)) return { ok: false, stage: 'contract', problems: errorsFirst(warnings) };
  const unplannable = await findUnplannable(publication, onRisk);
  if (hasErrors(unplannable))
    return { ok: false, stage: 'composition', problems: errorsFirst([...unplannable, ...warnings]) };
  const { access, problems }: AccessFindings = await accessOfNew(publication, examination);
  const losses = findLosses(publication, examination);
  return {
    ok: true,
    publication,
    warnings: [...tellLosses(losses, publication, offered), ...warnings, ...unplannable, ...problems],
    comparisons: compareWithForce(inForce, offered, publication),
    newAccess: access,
    losses,
  };
}

function errorsFirst(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}
