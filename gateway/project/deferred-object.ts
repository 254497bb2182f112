// What the projector left out of an object because it comes later, and which fragments of the client that completes.
import type { Path } from '../execute/fetched-data.ts';
import type { DeferredFragment } from '../operation/shape.ts';
import type { ProjectedError } from './projected-error.ts';

/** An object of the answer with a selection that was deferred. */
export interface DeferredObject {
  /** Of the deferred selection. */
  readonly id: string;
  /** All that are complete only with these fields. */
  readonly fragments: readonly FragmentInstance[];
  /** In the client's names. */
  readonly path: Path;
  /** To be called once the fetches of the selection are done. */
  readonly project: () => Increment;
}

/** A deferred fragment on one object of the answer. */
export interface FragmentInstance {
  readonly fragment: DeferredFragment;
  /** Where the object is, in the client's names. */
  readonly path: Path;
  /** The instance around it. */
  readonly parent: FragmentInstance | null;
}

/** The fields of a deferred object. */
export interface Increment {
  /** JSON; null when a null moved up to the object, so that none of its deferred fields can be told. */
  readonly data: string | null;
  readonly errors: readonly ProjectedError[];
  /** What is deferred within it. */
  readonly deferred: readonly DeferredObject[];
}
