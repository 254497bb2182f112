// How long until a token ends, as a timer takes it.

/** Beyond, a timer of Node fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** @param instant in seconds since the epoch */
export function millisecondsUntil(instant: number): number {
  return Math.min(Math.max(0, instant * 1_000 - Date.now()), longestTimerMs);
}
