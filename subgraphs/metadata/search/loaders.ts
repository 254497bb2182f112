// Loaders of searching and the glossary, made per request.
import DataLoader from 'dataloader';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { fieldsOfTerms, termsById, termsOfFields, termsOfProducts } from './queries.ts';

export type SearchLoaders = ReturnType<typeof createSearchLoaders>;

export function createSearchLoaders(database: Queries) {
  return {
    term: new DataLoader(async (ids: readonly string[]) =>
      inKeyOrder(ids, await termsById(database, ids), ({ id }) => id),
    ),
    termsOfField: new DataLoader(async (coordinates: readonly string[]) =>
      groupInKeyOrder(coordinates, await termsOfFields(database, coordinates), ({ coordinate }) => coordinate),
    ),
    termsOfProduct: new DataLoader(async (ids: readonly number[]) =>
      groupInKeyOrder(ids, await termsOfProducts(database, ids), ({ productId }) => productId),
    ),
    fieldsOfTerm: new DataLoader(async (ids: readonly string[]) =>
      groupInKeyOrder(ids, await fieldsOfTerms(database, ids), ({ termId }) => termId),
    ),
  };
}
