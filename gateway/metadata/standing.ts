// How the products of the graph stand, as the gateway knows it at this moment. Watermarks and not ages: how old the data is
// follows from the clock, so that it is right between two answers of the registry, and grows while there is none.
import type { ProductStanding } from '../../schema/standing.ts';

export interface Standing {
  /** Null before the first answer of the registry. */
  known(): KnownStanding | null;
  stop(): Promise<void>;
}

export interface KnownStanding {
  /** By id, `orders/orders`. */
  readonly products: ReadonlyMap<string, ProductStanding>;
  /** When it was last known to be true. */
  readonly asOf: Date;
}
