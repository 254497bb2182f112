// The loaders of one request: each kind of question becomes one statement for everyone who asks it at the same time.
import DataLoader from 'dataloader';
import { createLoaderByArguments } from 'gordian/kit/loader-by-arguments';
import type { Database } from 'gordian/kit/postgres';
import { deliveriesById, deliveriesBySupplier } from './queries.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(database: Database) {
  return {
    delivery: new DataLoader((ids: readonly string[]) => deliveriesById(database, ids)),
    deliveriesOfSupplier: createLoaderByArguments((ids: readonly string[], first: number) =>
      deliveriesBySupplier(database, ids, first),
    ),
  };
}
