// How late the event loop is: a timer that should fire at a fixed pace says by how much it does not. Read by whoever admits
// requests, which costs them nothing; the timer itself fires fifty times a second.

export interface LoopLag {
  /** Milliseconds, smoothed over the last few samples. */
  readonly ms: number;
}

const sampleMs = 20;
/** Of the newest sample. One long pause (a collection of garbage, say) counts for half, and is forgotten in a few samples. */
const weight = 0.5;

let measured: { ms: number } | null = null;

/** A process has one event loop, so everyone reads the same measurement. It keeps no process alive. */
export function loopLag(): LoopLag {
  measured ??= startMeasuring();
  return measured;
}

function startMeasuring(): { ms: number } {
  const lag = { ms: 0 };
  let dueAt = performance.now() + sampleMs;
  const sample = (): void => {
    const now = performance.now();
    lag.ms += weight * (Math.max(0, now - dueAt) - lag.ms);
    dueAt = now + sampleMs;
  };
  setInterval(sample, sampleMs).unref();
  return lag;
}
