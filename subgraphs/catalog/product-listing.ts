// Reads the arguments of every list of products: checks them once, and makes plain data of them.
import { type PageArguments, readPage } from '../../kit/connection.ts';
import type { SortDirection } from '../../kit/ordering.ts';
import { badInput } from '../../kit/user-input.ts';
import { type ProductFilter, type ProductListing, type ProductOrderField, productOrdering } from './queries.ts';

export interface ProductListArguments extends PageArguments {
  readonly filter?: ProductFilter | null;
  readonly orderBy?: { readonly field: ProductOrderField; readonly direction: SortDirection } | null;
}

export function readProductListing(args: ProductListArguments): ProductListing {
  const { field, direction } = args.orderBy ?? { field: 'NAME', direction: 'ASC' };
  const filter = args.filter ?? {};
  if (filter.text != null && !/[\p{L}\p{N}]/u.test(filter.text)) {
    throw badInput('filter.text', 'must hold a letter or a digit');
  }
  return { filter, field, direction, page: readPage(args, productOrdering(field, direction)) };
}
