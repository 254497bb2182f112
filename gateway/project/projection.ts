// What the projector gives, and what it keeps in hand while it walks: where it is, and the errors so far.
import { GordianError } from '../../kit/errors.ts';
import type { AuthorizedOperation, Denial } from '../authorize/authorized-operation.ts';
import type { DataValue } from '../execute/data-record.ts';
import type { FetchedData, Path } from '../execute/fetched-data.ts';
import type { JsonBytes } from '../execute/json-bytes.ts';
import type { IntrospectionAnswer } from '../operation/introspection.ts';
import type { DeferredFragment, FieldShape } from '../operation/shape.ts';
import type { DeferredObject, FragmentInstance } from './deferred-object.ts';
import type { JudgedRows, RowVerdicts } from './judge-rows.ts';
import type { ProjectedError } from './projected-error.ts';

export interface Projection {
  /** JSON. */
  readonly data: Buffer;
  readonly errors: readonly ProjectedError[];
  /** What comes later of the objects in `data`. */
  readonly deferred: readonly DeferredObject[];
}

export interface ProjectionContext {
  /** Absent or null when no rule waits for rows. */
  readonly rows?: JudgedRows | null;
  readonly introspection?: IntrospectionAnswer;
  /** Whether denials say what would open a field, such as a scope; absent: they do not. */
  readonly tellsReasons?: boolean;
  /** How old the data of a field is that is too old: details of the error. */
  readonly staleness?: (field: FieldShape) => Readonly<Record<string, unknown>>;
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
  /** Receives JSON. */
  readonly out: JsonBytes;
  /** Where the leaves of the data are. */
  readonly leaves: JsonBytes;
  /** How often something written was taken back, for a null that took its place. */
  takenBack: number;
  /** Null when no value can be completed for several places at once. */
  readonly completed: CompletedValues | null;
  /** By depth of `steps`: how many items of the list there were left out before the present one. */
  readonly leftOut: number[];
  /** What was decided of the object that the walk is at; null where no rule over rows has a say. */
  judged: RowVerdicts | null;
  /** Null when the operation defers nothing. */
  readonly deferral: Deferral | null;
}

/** What a walk notes of the parts that come later. */
export interface Deferral {
  readonly objects: DeferredObject[];
  /** Those of the object that the walk is at, and of the objects around it. */
  readonly instances: Map<DeferredFragment, FragmentInstance>;
  /** Begins another walk over the same data, at the steps given. */
  readonly startWalk: (steps: Walk['steps'], deferral: Deferral) => Walk;
  /** Characters that the parts of the answer may still have, all together. */
  readonly room: { left: number };
}

/** Writes the value for the response to `walk.out`. */
export type Complete = (value: DataValue, walk: Walk) => Completion;

/**
 * `null`: nothing is written, for the value is null. `failed`: it must be null, and an error says why. `hidden`: the caller may not
 * know that there is an object: a list goes on without it, and elsewhere it is null. What may have been written is for whoever
 * asked to take back.
 */
export type Completion = 'written' | 'null' | 'failed' | 'hidden';

/** What was completed of values that stand at several places. */
export interface CompletedValues {
  readonly shared: ReadonlySet<DataValue>;
  readonly byField: Map<Complete, Map<DataValue, WrittenRange>>;
}

/** Where a value stands in what is written. */
export interface WrittenRange {
  readonly start: number;
  readonly end: number;
  /** What {@link Walk.takenBack} was then. */
  readonly takenBack: number;
}

export const maxAnswerCharacters = 16 * 1024 * 1024;
/** An error takes about this many characters. */
const maxErrors = maxAnswerCharacters / 300;

/**
 * What was fetched once may be reached along many ways, each of which writes it out again, so a small operation on little data
 * can have an answer that no process holds. To be asked whenever something was written.
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function requireRoom({ out }: Walk): void {
  if (out.length > maxAnswerCharacters) throw answerTooLong();
}

export function answerTooLong(): GordianError {
  return new GordianError(
    'OPERATION_LIMIT_EXCEEDED',
    `The answer would be longer than ${maxAnswerCharacters} characters. Ask for smaller pages or less nesting.`,
    { details: { limit: 'maxAnswerCharacters', allowed: maxAnswerCharacters } },
  );
}

export function clientPath({ steps, leftOut }: Walk): Path {
  return steps.map((step, depth) => (typeof step === 'number' ? step - (leftOut[depth] ?? 0) : step.responseName));
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
  walk.errors.push(error);
  if (walk.errors.length > maxErrors) throw answerTooLong();
}
