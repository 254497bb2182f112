// Work that is repeated in the background for as long as the process lives: one round at a time, the next one a while after it.
// After a failure it tries again soon, and waits longer each time.

/** Runs an action once after a delay; the returned function cancels it. */
export type Schedule = (action: () => void, delayMs: number) => () => void;

export interface Rounds {
  /** Waits for the round under way. */
  stop(): Promise<void>;
}

export interface RoundsOptions {
  readonly round: () => Promise<void>;
  readonly intervalMs: number;
  /** Called once when it goes on failing: at a start the others are not there yet, which is nothing to tell. */
  readonly onFailing: (error: unknown) => void;
  readonly schedule?: Schedule | undefined;
}

const firstRetryMs = 1_000;
const longestDelayMs = 60_000;
/** Sooner, every start would warn. */
const failuresUntilTold = 4;

export function startRounds({ round, intervalMs, onFailing, schedule = inBackground }: RoundsOptions): Rounds {
  let failures = 0;
  let stopped = false;
  let underWay = Promise.resolve();
  let cancel = schedule(begin, 0);

  function begin(): void {
    underWay = runOnce();
  }

  async function runOnce(): Promise<void> {
    try {
      await round();
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === failuresUntilTold) onFailing(error);
    }
    const delayMs = failures === 0 ? intervalMs : Math.min(longestDelayMs, firstRetryMs * 2 ** (failures - 1));
    if (!stopped) cancel = schedule(begin, delayMs);
  }

  return {
    stop: () => {
      stopped = true;
      cancel();
      return underWay;
    },
  };
}

/** A timer that does not keep the process alive. */
export function inBackground(action: () => void, delayMs: number): () => void {
  const timer = setTimeout(action, delayMs).unref();
  return () => clearTimeout(timer);
}
