// How late the event loop is: a timer that should fire at a fixed pace says by how much it does not. Read by whoever admits
// requests, which costs them nothing; the timer itself fires fifty times a second.

export interface LoopLag {
  /** Milliseconds, smoothed over the last few samples. */
  readonly ms: number;
}

const sampleMs = 20;
/** Of the newest sample. One long pause (a collection of garbage) counts for half; the same pause twice counts. */
const weight = 0.5;

export function measureLoopLag(): LoopLag & { stop(): void } {
  let smoothedMs = 0;
  let dueAt = performance.now() + sampleMs;
  const timer = setInterval(() => {
    const now = performance.now();
    smoothedMs += weight * (Math.max(0, now - dueAt) - smoothedMs);
    dueAt = now + sampleMs;
  }, sampleMs);
  timer.unref();
  return {
    get ms() {
      return smoothedMs;
    },
    stop: () => clearInterval(timer),
  };
}
