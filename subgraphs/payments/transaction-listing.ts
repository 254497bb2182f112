// Reads the arguments of every list of transactions: checks them once, and makes plain data of them.
import { type PageArguments, readPage } from '../../kit/connection.ts';
import type { SortDirection } from '../../kit/ordering.ts';
import {
  type TransactionFilter,
  type TransactionListing,
  type TransactionOrderField,
  transactionOrdering,
} from './queries.ts';

export interface TransactionListArguments extends PageArguments {
  readonly filter?: TransactionFilter | null;
  readonly orderBy?: { readonly field: TransactionOrderField; readonly direction: SortDirection } | null;
}

export function readTransactionListing(args: TransactionListArguments): TransactionListing {
  const { field, direction } = args.orderBy ?? { field: 'OCCURRED_AT', direction: 'DESC' };
  return { filter: args.filter ?? {}, field, direction, page: readPage(args, transactionOrdering(field, direction)) };
}
