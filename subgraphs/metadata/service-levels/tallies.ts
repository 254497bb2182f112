// What was counted of promises over spans of time, many at once: one statement for each kind of count, whatever is asked.
import { latencyBoundsMs } from '../../../kit/latency-bounds.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { SlaRow } from '../freshness/queries.ts';
import { staleRecords } from '../freshness/queries.ts';
import type { Tally } from './error-budget.ts';
import type { BudgetedMeasure, Measure } from './measure.ts';
import {
  type CountedSpan,
  fetchBucketSeconds,
  fetchCounts,
  resultCounts,
  valueBucketSeconds,
  valueCounts,
} from './queries.ts';

/** Of one promise over one span. What is counted in buckets counts from the beginning of the one in which the span begins. */
export interface TallyQuestion<Measured extends Measure = BudgetedMeasure> extends CountedSpan {
  readonly sla: SlaRow;
  readonly measure: Measured;
}

export interface CountedTally extends Tally {
  /**
   * The end of the last bucket that holds anything, or the instant until which a result counts; null where there is none, and for
   * freshness, whose evidence is elsewhere.
   */
  readonly countedUntil: Date | null;
}

type MeasureOf<Counted extends Measure['counted']> = Extract<Measure, { readonly counted: Counted }>;
type Asked<Counted extends Measure['counted']> = TallyQuestion<MeasureOf<Counted>>;

/** In the order of the questions. */
export async function talliesOf(database: Queries, questions: readonly TallyQuestion[]): Promise<CountedTally[]> {
  const answers = new Map<TallyQuestion, CountedTally>();
  const answer = async <Counted extends BudgetedMeasure['counted']>(
    counted: Counted,
    ask: (database: Queries, asked: readonly Asked<Counted>[]) => Promise<CountedTally[]>,
  ) => {
    const asked = questions.filter(
      (question): question is typeof question & Asked<Counted> => question.measure.counted === counted,
    );
    if (asked.length === 0) return;
    const tallies = await ask(database, asked);
    for (const [index, question] of asked.entries()) answers.set(question, tallies[index]!);
  };
  // One after the other: they may be in one transaction.
  await answer('WATERMARKS', freshSeconds);
  await answer('FETCHES', goodFetches);
  await answer('VALUES', presentValues);
  await answer('RESULTS', passedResults);
  return questions.map((question) => answers.get(question)!);
}

async function freshSeconds(database: Queries, asked: readonly Asked<'WATERMARKS'>[]): Promise<CountedTally[]> {
  const records = await staleRecords(
    database,
    asked.map(({ sla, from, to }) => ({ ...sla, thresholdSeconds: sla.thresholdSeconds!, from, to })),
  );
  return records.map(({ staleSeconds, unknownSeconds }, index) => {
    const { from, to } = asked[index]!;
    const total = (to.getTime() - from.getTime()) / 1_000 - unknownSeconds;
    return { good: total - staleSeconds, total, countedUntil: null };
  });
}

async function goodFetches(database: Queries, asked: readonly Asked<'FETCHES'>[]): Promise<CountedTally[]> {
  const counts = await fetchCounts(
    database,
    asked.map(({ measure: { subgraph, withinMs }, from, to }) => ({
      subgraph,
      latenciesWithin: withinMs === null ? 0 : boundsWithin(withinMs),
      from: bucketStart(from, fetchBucketSeconds),
      to,
    })),
  );
  return counts.map(({ fetches, failures, within, newest }, index) => {
    const answered = fetches - failures;
    const [good, total] = asked[index]!.measure.withinMs === null ? [answered, fetches] : [within, answered];
    return { good, total, countedUntil: newest && bucketEnd(newest, fetchBucketSeconds) };
  });
}

async function presentValues(database: Queries, asked: readonly Asked<'VALUES'>[]): Promise<CountedTally[]> {
  const counts = await valueCounts(
    database,
    asked.map(({ measure, from, to }) => ({
      coordinate: measure.coordinate,
      from: bucketStart(from, valueBucketSeconds),
      to,
    })),
  );
  return counts.map(({ observed, nulls, newest }) => ({
    good: observed - nulls,
    total: observed,
    countedUntil: newest && bucketEnd(newest, valueBucketSeconds),
  }));
}

async function passedResults(database: Queries, asked: readonly Asked<'RESULTS'>[]): Promise<CountedTally[]> {
  const counts = await resultCounts(
    database,
    asked.map(({ measure: { productId, typeName }, from, to }) => ({ productId, typeName, from, to })),
  );
  return counts.map(({ passed, total, validUntil }) => ({ good: passed, total, countedUntil: validUntil }));
}

/** Of a latency between two bounds nobody knows on which side it was: it counts as too long. */
function boundsWithin(latencyMs: number): number {
  return latencyBoundsMs.filter((bound) => bound <= latencyMs).length;
}

export function bucketStart(instant: Date, seconds: number): Date {
  return new Date(Math.floor(instant.getTime() / (seconds * 1_000)) * seconds * 1_000);
}

export function bucketEnd(start: Date, seconds: number): Date {
  return new Date(start.getTime() + seconds * 1_000);
}
