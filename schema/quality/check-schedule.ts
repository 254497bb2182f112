// When a quality check is to run, and how long its result says something. A result is stale when the second run after it is
// overdue: one may be late, and two that are missing are no longer an accident.
import { createHash } from 'node:crypto';
import { readCron } from '../../kit/cron.ts';
import { isoDurationSeconds } from '../contract/durations.ts';
import type { QualityRule } from '../contract/quality-rule.ts';

export interface CheckTimes {
  readonly dueAt: Date;
  readonly staleAt: Date;
}

const hourly = 'PT1H';
const daily = 'P1D';
const shortestMs = 60_000;
/** Checks of the same hour are spread over so much of the time between two runs, at most. */
const spread = 0.1;
const longestSpreadMs = 5 * 60_000;

/** As the rule says; every hour for what we run, every day for what another engine delivers, where it says nothing that is known. */
export function scheduleOf({ type, schedule }: QualityRule): string {
  if (schedule !== null && isSchedule(schedule)) return schedule;
  return type === 'custom' ? daily : hourly;
}

/** Five fields of cron, or an ISO-8601 duration of a minute or more. */
export function isSchedule(text: string): boolean {
  return runAfter(text, new Date(0)) !== null;
}

/** @param check its id, which decides about its place among the others of the same time */
export function timesAfter(schedule: string, check: string, lookedAt: Date): CheckTimes {
  const next = runAfter(schedule, lookedAt)!;
  const second = runAfter(schedule, next) ?? next;
  const gapMs = next.getTime() - lookedAt.getTime();
  const delayMs = Math.round(share(check) * Math.min(longestSpreadMs, gapMs * spread));
  return { dueAt: new Date(next.getTime() + delayMs), staleAt: new Date(second.getTime() + longestSpreadMs) };
}

function runAfter(schedule: string, after: Date): Date | null {
  const seconds = isoDurationSeconds(schedule);
  if (seconds === null) return readCron(schedule)?.next(after) ?? null;
  return seconds * 1_000 < shortestMs ? null : new Date(after.getTime() + seconds * 1_000);
}

/** From 0 to 1, always the same for the same check. */
function share(check: string): number {
  return createHash('sha256').update(check).digest().readUInt32BE() / 0xffff_ffff;
}
