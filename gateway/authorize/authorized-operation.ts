// What is left of an operation for one caller: the shape, and a verdict per field. Shared by all callers with equal verdicts.
import type { Decision } from '../../policies/decide/decisions.ts';
import type { RowSelection } from '../../policies/decide/row-selection.ts';
import type { OnStale } from '../operation/fresh-directive.ts';
import type { OperationShape } from '../operation/shape.ts';
import type { IdentifiedTypes } from './identified-types.ts';

export interface AuthorizedOperation {
  readonly shape: OperationShape;
  /** By slot; undefined means allowed and unmasked. Fields below a denied field have no verdict of their own. */
  readonly verdicts: readonly (Verdict | undefined)[];
  /** Object types of which the caller may not see every object, by name; absent when there are none. */
  readonly rows?: ReadonlyMap<string, RowGuard>;
  /** Set where the audit must know whose protected data is shown. */
  readonly identified?: IdentifiedTypes;
  /** The verdicts as text: the cache key of everything derived from this. Empty when nothing is denied, masked or guarded by row. */
  readonly key: string;
}

export type Verdict = Denial | Masking | RowGuard | Stale;

/** The field is never fetched for the caller; the response has null and an error there. */
export interface Denial {
  readonly kind: 'deny';
  readonly code: 'FORBIDDEN' | 'UNAUTHENTICATED' | 'POLICY_UNAVAILABLE';
  /** Name of the rule that decided; for audit and explain, never shown to a client without a role. */
  readonly rule: string;
  /** A sentence for clients that may know the rules: "Needs scope customers:pii:read." */
  readonly reason: string;
  /** A sentence for every client. */
  readonly brief: string;
  /** Whether access could be requested: no guardrail stands in the way that no grant moves. */
  readonly requestable?: boolean;
}

/** The field is fetched and its value replaced on the way out. */
export interface Masking {
  readonly kind: 'mask';
  readonly rule: string;
  readonly mask: string;
  readonly apply: (value: unknown) => unknown;
}

/** What is guarded is fetched, with what the rules read of the row; each row is judged before anything of it goes out. */
export interface RowGuard {
  readonly kind: 'row';
  readonly rule: string;
  /** Empty where the caller alone decides, which happens for whole types only. */
  readonly inputs: RowSelection;
}

/** The field is not fetched, because its data is older than the client accepts; the response has null there. */
export interface Stale {
  readonly kind: 'stale';
  readonly rule: '@fresh';
  readonly onStale: Exclude<OnStale, 'WARN'>;
}

export function isFetched(verdict: Verdict | undefined): boolean {
  return verdict?.kind !== 'deny' && verdict?.kind !== 'stale';
}

/** What one request was allowed. */
export interface Authorization {
  readonly operation: AuthorizedOperation;
  /** Of the fields that are guarded by row, by slot; empty for nearly every operation. */
  readonly fields: ReadonlyMap<number, Decision>;
  /** Of the guarded types, by name. */
  readonly types: ReadonlyMap<string, Decision>;
  /** Ids of the grants, and of the break-glass, without which less would have been allowed. Grows while rows are judged. */
  readonly opened: ReadonlySet<string>;
}
