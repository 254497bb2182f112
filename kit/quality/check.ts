// A quality check as a domain's process runs it on the domain's own data, and what came of it. schema/quality makes checks of
// the rules of contracts.

export type Scalar = string | number | boolean | null;

export interface RunnableCheck {
  /** `orders/orders#totals-are-the-sum-of-their-lines` */
  readonly id: string;
  readonly probe: Probe;
  /** Whether the data is as expected. */
  readonly isMet: (observed: Scalar) => boolean;
}

/** Of all products of a domain. */
export interface DomainChecks {
  /** `orders/orders` */
  readonly products: readonly string[];
  readonly checks: readonly RunnableCheck[];
}

export type Probe = TableProbe | QueryProbe | NoProbe;

export interface TableProbe {
  readonly kind: 'table';
  /** Without quotes; a schema before it where it is not the domain's own. */
  readonly table: readonly string[];
  readonly measure: TableMeasure;
  /** What is compared: the number of rows that fail, or their share of all in percent. */
  readonly unit: 'rows' | 'percent';
}

/** Columns without quotes. */
export type TableMeasure =
  | { readonly metric: 'rowCount' }
  | { readonly metric: 'nullValues'; readonly column: string }
  | { readonly metric: 'missingValues'; readonly column: string; readonly missing: readonly Scalar[] }
  | {
      readonly metric: 'invalidValues';
      readonly column: string;
      readonly valid: readonly Scalar[] | null;
      readonly pattern: string | null;
    }
  | { readonly metric: 'duplicateValues'; readonly columns: readonly string[] };

/** One SELECT that gives one value. */
export interface QueryProbe {
  readonly kind: 'query';
  readonly text: string;
  /** Whether the value is the number of rows that fail. */
  readonly countsFailures: boolean;
}

/** Nothing can be looked at. */
export interface NoProbe {
  readonly kind: 'none';
  readonly reason: string;
}

export interface CheckResult {
  readonly check: string;
  /** When it was looked. */
  readonly at: Date;
  /** ERROR: it could not be run. SKIPPED: there is nothing that it could look at. Neither says anything about the data. */
  readonly outcome: 'PASS' | 'FAIL' | 'ERROR' | 'SKIPPED';
  /** True is 1; null where the value is no number. */
  readonly observed: number | null;
  readonly failedRows: number | null;
  /** Why there is no answer; never values of the data. */
  readonly detail: string | null;
}
