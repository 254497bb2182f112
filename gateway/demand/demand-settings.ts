// Demand control as an operator sets it.

export interface DemandSettings {
  /** `measure`: costs are worked out and logged, nothing is refused. */
  readonly mode: 'off' | 'measure' | 'enforce';
  /** What one operation of a client may cost at most. */
  readonly maxCost?: number | undefined;
  /** The same for clients by their id; wins over `maxCost`. */
  readonly perClient: Readonly<Record<string, number>>;
  /** Items in a list about which no subgraph says anything. */
  readonly assumedListSize: number;
  /** What a slicing argument may ask for at most; anything without it. */
  readonly maxListSize?: number | undefined;
  /** `asked`: what an answer really cost is counted only for clients that ask for it, because it takes reading the answer again. */
  readonly countAnswers: 'always' | 'asked';
}
