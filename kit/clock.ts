// Time as a value that is handed in, so that freshness, expiry and seeds can be tested without waiting.

export interface Clock {
  now(): Date;
}

export interface AdvancingClock extends Clock {
  advance(milliseconds: number): void;
}

export const systemClock: Clock = { now: () => new Date() };

/** Always the same instant. */
export function fixedClock(instant: Date | string): Clock {
  const time = new Date(instant).getTime();
  return { now: () => new Date(time) };
}

/** Stands still until told to advance. */
export function advancingClock(start: Date | string): AdvancingClock {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}
