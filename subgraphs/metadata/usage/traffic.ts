// What is known of the real use of coordinates: the question that verdicts on changes, deprecations and impact ask.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { type CoordinateUse, type CoverageRow, coverageOf, usesOf, type Window } from './queries/traffic.ts';

export interface Traffic {
  /** Whether gateways have reported without a gap for the whole of the window, and all uses are here: only then is silence an answer. */
  readonly coversWindow: boolean;
  /** Since when there are reports; null when there are none. */
  readonly knownSince: Date | null;
  readonly uses: readonly CoordinateUse[];
}

/** More would not fit into memory. */
const maxUses = 100_000;

/**
 * @param coordinates types, fields, arguments (`Query.customers(filter:)`) and fields of inputs; uses come for these only
 * @param window in whole hours: the one in which it begins counts from its beginning
 */
export async function trafficOf(
  queries: Queries,
  coordinates: readonly Coordinate[],
  window: Window,
  limit = maxUses,
): Promise<Traffic> {
  const coverage = await coverageOf(queries, window);
  const uses = coordinates.length === 0 ? [] : await usesOf(queries, coordinates, window, limit + 1);
  return {
    coversWindow: covers(coverage, window) && uses.length <= limit,
    knownSince: coverage.knownSince,
    uses: uses.slice(0, limit),
  };
}

/** Whether silence within the window says that there was nothing. */
export function covers({ knownSince, hasGap }: CoverageRow, { from }: Window): boolean {
  return knownSince !== null && knownSince <= from && !hasGap;
}
