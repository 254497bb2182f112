// How promises stand at an instant. Freshness is about the data that is read now, and breaks in a moment that is known before;
// what is counted is about the whole window of the promise, and breaks when its budget of errors is used up.
import type { Queries } from '../../../kit/postgres.ts';
import { burnWindowsOf } from '../../../schema/service-levels/burn-rules.ts';
import { secondsBefore } from '../freshness/duration.ts';
import { type Evidence, evidenceAt, type SlaRow } from '../freshness/queries.ts';
import { type SlaStatus, secondsBetween, standingAt } from '../freshness/standing.ts';
import type { IncidentSeverity } from '../incidents/incident-cause.ts';
import { type ErrorBudget, errorBudget } from './error-budget.ts';
import { type BudgetedMeasure, inShareUnit, type Measure, measureOf } from './measure.ts';
import { fetchBucketSeconds, fetchCounts } from './queries.ts';
import { bucketEnd, bucketStart, type CountedTally, talliesOf } from './tallies.ts';

export interface SlaReading {
  readonly status: SlaStatus;
  /** The measured value in the unit of the promise; null where nothing is known, and for latencies, which cost more to read. */
  readonly observed: number | null;
  readonly evidenceAgeSeconds: number | null;
  /** When a promise of freshness breaks (or broke) if nothing new arrives. */
  readonly breachesAt: Date | null;
  /** Of the incident that this is cause for; null: of none. An UNKNOWN status says nothing about it. */
  readonly severity: IncidentSeverity | null;
}

const unknownReading: SlaReading = {
  status: 'UNKNOWN',
  observed: null,
  evidenceAgeSeconds: null,
  breachesAt: null,
  severity: null,
};

export interface Measured {
  readonly whole: CountedTally;
  readonly budget: ErrorBudget;
}

/** Below this share of the budget the promise is at risk, however slowly it burns. */
const riskShare = 0.2;
/** Evidence may be as old as three buckets of five minutes, or this share of the window. */
const minEvidenceSeconds = 3 * fetchBucketSeconds;
const evidenceShare = 0.01;

/** Of promises that have one. */
export interface BudgetedSla {
  readonly sla: SlaRow;
  readonly measure: BudgetedMeasure;
}

/**
 * In the order of the promises.
 * @param measure where else what is counted is used
 */
export async function readSlas(
  database: Queries,
  slas: readonly SlaRow[],
  now: Date,
  measure = (promises: readonly BudgetedSla[]) => measureSlas(database, promises, now),
): Promise<SlaReading[]> {
  const readings = new Map<SlaRow, SlaReading>();
  const read = async (
    counted: readonly Measure['counted'][],
    readThem: (slas: readonly SlaRow[]) => Promise<SlaReading[]>,
  ) => {
    const those = slas.filter((sla) => counted.includes(measureOf(sla)?.counted as Measure['counted']));
    if (those.length === 0) return;
    for (const [index, reading] of (await readThem(those)).entries()) readings.set(those[index]!, reading);
  };
  // One after the other: they may be in one transaction.
  await read(['WATERMARKS'], (those) => readFreshness(database, those, now));
  await read(['FETCHES', 'VALUES', 'RESULTS'], async (those) => {
    const measured = await measure(those.map((sla) => ({ sla, measure: measureOf(sla) as BudgetedMeasure })));
    return those.map((sla, index) => countedReading(sla, measured[index]!, now));
  });
  await read(['PEAK'], (those) => readPeaks(database, those, now));
  return slas.map((sla) => readings.get(sla) ?? unknownReading);
}

async function readFreshness(database: Queries, slas: readonly SlaRow[], now: Date): Promise<SlaReading[]> {
  const evidence = await evidenceAt(database, slas, now);
  return slas.map((sla, index) => freshnessReading(sla, evidence[index]!, now));
}

function freshnessReading(sla: SlaRow, evidence: Evidence, now: Date): SlaReading {
  const { status, ageSeconds, evidenceAgeSeconds, breachesAt } = standingAt(evidence, sla.thresholdSeconds!, now);
  return {
    status,
    observed: ageSeconds === null ? null : (ageSeconds * sla.threshold) / sla.thresholdSeconds!,
    evidenceAgeSeconds,
    breachesAt,
    severity: status === 'BREACHED' ? 'MAJOR' : null,
  };
}

/** In their order. */
export async function measureSlas(database: Queries, promises: readonly BudgetedSla[], now: Date): Promise<Measured[]> {
  const spans = promises.map(({ sla: { windowSeconds } }) => [
    windowSeconds,
    ...burnWindowsOf(windowSeconds).map(({ seconds }) => seconds),
  ]);
  const tallies = await talliesOf(
    database,
    promises.flatMap(({ sla, measure }, index) =>
      spans[index]!.map((seconds) => ({ sla, measure, from: secondsBefore(now, seconds), to: now })),
    ),
  );
  let next = 0;
  return promises.map(({ sla, measure: { target } }) => {
    const whole = tallies[next++]!;
    const recent = burnWindowsOf(sla.windowSeconds).map((window) => ({ window, tally: tallies[next++]! }));
    return { whole, budget: errorBudget({ target, windowSeconds: sla.windowSeconds, whole, recent, now }) };
  });
}

function countedReading(sla: SlaRow, { whole, budget }: Measured, now: Date): SlaReading {
  const evidenceAgeSeconds = whole.countedUntil && secondsBetween(whole.countedUntil, now);
  if (budget.remaining === null || evidenceAgeSeconds === null) return unknownReading;
  const known = { observed: observedShare(sla, whole), evidenceAgeSeconds, breachesAt: null };
  if (evidenceAgeSeconds > Math.max(minEvidenceSeconds, evidenceShare * sla.windowSeconds))
    return { ...known, status: 'UNKNOWN', severity: null };
  return { ...known, ...judge(budget.remaining, budget.alert) };
}

function judge(remaining: number, alert: ErrorBudget['alert']): Pick<SlaReading, 'status' | 'severity'> {
  const isBroken = remaining <= 0;
  const isAtRisk = alert !== null || remaining < riskShare;
  return { status: isBroken ? 'BREACHED' : isAtRisk ? 'AT_RISK' : 'OK', severity: severityOf(isBroken, alert) };
}

function severityOf(isBroken: boolean, alert: ErrorBudget['alert']): IncidentSeverity | null {
  if (alert === 'PAGE') return 'CRITICAL';
  if (isBroken) return 'MAJOR';
  return alert === 'TICKET' ? 'MINOR' : null;
}

/** Latencies are not shares. */
function observedShare(sla: SlaRow, { good, total }: CountedTally): number | null {
  if (sla.kind === 'LATENCY') return null;
  return inShareUnit(sla, sla.kind === 'ERROR_RATE' ? (total - good) / total : good / total);
}

async function readPeaks(database: Queries, slas: readonly SlaRow[], now: Date): Promise<SlaReading[]> {
  const measures = slas.map((sla) => measureOf(sla) as Extract<Measure, { readonly counted: 'PEAK' }>);
  const counts = await fetchCounts(
    database,
    slas.map(({ windowSeconds }, index) => ({
      subgraph: measures[index]!.subgraph,
      latenciesWithin: 0,
      from: bucketStart(secondsBefore(now, windowSeconds), fetchBucketSeconds),
      to: now,
    })),
  );
  return counts.map(({ busiest, newest }, index) => {
    const { perSecond, unitSeconds } = measures[index]!;
    if (newest === null) return unknownReading;
    const peakPerSecond = busiest / fetchBucketSeconds;
    return {
      ...unknownReading,
      status: peakPerSecond >= perSecond ? 'OK' : 'UNKNOWN',
      observed: peakPerSecond * unitSeconds,
      evidenceAgeSeconds: secondsBetween(bucketEnd(newest, fetchBucketSeconds), now),
    };
  });
}
