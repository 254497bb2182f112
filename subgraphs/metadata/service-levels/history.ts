// How a promise was kept, step by step.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { secondsOfDuration } from '../freshness/duration.ts';
import type { SlaRow } from '../freshness/queries.ts';
import { measureOf } from './measure.ts';
import { fetchBucketSeconds, valueBucketSeconds } from './queries.ts';
import { bucketEnd, bucketStart, talliesOf } from './tallies.ts';

export interface HistoryArguments {
  readonly from: Date;
  readonly to: Date;
  readonly step: string;
}

export interface SlaPoint {
  readonly at: Date;
  readonly good: number;
  readonly total: number;
}

const maxPoints = 1_000;
const bucketSeconds = { WATERMARKS: 1, FETCHES: fetchBucketSeconds, VALUES: valueBucketSeconds, RESULTS: 1 };

/** Empty for what has no budget. @throws GordianError BAD_USER_INPUT */
export async function historyOf(
  database: Queries,
  sla: SlaRow,
  { from, to, step }: HistoryArguments,
  now: Date,
): Promise<SlaPoint[]> {
  const measure = measureOf(sla);
  if (measure === null || measure.counted === 'PEAK') return [];
  const end = to < now ? to : now;
  const seconds = stepSeconds(step, bucketSeconds[measure.counted]);
  const starts = stepStarts(from, end, seconds);
  const tallies = await talliesOf(
    database,
    starts.map((at) => ({ sla, measure, from: at, to: earlier(bucketEnd(at, seconds), end) })),
  );
  return tallies.map(({ good, total }, index) => ({ at: starts[index]!, good, total }));
}

function stepSeconds(step: string, smallest: number): number {
  const seconds = secondsOfDuration(step, 'step');
  if (seconds % smallest === 0) return seconds;
  throw badInput('step', `must be a multiple of ${smallest / 60} minutes, in which this promise is counted`);
}

/** From full step to full step, so that each bucket is in one of them. */
function stepStarts(from: Date, to: Date, seconds: number): Date[] {
  const start = bucketStart(from, seconds);
  const count = Math.max(0, Math.ceil((to.getTime() - start.getTime()) / (seconds * 1_000)));
  if (count > maxPoints) throw badInput('step', `makes more than ${maxPoints} points of this time; make it longer`);
  return Array.from({ length: count }, (_, index) => bucketEnd(start, index * seconds));
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function badInput(argument: string, problem: string): GordianError {
  return new GordianError('BAD_USER_INPUT', `\`${argument}\` ${problem}.`, { details: { argument } });
}
