// The time that a question about usage is about: it ends now.
import { secondsOfDuration } from '../freshness/duration.ts';
import type { Window } from './queries/traffic.ts';

export const usualWindow = 'P30D';

/** @throws GordianError BAD_USER_INPUT unless it is a positive duration of at most a year */
export function windowUntil(now: Date, duration: string): Window {
  return { from: new Date(now.getTime() - secondsOfDuration(duration) * 1_000), to: now };
}
