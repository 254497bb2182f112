// The requests to subgraphs behind an answer, as bars over the time that all of them took together.

export interface Fetch {
  readonly subgraph: string;
  readonly status: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly representations: number;
  readonly responseBytes: number;
}

export interface Bar extends Fetch {
  /** Requests of one step ran at the same time; a step began when all before it had ended. From 1. */
  readonly step: number;
  /** Shares of the whole, from 0 to 1. */
  readonly left: number;
  readonly width: number;
}

export interface Waterfall {
  readonly bars: readonly Bar[];
  readonly steps: number;
  /** From the first request to the last answer. */
  readonly totalMs: number;
  /** Of all requests one after the other. */
  readonly busyMs: number;
}

/** Clocks are read at different places: a request that begins a hair before another ends has waited for it. */
const toleranceMs = 0.2;

export function waterfallOf(fetches: readonly Fetch[]): Waterfall {
  const inOrder = [...fetches].sort((one, other) => one.startMs - other.startMs);
  const totalMs = Math.max(0, ...inOrder.map(endOf));
  const bars: Bar[] = [];
  let step = 0;
  let stepEndsMs = Number.NEGATIVE_INFINITY;
  for (const each of inOrder) {
    if (each.startMs >= stepEndsMs - toleranceMs) step++;
    stepEndsMs = Math.max(stepEndsMs, endOf(each));
    const share = (ms: number) => (totalMs === 0 ? 0 : ms / totalMs);
    bars.push({ ...each, step, left: share(each.startMs), width: share(each.durationMs) });
  }
  return { bars, steps: step, totalMs, busyMs: inOrder.reduce((sum, { durationMs }) => sum + durationMs, 0) };
}

function endOf({ startMs, durationMs }: Fetch): number {
  return startMs + durationMs;
}
