// The calls that a gateway makes to answer a query, in the order in which they wait for each other.

export interface UpstreamCall {
  readonly url: string;
  readonly body: string;
  /** How many calls had their answer when this one came: it may have waited for them. */
  readonly answeredBefore: number;
}

/** Calls that may be under way together. */
export type Wave = readonly UpstreamCall[];

/** While calls are recorded every answer is held back, so a call that comes after an answer has waited for one. */
export function wavesOf(calls: readonly UpstreamCall[]): readonly Wave[] {
  const waves: UpstreamCall[][] = [];
  let before = 0;
  for (const [index, call] of calls.entries()) {
    const wave = waves.at(-1);
    if (wave && call.answeredBefore <= before) wave.push(call);
    else {
      waves.push([call]);
      before = index;
    }
  }
  return waves;
}
