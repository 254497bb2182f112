// What is known of the real use of coordinates: the question that verdicts on changes, deprecations and impact ask.
import type { Queries } from '../../../kit/postgres.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';

export interface Traffic {
  /** Whether gateways have reported without a gap for the whole of the window: only then is silence an answer. */
  readonly coversWindow: boolean;
  /** Since when there are reports; null when there are none. */
  readonly knownSince: Date | null;
  readonly uses: readonly CoordinateUse[];
}

/** One client that asked for a coordinate with one operation within the window. */
export interface CoordinateUse {
  readonly coordinate: Coordinate;
  /** SHA-256 (hex) of the normalised document. */
  readonly operationHash: string;
  readonly operationName: string | null;
  /** The client's id (`azp`); `anonymous` where there is none. */
  readonly client: string;
  readonly requests: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** @param coordinates those that are asked about; uses come for these only */
export async function trafficOf(
  _queries: Queries,
  _coordinates: readonly Coordinate[],
  _window: { readonly from: Date; readonly to: Date },
): Promise<Traffic> {
  return { coversWindow: false, knownSince: null, uses: [] };
}
