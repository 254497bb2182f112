// What a contract expects of the data of a type or a field, ready to be run: every default is filled in, every word is one of those
// listed here.
import type { Coordinate } from '../coordinates.ts';
import type { Place } from '../problem.ts';

export type QualityRule = LibraryRule | SqlRule | CustomRule | TextRule;

interface RuleFrame {
  /** Unique within the contract: given by the author, or made from coordinate, metric and position. */
  readonly id: string;
  /** The type or field that the rule is about. */
  readonly element: Coordinate;
  readonly name: string | null;
  readonly description: string | null;
  readonly dimension: QualityDimension | null;
  /** In the author's words, mostly `info`, `warning` or `error`. */
  readonly severity: string | null;
  readonly businessImpact: string | null;
  readonly method: string | null;
  /** What runs the rule, mostly `cron`; null with `schedule` means `cron`. */
  readonly scheduler: string | null;
  /** `0 20 * * *`; null when the contract leaves it to the platform. */
  readonly schedule: string | null;
  readonly tags: readonly string[];
  readonly place: Place;
}

/** One of the five metrics of the standard, counted in rows or in percent of all rows. */
export interface LibraryRule extends RuleFrame {
  readonly type: 'library';
  readonly measure: QualityMeasure;
  readonly unit: 'rows' | 'percent';
  readonly expectation: Expectation;
}

/** A query that gives one number or truth value. `{object}` and `{property}` stand for the table and the column. */
export interface SqlRule extends RuleFrame {
  readonly type: 'sql';
  readonly query: string;
  readonly unit: string | null;
  readonly expectation: Expectation;
}

/** For an engine that is not ours; kept, never run. */
export interface CustomRule extends RuleFrame {
  readonly type: 'custom';
  readonly engine: string;
  readonly implementation: unknown;
  readonly unit: string | null;
  readonly expectation: Expectation | null;
}

/** For people. */
export interface TextRule extends RuleFrame {
  readonly type: 'text';
}

export type QualityMeasure =
  | { readonly metric: 'rowCount' }
  | { readonly metric: 'nullValues' }
  /** @param missing values that count as missing; null among them is the absent value */
  | { readonly metric: 'missingValues'; readonly missing: readonly Scalar[] }
  /** A value is valid that is one of the list, where there is one, and matches the pattern, where there is one. */
  | { readonly metric: 'invalidValues'; readonly valid: readonly Scalar[] | null; readonly pattern: string | null }
  /** @param fields the names of the fields that are unique together; of a rule at a field, that field */
  | { readonly metric: 'duplicateValues'; readonly fields: readonly string[] };

export type QualityMetric = QualityMeasure['metric'];

export type Scalar = string | number | boolean | null;

export type Expectation =
  | { readonly operator: 'mustBe' | 'mustNotBe'; readonly value: Scalar }
  | { readonly operator: BoundOperator; readonly value: number }
  | { readonly operator: RangeOperator; readonly value: readonly [lower: number, upper: number] };

export type BoundOperator = 'mustBeGreaterThan' | 'mustBeGreaterOrEqualTo' | 'mustBeLessThan' | 'mustBeLessOrEqualTo';

export type RangeOperator = 'mustBeBetween' | 'mustNotBeBetween';

export type QualityDimension =
  | 'accuracy'
  | 'completeness'
  | 'conformity'
  | 'consistency'
  | 'coverage'
  | 'timeliness'
  | 'uniqueness';

/** The bounds of a range lie outside it, as the standard has it: between 0 and 10 is more than 0 and less than 10. */
export function isMet({ operator, value }: Expectation, observed: Scalar): boolean {
  switch (operator) {
    case 'mustBe':
      return observed === value;
    case 'mustNotBe':
      return observed !== value;
    case 'mustBeGreaterThan':
      return isNumber(observed) && observed > value;
    case 'mustBeGreaterOrEqualTo':
      return isNumber(observed) && observed >= value;
    case 'mustBeLessThan':
      return isNumber(observed) && observed < value;
    case 'mustBeLessOrEqualTo':
      return isNumber(observed) && observed <= value;
    case 'mustBeBetween':
      return isNumber(observed) && observed > value[0] && observed < value[1];
    case 'mustNotBeBetween':
      return isNumber(observed) && (observed <= value[0] || observed >= value[1]);
  }
}

function isNumber(observed: Scalar): observed is number {
  return typeof observed === 'number' && !Number.isNaN(observed);
}
