// How long to wait before something that is lost is tried again: longer each time while it fails, up to a bound. Pure.

export interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * @param formerMs the wait before; null when there was none
 * @param heldMs how long it went well; what holds for long enough begins anew, whatever was told meanwhile
 */
export function nextWaitMs(formerMs: number | null, heldMs: number, { firstMs, mostMs }: Pace): number {
  if (formerMs === null || heldMs > mostMs) return firstMs;
  return Math.min(formerMs * 2, mostMs);
}
