// Loaders of promises and how they stand, made per request: all are judged at the same instant, and however many are asked for,
// each kind of count is one statement.
import DataLoader from 'dataloader';
import type { Queries } from '../../../kit/postgres.ts';
import type { SlaRow } from '../freshness/queries.ts';
import { observedLatencies } from './latency.ts';
import { type BudgetedMeasure, measureOf } from './measure.ts';
import { type Measured, measureSlas, readSlas, type SlaReading } from './reading.ts';

export type ServiceLevelLoaders = ReturnType<typeof createServiceLevelLoaders>;

export function createServiceLevelLoaders(database: Queries, now: Date) {
  const measured = new DataLoader<SlaRow, Measured>((slas) =>
    measureSlas(
      database,
      slas.map((sla) => ({ sla, measure: measureOf(sla) as BudgetedMeasure })),
      now,
    ),
  );
  return {
    reading: new DataLoader<SlaRow, SlaReading>((slas) =>
      readSlas(database, slas, now, (promises) => Promise.all(promises.map(({ sla }) => measured.load(sla)))),
    ),
    /** What is counted over the windows of a promise, and its budget; null for what has none. */
    measured: async (sla: SlaRow): Promise<Measured | null> => {
      const measure = measureOf(sla);
      return measure === null || measure.counted === 'PEAK' ? null : measured.load(sla);
    },
    /** In the unit of the promise; null while nothing is known. */
    latency: new DataLoader<SlaRow, number | null>((slas) => observedLatencies(database, slas, now)),
  };
}
