// How old data is at an instant, by what its product has promised and reported. Pure.
import type { Coordinate } from '../../schema/coordinates.ts';
import { type FreshnessStatus, freshnessStatus, rankOfStatus } from '../../schema/freshness-status.ts';
import type { ElementFreshness, ProductStanding } from '../../schema/standing.ts';

/** The age of data against what is asked of it. */
export interface MeasuredAge {
  /** Null when nobody has reported. */
  readonly ageSeconds: number | null;
  /** Null while it is not known what is promised. */
  readonly limitSeconds: number | null;
}

export interface AgeOfProduct {
  readonly ageSeconds: number | null;
  /** Null when nobody promises. */
  readonly promiseSeconds: number | null;
  readonly status: FreshnessStatus;
}

/** Whether there is anything by which the age of its data could be known. */
export function tellsAge({ freshness }: ProductStanding): boolean {
  return freshness.length > 0;
}

/**
 * By what is said about the field itself; else about its type; else about the whole product; else about all of its parts. Of several
 * the one that is farthest beyond its limit, so that no part is fresher than is said.
 * @param withinSeconds null: what is promised about each
 * @returns null when there is no limit
 */
export function ageOfField(
  { freshness }: ProductStanding,
  coordinate: Coordinate,
  withinSeconds: number | null,
  now: Date,
): MeasuredAge | null {
  const measured = closest(freshness, coordinate).flatMap((part) => {
    const limitSeconds = withinSeconds ?? part.promiseSeconds;
    return limitSeconds === null ? [] : [{ ageSeconds: ageOf(part, now), limitSeconds }];
  });
  const [first = null, ...others] = measured;
  return others.reduce((worst, next) => (excessOf(next) > excessOf(worst!) ? next : worst), first);
}

/** What nobody knows is taken for too old. */
export function isStale({ ageSeconds, limitSeconds }: MeasuredAge): boolean {
  return ageSeconds === null || limitSeconds === null || ageSeconds > limitSeconds;
}

/** By the promise that deserves attention first; without any, by the oldest report. */
export function ageOfProduct({ freshness }: ProductStanding, now: Date): AgeOfProduct {
  const promised = freshness.filter(({ promiseSeconds }) => promiseSeconds !== null);
  const ages = (promised.length > 0 ? promised : freshness).map((part) => standingOf(part, now));
  return ages.reduce((worst, next) => (isWorse(next, worst) ? next : worst), ages[0] ?? nothingSaid);
}

const nothingSaid: AgeOfProduct = { ageSeconds: null, promiseSeconds: null, status: 'UNKNOWN' };

function closest(freshness: readonly ElementFreshness[], coordinate: Coordinate): readonly ElementFreshness[] {
  const levels = [
    freshness.filter(({ element }) => element === coordinate),
    freshness.filter(({ element }) => typeOf(element) === typeOf(coordinate)),
    freshness.filter(({ element }) => element === ''),
  ];
  return levels.find((parts) => parts.length > 0) ?? freshness;
}

function standingOf(part: ElementFreshness, now: Date): AgeOfProduct {
  const { promiseSeconds } = part;
  const ageSeconds = ageOf(part, now);
  const status = promiseSeconds === null ? 'UNKNOWN' : freshnessStatus(ageSeconds, promiseSeconds);
  return { ageSeconds, promiseSeconds, status };
}

/** Never negative: the clock of a reporter may run a little ahead of ours. */
function ageOf({ newest }: ElementFreshness, now: Date): number | null {
  return newest === null ? null : Math.max(0, (now.getTime() - Date.parse(newest)) / 1_000);
}

function isWorse(one: AgeOfProduct, other: AgeOfProduct): boolean {
  const byStatus = rankOfStatus(one.status) - rankOfStatus(other.status);
  return byStatus > 0 || (byStatus === 0 && known(one.ageSeconds) > known(other.ageSeconds));
}

function excessOf({ ageSeconds, limitSeconds }: MeasuredAge): number {
  return known(ageSeconds) / (limitSeconds ?? 0);
}

function known(ageSeconds: number | null): number {
  return ageSeconds ?? Number.POSITIVE_INFINITY;
}

function typeOf(coordinate: Coordinate): string {
  return coordinate.split('.')[0]!;
}
