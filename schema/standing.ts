// How the products of a graph stand, as the registry tells its gateways (`GET /registry/standing`): the contract in force, how far
// the data reaches, what is wrong. Instants and not ages, so that what was read a while ago is still right.
import type { Coordinate } from './coordinates.ts';

export interface StandingSnapshot {
  /** Another one whenever anything below is another. */
  readonly version: string;
  readonly products: readonly ProductStanding[];
}

export interface ProductStanding {
  /** `orders/orders` */
  readonly id: string;
  /** The version in force. */
  readonly version: string;
  /** Of the version in force, such as `ACTIVE` or `DEPRECATED`. */
  readonly status: string;
  /** The version registered last. */
  readonly latest: string;
  readonly freshness: readonly ElementFreshness[];
  /** How its promises and incidents stand as a whole: `OK`, `AT_RISK`, `BREACHED` or `UNKNOWN`. */
  readonly health: string;
  readonly openIncidents: number;
  readonly deprecations: readonly FieldDeprecation[];
  readonly pins: readonly StoredPin[];
}

/** What is promised about, or reported of, a part of a product. */
export interface ElementFreshness {
  /** A type or a field; '' for the whole product. */
  readonly element: string;
  /** How old the newest data may be; null where nobody promises. */
  readonly promiseSeconds: number | null;
  /** Time of the newest event that the part is known to hold, ISO-8601; null when nobody has reported. */
  readonly newest: string | null;
}

export interface FieldDeprecation {
  readonly coordinate: Coordinate;
  readonly reason: string;
  readonly replacement: Coordinate | null;
  /** When it goes, ISO-8601. */
  readonly sunsetAt: string | null;
}

/** The versions that a consumer has said it can take. */
export interface StoredPin {
  readonly consumer: string;
  readonly range: string;
}
