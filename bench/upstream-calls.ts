// The calls that a gateway makes to answer a query, in the order in which they wait for each other.

export interface UpstreamCall {
  readonly url: string;
  readonly body: string;
  readonly arrivedAtMs: number;
}

/** Calls that may be under way together. */
export type Wave = readonly UpstreamCall[];

/** While calls are recorded every answer is held back, so what arrives after a pause waited for an answer. */
const pauseMs = 20;

export function wavesOf(calls: readonly UpstreamCall[]): readonly Wave[] {
  const waves: UpstreamCall[][] = [];
  for (const call of calls) {
    const wave = waves.at(-1);
    const previous = wave?.at(-1);
    if (wave && previous && call.arrivedAtMs - previous.arrivedAtMs < pauseMs) wave.push(call);
    else waves.push([call]);
  }
  return waves;
}
