// Loaders of freshness, made per request. All promises of a request are judged at the same instant.
import DataLoader from 'dataloader';
import { groupInKeyOrder } from '../../../kit/in-key-order.ts';
import { createLoaderByArguments } from '../../../kit/loader-by-arguments.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { secondsBefore } from './duration.ts';
import { type SlaRow, type StaleRecord, slasOfProducts, staleRecords } from './queries.ts';

export type FreshnessLoaders = ReturnType<typeof createFreshnessLoaders>;

export function createFreshnessLoaders(database: Queries, now: Date) {
  return {
    slasOfProduct: new DataLoader(async (ids: readonly number[]) =>
      groupInKeyOrder(ids, await slasOfProducts(database, ids), (row) => row.productId),
    ),
    /** By the seconds of a window that ends now. */
    record: createLoaderByArguments<SlaRow, number, StaleRecord>((slas, windowSeconds) =>
      staleRecords(
        database,
        slas.map((sla) => ({
          ...sla,
          thresholdSeconds: sla.thresholdSeconds!,
          from: secondsBefore(now, windowSeconds),
          to: now,
        })),
      ),
    ),
  };
}
