// Reads the arguments of every list of products: by name unless ordered otherwise.
import { type ListArguments, readListing } from '../../kit/listing.ts';
import { badInput } from '../../kit/user-input.ts';
import { type ProductFilter, type ProductListing, type ProductOrderField, productOrdering } from './queries.ts';

export type ProductListArguments = ListArguments<ProductFilter, ProductOrderField>;

export function readProductListing(args: ProductListArguments): ProductListing {
  const listing = readListing(args, { field: 'NAME', direction: 'ASC' }, productOrdering);
  const { text } = listing.filter;
  if (text != null && !/[\p{L}\p{N}]/u.test(text)) throw badInput('filter.text', 'must hold a letter or a digit');
  return listing;
}
