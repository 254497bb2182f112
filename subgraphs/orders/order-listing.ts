// Reads the arguments of every list of orders: checks them once, and makes plain data of them.
import { type PageArguments, readPage } from '../../kit/connection.ts';
import type { SortDirection } from '../../kit/ordering.ts';
import { type OrderFilter, type OrderListing, type OrderOrderField, orderOrdering } from './queries.ts';

export interface OrderListArguments extends PageArguments {
  readonly filter?: OrderFilter | null;
  readonly orderBy?: { readonly field: OrderOrderField; readonly direction: SortDirection } | null;
}

export function readOrderListing(args: OrderListArguments): OrderListing {
  const { field, direction } = args.orderBy ?? { field: 'PLACED_AT', direction: 'DESC' };
  return { filter: args.filter ?? {}, field, direction, page: readPage(args, orderOrdering(field, direction)) };
}
