// The loaders of one request: each kind of question becomes one statement for everyone who asks it at the same time.
import DataLoader from 'dataloader';
import type { Database } from 'gordian/kit/postgres';
import { suppliersById } from './queries.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(database: Database) {
  return {
    supplier: new DataLoader((ids: readonly string[]) => suppliersById(database, ids)),
  };
}
