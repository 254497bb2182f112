// An authorized operation with its prices: what a request is estimated at before it runs, and by what its answer is counted.
import type { GordianError } from '../../kit/errors.ts';
import type { Results, Term } from './formula.ts';

/** Shared by all callers of an operation with equal verdicts. */
export interface WeighedOperation {
  /** Of the operation as such. */
  readonly weight: number;
  readonly root: WeighedSelection;
  /** @param variables coerced */
  weigh(variables: Readonly<Record<string, unknown>>): Weighing;
}

/** One request on the scales. */
export interface Weighing {
  readonly estimated: number;
  /** What @listSize and the limit of list sizes object to. */
  readonly problems: readonly GordianError[];
  /** Of the terms in the operation. */
  readonly results: Results;
}

export interface WeighedSelection {
  /** The object types that may be here; what costs most comes first. */
  readonly types: readonly WeighedType[];
}

export interface WeighedType {
  readonly name: string;
  /** What an object of it is expected to cost, with all below. */
  readonly expected: Term;
  /** Of each object, unless the field that leads here has a weight. */
  readonly weight: number;
  /** Without those that are denied, and those that cost nothing. */
  readonly fields: readonly WeighedField[];
  /** A response name under which `__typename` was asked. */
  readonly typenameAs: string | null;
  /** All response names, in the order of the answer: objects of different types may be told apart by them. */
  readonly responseNames: string;
}

export interface WeighedField {
  readonly responseName: string;
  /** The name in plans. */
  readonly privateName: string;
  /** What it is expected to cost in each object, with all below; never less than zero. */
  readonly expected: Term;
  /** How many values are expected in each object. */
  readonly values: Term;
  /** Of each value; null when the type of each object has it. */
  readonly weight: number | null;
  readonly args: Term;
  readonly selection: WeighedSelection | null;
}
