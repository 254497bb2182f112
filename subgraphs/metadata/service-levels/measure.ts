// How a promise is measured: by what is counted, and which share of it has to be good.
import type { SlaRow } from '../freshness/queries.ts';

export type Measure =
  /** Seconds in which the newest data was young enough. */
  | { readonly counted: 'WATERMARKS'; readonly target: number }
  /** Fetches of gateways from the subgraph that serves the product; good are those that were answered, in time if that is promised. */
  | {
      readonly counted: 'FETCHES';
      readonly target: number;
      readonly subgraph: string;
      readonly withinMs: number | null;
    }
  /** Values of a field that gateways saw; good are those that are not null. */
  | { readonly counted: 'VALUES'; readonly target: number; readonly coordinate: string }
  /** Results of quality checks about completeness, of the product or of a type of it; good are those that passed. */
  | {
      readonly counted: 'RESULTS';
      readonly target: number;
      readonly productId: number;
      readonly typeName: string | null;
    }
  /** Answered fetches in five minutes: traffic can show that a promise is kept, and never that it is not. */
  | { readonly counted: 'PEAK'; readonly subgraph: string; readonly perSecond: number; readonly unitSeconds: number };

/** Whether it can be kept for a share of the time or of the answers, and so has a budget of errors. */
export type BudgetedMeasure = Exclude<Measure, { readonly counted: 'PEAK' }>;

const throughputUnits: Readonly<Record<string, number>> = {
  rps: 1,
  'requests/s': 1,
  'requests/second': 1,
  rpm: 60,
  'requests/m': 60,
  'requests/minute': 60,
  'requests/h': 3_600,
  'requests/hour': 3_600,
};

/** @returns null for what nothing here measures */
export function measureOf(sla: SlaRow): Measure | null {
  switch (sla.kind) {
    case 'FRESHNESS':
      return sla.thresholdSeconds === null ? null : { counted: 'WATERMARKS', target: sla.target };
    case 'COMPLETENESS':
      return completenessMeasureOf(sla);
    default:
      return sla.subgraph === null ? null : fetchMeasureOf(sla, sla.subgraph);
  }
}

function completenessMeasureOf(sla: SlaRow): Measure {
  const { element, productId } = sla;
  const target = shareOf(sla);
  return element.includes('.')
    ? { counted: 'VALUES', target, coordinate: element }
    : { counted: 'RESULTS', target, productId, typeName: element || null };
}

function fetchMeasureOf(sla: SlaRow, subgraph: string): Measure | null {
  switch (sla.kind) {
    case 'AVAILABILITY':
      return { counted: 'FETCHES', target: shareOf(sla), subgraph, withinMs: null };
    case 'ERROR_RATE':
      return { counted: 'FETCHES', target: 1 - shareOf(sla), subgraph, withinMs: null };
    case 'LATENCY': {
      if (sla.thresholdSeconds === null) return null;
      return { counted: 'FETCHES', target: sla.target, subgraph, withinMs: sla.thresholdSeconds * 1_000 };
    }
    case 'THROUGHPUT': {
      const unitSeconds = throughputUnits[sla.unit.toLowerCase()];
      if (unitSeconds === undefined) return null;
      return { counted: 'PEAK', subgraph, perSecond: sla.threshold / unitSeconds, unitSeconds };
    }
    default:
      return null;
  }
}

/** A promise in percent, or as the share itself. */
function shareOf({ threshold, unit }: SlaRow): number {
  return isPercent(unit) ? threshold / 100 : threshold;
}

/** The same in the unit of the promise. */
export function inShareUnit({ unit }: SlaRow, share: number): number {
  return isPercent(unit) ? share * 100 : share;
}

function isPercent(unit: string): boolean {
  return /^(percent|%|pct)$/i.test(unit);
}
