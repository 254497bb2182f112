// The bounds by which latencies are counted, the same at the gateways and wherever their counts are read: stored counts mean
// nothing with others.

/** Upper ends in milliseconds, included; what took longer than the last is counted beyond it. */
export const latencyBoundsMs: readonly number[] = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000,
  15_000,
];

/** How many counts there are: one for each bound, and one beyond. */
export const latencyCounts = latencyBoundsMs.length + 1;

/** Which count a latency belongs to. */
export function latencyIndex(latencyMs: number): number {
  const index = latencyBoundsMs.findIndex((bound) => latencyMs <= bound);
  return index < 0 ? latencyBoundsMs.length : index;
}
