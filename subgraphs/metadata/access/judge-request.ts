// What the policies say to a request before any person is asked, and whether the people who were asked have agreed. Pure.
import { isoDuration } from '../freshness/duration.ts';
import type { Opening } from './known-targets.ts';

/** As it is stored and shown. */
export interface PolicyResult {
  readonly policy: string;
  readonly passed: boolean;
  /** `APPROVAL`: people decide instead. */
  readonly severity: 'INFO' | 'APPROVAL';
  readonly detail: string;
}

export interface Judgement {
  readonly results: readonly PolicyResult[];
  /** What people have to agree to; empty: the policies have agreed to everything. */
  readonly toAgree: readonly Opening[];
}

export interface Agreement {
  readonly subject: string;
  /** The groups in whose name the person agreed. */
  readonly groups: readonly string[];
}

const day = 86_400;
const maxSecondsByPolicy = 14 * day;
const maxSecondsOfSensitive = 30 * day;
const maxSecondsOfAll = 90 * day;

/** The longest that may be asked for: what only people may agree to, they may agree to for a shorter time. */
export function maxDurationSeconds(openings: readonly Opening[]): number {
  return openings.some(({ purposes }) => purposes === null) ? maxSecondsOfSensitive : maxSecondsOfAll;
}

export function judgeRequest(
  openings: readonly Opening[],
  { purpose, durationSeconds }: { readonly purpose: string; readonly durationSeconds: number },
): Judgement {
  const isShort = durationSeconds <= maxSecondsByPolicy;
  const judged = openings.map((opening) => ({
    opening,
    passed: isShort && policyAgrees(opening, purpose),
  }));
  return {
    results: judged.length === 0 ? [nobodyHasToAgree] : judged.map(({ opening, passed }) => resultFor(opening, passed)),
    toAgree: judged.flatMap(({ opening, passed }) => (passed ? [] : opening)),
  };
}

/** For a short time, and no person needs to. */
export function policyAgrees({ purposes }: Opening, purpose: string | null): boolean {
  return purpose !== null && purposes?.includes(purpose) === true;
}

/** One person of the first level, and another one of the second where there is one, for each opening. */
export function isAgreed(openings: readonly Opening[], agreements: readonly Agreement[]): boolean {
  return openings.every(({ firstLevel, secondLevel }) => {
    const first = membersOf(firstLevel, agreements);
    if (secondLevel.length === 0) return first.length > 0;
    const second = membersOf(secondLevel, agreements);
    return first.some((one) => second.some((other) => other !== one));
  });
}

/** Whoever may decide about any of them. */
export function approversOfOpenings(openings: readonly Opening[]): string[] {
  return [...new Set(openings.flatMap(({ firstLevel, secondLevel }) => [...firstLevel, ...secondLevel]))].sort();
}

const nobodyHasToAgree: PolicyResult = {
  policy: 'internal',
  passed: true,
  severity: 'INFO',
  detail: 'Nothing of it is more than INTERNAL, and no rule of the domain closes it.',
};

function resultFor({ key, firstLevel, secondLevel, purposes }: Opening, passed: boolean): PolicyResult {
  if (passed) {
    const detail = `The contract allows the purpose, and the time is at most ${isoDuration(maxSecondsByPolicy)}.`;
    return { policy: key, passed, severity: 'INFO', detail };
  }
  const second = secondLevel.length > 0 ? `, and another person of ${secondLevel.join(' or ')}` : '';
  const hint =
    purposes !== null && purposes.length > 0
      ? ` Granted at once for ${purposes.join(', ')} and at most ${isoDuration(maxSecondsByPolicy)}.`
      : '';
  return {
    policy: key,
    passed,
    severity: 'APPROVAL',
    detail: `Somebody of ${firstLevel.join(' or ') || 'nobody'} has to agree${second}.${hint}`,
  };
}

function membersOf(groups: readonly string[], agreements: readonly Agreement[]): string[] {
  return agreements
    .filter((agreement) => agreement.groups.some((group) => groups.includes(group)))
    .map(({ subject }) => subject);
}
