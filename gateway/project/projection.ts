// What the projector gives, and what it keeps in hand while it walks: where it is, and the errors so far.
import type { AuthorizedOperation, Denial } from '../authorize/authorized-operation.ts';
import type { FetchedData, Path } from '../execute/fetched-data.ts';
import type { IntrospectionAnswer } from '../operation/introspection.ts';
import type { FieldShape } from '../operation/shape.ts';

export interface ProjectedError {
  readonly message: string;
  readonly path: Path;
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}

export interface Projection {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly ProjectedError[];
}

export interface ProjectionContext {
  readonly introspection?: IntrospectionAnswer;
  /** The id under which the audit knows this decision. */
  readonly decisionId?: (field: FieldShape, denial: Denial) => string;
}

export type Projector = (fetched: FetchedData, context?: ProjectionContext) => Projection;

export interface FailureIndex {
  /** The present field or list item of the walk is unknown: tells the client why, here or at the end. */
  readonly explain: (walk: Walk) => void;
  /** Failures of whole fetches, each once, at the first field of the client that they left unknown. */
  readonly finish: (walk: Walk) => void;
}

/** One walk over the data of one request. */
export interface Walk {
  readonly authorized: AuthorizedOperation;
  readonly context: ProjectionContext;
  readonly failures: FailureIndex;
  /** From the root to the present field or list item. */
  readonly steps: (FieldShape | number)[];
  readonly errors: ProjectedError[];
}

export function clientPath({ steps }: Walk): Path {
  return steps.map((step) => (typeof step === 'number' ? step : step.responseName));
}

export function privatePath({ steps }: Walk): Path {
  return steps.map((step) => (typeof step === 'number' ? step : step.privateName));
}

export function addError(
  walk: Walk,
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  walk.errors.push({ message, path: clientPath(walk), extensions: { code, ...details } });
}
