// The DataLoaders of one request: each kind of question becomes one statement for everyone who asks it at the same time.
import DataLoader from 'dataloader';
import { createLoaderByArguments } from '../../kit/loader-by-arguments.ts';
import type { Database } from '../../kit/postgres.ts';
import {
  categoriesById,
  contentsByCategory,
  type ProductFilter,
  type ProductListing,
  pricePeriodsByProduct,
  productCountsByCategory,
  productPagesByCategory,
  productsById,
} from './queries.ts';

export type CatalogLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(database: Database) {
  return {
    product: new DataLoader((ids: readonly string[]) => productsById(database, ids)),
    category: new DataLoader((ids: readonly string[]) => categoriesById(database, ids)),
    categoryContents: new DataLoader((ids: readonly string[]) => contentsByCategory(database, ids)),
    productsOfCategory: createLoaderByArguments((ids: readonly string[], listing: ProductListing) =>
      productPagesByCategory(database, ids, listing),
    ),
    productCountOfCategory: createLoaderByArguments((ids: readonly string[], filter: ProductFilter) =>
      productCountsByCategory(database, ids, filter),
    ),
    pricePeriods: createLoaderByArguments((ids: readonly string[], limit: number) =>
      pricePeriodsByProduct(database, ids, limit),
    ),
  };
}
