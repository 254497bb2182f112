// Work that takes longer than others may wait, cut where it can be: it gives the thread back every few milliseconds. Written as a
// generator that yields wherever it could pause, and run at once where nobody waits.
import { setImmediate as nextTurn } from 'node:timers/promises';

export type Steps<Result> = Generator<void, Result, void>;

/** What others wait at most, if no single step takes longer. */
const sliceMs = 5;

/** @throws what the work throws */
export async function inSlices<Result>(steps: Steps<Result>): Promise<Result> {
  let endsAtMs = performance.now() + sliceMs;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < endsAtMs) continue;
    await nextTurn();
    endsAtMs = performance.now() + sliceMs;
  }
}

/** For work that waits for promises, which give nobody else a turn: to be awaited wherever it could pause. */
export function pauses(): () => Promise<void> | undefined {
  let endsAtMs = performance.now() + sliceMs;
  const rest = async (): Promise<void> => {
    await nextTurn();
    endsAtMs = performance.now() + sliceMs;
  };
  return () => (performance.now() < endsAtMs ? undefined : rest());
}

/** @throws what the work throws */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
