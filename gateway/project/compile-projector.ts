// Project: from data under private names to the response that the client asked for, by the GraphQL specification (section 6.4).
import type { AuthorizedOperation, Denial } from '../authorize/authorized-operation.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { IntrospectionAnswer } from '../operation/introspection.ts';
import type { FieldShape } from '../operation/shape.ts';

export interface ProjectedError {
  readonly message: string;
  readonly path: readonly (string | number)[];
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

/** Compiled once per authorized operation and kept with it. */
export function compileProjector(_authorized: AuthorizedOperation): Projector {
  throw new Error('being built');
}
