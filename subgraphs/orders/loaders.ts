// The DataLoaders of one request: each kind of question becomes one statement for everyone who asks it at the same time.
import DataLoader from 'dataloader';
import { createLoaderByArguments } from '../../kit/loader-by-arguments.ts';
import type { Database } from '../../kit/postgres.ts';
import {
  linesByOrder,
  type OrderFilter,
  type OrderListing,
  type OrderParent,
  orderCountsByParent,
  orderLinesById,
  orderPagesByParent,
  ordersById,
  totalsByCustomer,
  unitsSoldByProduct,
} from './queries.ts';

export type OrdersLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(database: Database) {
  return {
    order: new DataLoader((ids: readonly string[]) => ordersById(database, ids)),
    orderLine: new DataLoader((ids: readonly string[]) => orderLinesById(database, ids)),
    linesOfOrder: new DataLoader((ids: readonly string[]) => linesByOrder(database, ids)),
    totalsOfCustomer: new DataLoader((ids: readonly string[]) => totalsByCustomer(database, ids)),
    unitsSold: new DataLoader((ids: readonly string[]) => unitsSoldByProduct(database, ids)),
    ordersOf: { customer: pagesOf(database, 'customer'), product: pagesOf(database, 'product') },
    orderCountOf: { customer: countsOf(database, 'customer'), product: countsOf(database, 'product') },
  };
}

function pagesOf(database: Database, parent: OrderParent) {
  return createLoaderByArguments((ids: readonly string[], listing: OrderListing) =>
    orderPagesByParent(database, parent, ids, listing),
  );
}

function countsOf(database: Database, parent: OrderParent) {
  return createLoaderByArguments((ids: readonly string[], filter: OrderFilter) =>
    orderCountsByParent(database, parent, ids, filter),
  );
}
