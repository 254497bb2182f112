// What the projector gives, and what it keeps in hand while it walks: where it is, and the errors so far.
import { GordianError } from '../../kit/errors.ts';
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
  /** JSON. */
  readonly data: string;
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
  /** Characters that the answer may still grow by; see `spend`. */
  room: number;
  /** Null when no value can be completed for several places at once. */
  readonly completed: CompletedValues | null;
}

/** @returns the value for the response; undefined when it must be null and an error says why */
export type Complete = (value: unknown, walk: Walk) => unknown;

/** What was completed of values that stand at several places. */
export interface CompletedValues {
  readonly shared: ReadonlySet<unknown>;
  readonly byField: Map<Complete, Map<unknown, CompletedValue>>;
}

export interface CompletedValue {
  readonly result: unknown;
  /** Characters that it takes of the answer, at each place again. */
  readonly characters: number;
}

export const maxAnswerCharacters = 16 * 1024 * 1024;
const charactersPerError = 300;

/**
 * Takes from the room of the answer. What was fetched once may be reached along many ways, each of which writes it out again,
 * so a small operation on little data can have an answer that no process holds.
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function spend(walk: Walk, characters: number): void {
  walk.room -= characters;
  if (walk.room < 0)
    throw new GordianError(
      'OPERATION_LIMIT_EXCEEDED',
      `The answer would be longer than ${maxAnswerCharacters} characters. Ask for smaller pages or less nesting.`,
      { details: { limit: 'maxAnswerCharacters', allowed: maxAnswerCharacters } },
    );
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
  pushError(walk, { message, path: clientPath(walk), extensions: { code, ...details } });
}

export function pushError(walk: Walk, error: ProjectedError): void {
  spend(walk, charactersPerError);
  walk.errors.push(error);
}
