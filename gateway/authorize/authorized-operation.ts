// What is left of an operation for one caller: the shape, and a verdict per field. Shared by all callers with equal verdicts.
import type { OperationShape } from '../operation/shape.ts';

export interface AuthorizedOperation {
  readonly shape: OperationShape;
  /** By slot; undefined means allowed and unmasked. Fields below a denied field have no verdict of their own. */
  readonly verdicts: readonly (Verdict | undefined)[];
  /** The verdicts as text: the cache key of everything derived from this. Empty when nothing is denied or masked. */
  readonly key: string;
}

export type Verdict = Denial | Masking;

/** The field is never fetched for the caller; the response has null and an error there. */
export interface Denial {
  readonly kind: 'deny';
  readonly code: 'FORBIDDEN' | 'UNAUTHENTICATED' | 'POLICY_UNAVAILABLE';
  /** Name of the rule that decided; for audit and explain, never shown to a client without a role. */
  readonly rule: string;
  /** What the client may be told, a sentence: "Needs scope customers:pii:read." */
  readonly reason: string;
}

/** The field is fetched and its value replaced on the way out. */
export interface Masking {
  readonly kind: 'mask';
  readonly rule: string;
  readonly mask: string;
  readonly apply: (value: unknown) => unknown;
}
