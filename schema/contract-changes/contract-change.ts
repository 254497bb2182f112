// What differs between two versions of a product's contract and schema, in the words that people decide by.
import type { Coordinate } from '../coordinates.ts';

/** What the change is about: the shape of the data, what is promised of it, who may use it how, or what it costs. */
export type ChangeAxis = 'SCHEMA' | 'GUARANTEE' | 'GOVERNANCE' | 'COMMERCIAL';

/** In the order of weight. */
export type ChangeSeverity = 'INFO' | 'WARNING' | 'BREAKING';

export type Bump = 'NONE' | 'PATCH' | 'MINOR' | 'MAJOR';

export interface ContractChange {
  /** A type, field or argument; the id of the product where the change is about the whole of it. */
  readonly coordinate: Coordinate;
  readonly axis: ChangeAxis;
  /** Such as `FIELD_REMOVED`, `SLA_RELAXED`, `CLASSIFICATION_RAISED`. */
  readonly kind: string;
  readonly severity: ChangeSeverity;
  /** JSON; null where there was nothing. */
  readonly before: unknown;
  /** JSON; null where there is nothing any more. */
  readonly after: unknown;
  /** For people, one sentence. */
  readonly message: string;
}
