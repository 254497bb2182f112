// Loaders of scorecards, made per request: many keys, one statement.
import DataLoader from 'dataloader';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { factsOfDomains, factsOfProducts } from './queries.ts';

export type ScorecardLoaders = ReturnType<typeof createScorecardLoaders>;

export function createScorecardLoaders(database: Queries, now: Date) {
  return {
    factsOfProduct: new DataLoader(async (ids: readonly number[]) =>
      inKeyOrder(ids, await factsOfProducts(database, ids, now), (row) => row.productId),
    ),
    factsOfDomain: new DataLoader(async (slugs: readonly string[]) =>
      groupInKeyOrder(slugs, await factsOfDomains(database, slugs, now), (row) => row.domain),
    ),
  };
}
