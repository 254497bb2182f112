// The DataLoaders of one request: each kind of question becomes one statement for everyone who asks it at the same time.
import DataLoader from 'dataloader';
import { createLoaderByArguments } from '../../kit/loader-by-arguments.ts';
import type { Database } from '../../kit/postgres.ts';
import {
  accountsByCustomer,
  accountsById,
  balancesByAccount,
  chargebacksByCustomer,
  paymentRecords,
  type TransactionFilter,
  type TransactionListing,
  transactionCountsByAccount,
  transactionPagesByAccount,
  transactionsById,
  transactionsByOrder,
} from './queries.ts';

export type PaymentsLoaders = ReturnType<typeof createLoaders>;

export function createLoaders(database: Database) {
  return {
    transaction: new DataLoader((ids: readonly string[]) => transactionsById(database, ids)),
    transactionsOfOrder: new DataLoader((ids: readonly string[]) => transactionsByOrder(database, ids)),
    account: new DataLoader((ids: readonly string[]) => accountsById(database, ids)),
    accountOfCustomer: new DataLoader((ids: readonly string[]) => accountsByCustomer(database, ids)),
    balance: new DataLoader((ids: readonly string[]) => balancesByAccount(database, ids)),
    chargebacksOfCustomer: new DataLoader((ids: readonly string[]) => chargebacksByCustomer(database, ids)),
    paymentRecord: new DataLoader((ids: readonly string[]) => paymentRecords(database, ids)),
    transactionsOfAccount: createLoaderByArguments((ids: readonly string[], listing: TransactionListing) =>
      transactionPagesByAccount(database, ids, listing),
    ),
    transactionCountOfAccount: createLoaderByArguments((ids: readonly string[], filter: TransactionFilter) =>
      transactionCountsByAccount(database, ids, filter),
    ),
  };
}
