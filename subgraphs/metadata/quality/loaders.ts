// Loaders of quality, made per request: many keys, one statement.
import DataLoader from 'dataloader';
import { connectionOf, type PageArguments, readPage } from '../../../kit/connection.ts';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import { createLoaderByArguments } from '../../../kit/loader-by-arguments.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { byRule, checkCountsOfProducts, checkPagesOfProducts, checksOfProducts } from './queries/checks.ts';
import { lastPassOfChecks, resultsOfChecks } from './queries/results.ts';

export interface CheckList extends PageArguments {
  /** Ids of checks that are not there for the caller. */
  readonly hidden: readonly number[];
}

export type QualityLoaders = ReturnType<typeof createQualityLoaders>;

export function createQualityLoaders(database: Queries) {
  const counts = createLoaderByArguments(async (ids: readonly number[], { hidden }: Pick<CheckList, 'hidden'>) => {
    const rows = await checkCountsOfProducts(database, ids, hidden);
    return inKeyOrder(ids, rows, (row) => row.productId).map((row) => row?.count ?? 0);
  });
  return {
    checksOfProduct: new DataLoader(async (ids: readonly number[]) =>
      groupInKeyOrder(ids, await checksOfProducts(database, ids), (row) => row.productId),
    ),
    checkPages: createLoaderByArguments(async (ids: readonly number[], { hidden, ...args }: CheckList) => {
      const page = readPage(args, byRule);
      const rows = await checkPagesOfProducts(database, ids, page, hidden);
      return groupInKeyOrder(ids, rows, (row) => row.productId).map((group, index) =>
        connectionOf({
          page,
          order: byRule,
          rows: group,
          sortKeyOf: (row) => [row.rule],
          totalCount: () => counts.load(ids[index]!, { hidden }),
        }),
      );
    }),
    /** Null for one that was never kept. */
    lastPass: new DataLoader(async (ids: readonly number[]) =>
      inKeyOrder(ids, await lastPassOfChecks(database, ids), (row) => row.checkRow).map((row) => row?.at ?? null),
    ),
    results: createLoaderByArguments(async (ids: readonly number[], { limit }: { readonly limit: number }) =>
      groupInKeyOrder(ids, await resultsOfChecks(database, ids, limit), (row) => row.checkRow),
    ),
  };
}
