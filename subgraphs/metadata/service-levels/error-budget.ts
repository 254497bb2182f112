// What a promise allows to go wrong, how much of it is used up, and how fast. Pure: from what was counted over windows alone.
import { type BurnAlert, type BurnWindow, burnRulesOf, hour } from '../../../schema/service-levels/burn-rules.ts';

/** Of what was measured (seconds, fetches, values), how much was as promised. */
export interface Tally {
  readonly good: number;
  readonly total: number;
}

export interface Burn extends BurnWindow {
  /** 1: at this pace exactly all that is allowed is used. Null: nothing is known of the window; Infinity: nothing is allowed. */
  readonly rate: number | null;
  /** Part of an alert that fires. */
  readonly alerting: boolean;
}

export interface ErrorBudget {
  /** The share that is left, 1 for all; negative when more than all is used. Null: nothing is known. */
  readonly remaining: number | null;
  readonly burn: readonly Burn[];
  readonly alert: BurnAlert | null;
  /** When nothing is left if the next hours are as the last one was; null when that does not come. */
  readonly exhaustsAt: Date | null;
}

/** @param target the share that has to be good */
export function burnRate({ good, total }: Tally, target: number): number | null {
  if (total <= 0) return null;
  const bad = total - good;
  return bad <= 0 ? 0 : bad / (allowedShare(target) * total);
}

/** 1 - 0.9 is 0.09999999999999998 in floating point, and a limit would be exceeded by that. */
function allowedShare(target: number): number {
  return Math.round((1 - target) * 1e12) / 1e12;
}

export interface BudgetQuestion {
  readonly target: number;
  readonly windowSeconds: number;
  /** Over the window of the promise. */
  readonly whole: Tally;
  /** By the windows of burnWindowsOf. */
  readonly recent: readonly { readonly window: BurnWindow; readonly tally: Tally }[];
  readonly now: Date;
}

export function errorBudget(question: BudgetQuestion): ErrorBudget {
  const { target, windowSeconds, whole, recent } = question;
  const rates = new Map(recent.map(({ window, tally }) => [window.window, burnRate(tally, target)]));
  const isFast = (window: BurnWindow | null, moreThan: number) =>
    window === null || (rates.get(window.window) ?? 0) > moreThan;
  const firing = burnRulesOf(windowSeconds).filter(
    ({ long, short, moreThan }) => isFast(long, moreThan) && isFast(short, moreThan),
  );
  const alarming = new Set(firing.flatMap(({ long, short }) => [long, short]));
  return {
    remaining: remainingOf(whole, target),
    burn: recent.map(({ window }) => ({
      ...window,
      rate: rates.get(window.window)!,
      alerting: alarming.has(window),
    })),
    alert: firing[0]?.alert ?? null,
    exhaustsAt: exhaustion(question),
  };
}

function remainingOf({ good, total }: Tally, target: number): number | null {
  if (total <= 0) return null;
  const bad = total - good;
  if (bad <= 0) return 1;
  const allowed = allowedShare(target) * total;
  return allowed > 0 ? 1 - bad / allowed : 0;
}

/** Where what went wrong meets what is allowed, if both grow as they did in the last hour and nothing leaves the window. */
function exhaustion({ target, whole, recent, now }: BudgetQuestion): Date | null {
  const lastHour = recent.find(({ window }) => window === hour)?.tally;
  const bad = whole.total - whole.good;
  const left = allowedShare(target) * whole.total - bad;
  if (bad > 0 && left <= 0) return now;
  if (!lastHour) return null;
  const usedPerHour = lastHour.total - lastHour.good - allowedShare(target) * lastHour.total;
  return usedPerHour > 0 ? new Date(now.getTime() + (left / usedPerHour) * hour.seconds * 1_000) : null;
}
