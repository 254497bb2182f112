// What would become of a request before it is made: who would have to agree, or whether the policies do so by themselves. By the same
// judgement that decides about the request.
import { isoDuration, secondsOfDuration } from '../freshness/duration.ts';
import { openingsOfTargets, targetsInput } from './access-services.ts';
import { approversOfOpenings, judgeRequest, maxDurationSeconds, type PolicyResult } from './judge-request.ts';
import type { KnownTargets } from './known-targets.ts';

export interface AccessPreviewArguments {
  readonly targets: readonly string[];
  readonly purpose?: string | null;
  readonly duration?: string | null;
}

export interface AccessPreview {
  readonly approvers: readonly string[];
  readonly policyEvaluation: readonly PolicyResult[];
  readonly longest: string;
  readonly purposes: readonly string[] | null;
}

/** @throws GordianError ACCESS_TARGET_UNKNOWN, BAD_USER_INPUT */
export function previewAccess(
  known: KnownTargets,
  { duration, purpose, ...asked }: AccessPreviewArguments,
): AccessPreview {
  const targets = targetsInput(asked.targets, 'targets');
  const openings = openingsOfTargets(known, targets);
  const longest = maxDurationSeconds(openings);
  const durationSeconds = duration == null ? longest : secondsOfDuration(duration, 'duration');
  const { results, toAgree } = judgeRequest(openings, { purpose: purpose ?? '', durationSeconds });
  return {
    approvers: approversOfOpenings(toAgree),
    policyEvaluation: results,
    longest: isoDuration(longest),
    purposes: purposesForAll(targets, known),
  };
}

/** Null where none of the targets is bound to purposes. */
function purposesForAll(targets: readonly string[], known: KnownTargets): readonly string[] | null {
  return targets
    .flatMap((target) => {
      const allowed = known.purposesOf(target);
      return allowed === null ? [] : [allowed];
    })
    .reduce<readonly string[] | null>(
      (shared, allowed) => (shared === null ? allowed : shared.filter((purpose) => allowed.includes(purpose))),
      null,
    );
}
