// The latency that a promise is about: that which its share of the fetches did not exceed.
import { latencyBoundsMs } from '../../../kit/latency-bounds.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { secondsBefore } from '../freshness/duration.ts';
import type { SlaRow } from '../freshness/queries.ts';
import { fetchBucketSeconds, latencyHistograms } from './queries.ts';
import { bucketStart } from './tallies.ts';

/** Of promises of latency; in the unit of each, in their order. */
export async function observedLatencies(
  database: Queries,
  slas: readonly SlaRow[],
  now: Date,
): Promise<(number | null)[]> {
  const histograms = await latencyHistograms(
    database,
    slas.map(({ subgraph, windowSeconds }) => ({
      subgraph: subgraph ?? '',
      from: bucketStart(secondsBefore(now, windowSeconds), fetchBucketSeconds),
      to: now,
    })),
  );
  return histograms.map((counts, index) => {
    const { target, threshold, thresholdSeconds } = slas[index]!;
    const latencyMs = latencyAt(counts, target);
    return latencyMs === null ? null : (latencyMs * threshold) / (thresholdSeconds! * 1_000);
  });
}

/**
 * Between two bounds latencies are taken to be spread evenly.
 * @param counts of the fetches up to each bound, and beyond the last
 * @returns milliseconds; null where nothing was counted, or where it is beyond the last bound
 */
export function latencyAt(counts: readonly number[], share: number): number | null {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  if (wanted === 0) return null;
  let below = 0;
  for (const [index, bound] of latencyBoundsMs.entries()) {
    const count = counts[index] ?? 0;
    const lower = latencyBoundsMs[index - 1] ?? 0;
    if (below + count >= wanted) return lower + ((wanted - below) / count) * (bound - lower);
    below += count;
  }
  return null;
}
