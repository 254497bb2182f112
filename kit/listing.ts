// A list as the domains ask for it: which rows, in which order, which page of them. Arguments of a client in, checked
// plain data out; rows in, a connection out.
import { type Connection, connectionOf, type Page, type PageArguments, readPage } from './connection.ts';
import type { Ordering, SortDirection } from './ordering.ts';

export interface ListOrder<Field> {
  readonly field: Field;
  readonly direction: SortDirection;
}

export interface ListArguments<Filter, Field> extends PageArguments {
  readonly filter?: Filter | null;
  readonly orderBy?: ListOrder<Field> | null;
}

/** Plain data: loaders tell listings apart by their JSON. */
export interface Listing<Filter, Field> extends ListOrder<Field> {
  readonly filter: Filter;
  readonly page: Page;
}

/** How a domain sorts by a field. */
export type OrderingOf<Field, Row> = (field: Field, direction: SortDirection) => Ordering<Row>;

/** @param usual the order of a list that is asked for without one; BAD_USER_INPUT names what is wrong with the page */
export function readListing<Filter extends object, Field, Row>(
  args: ListArguments<Filter, Field>,
  usual: ListOrder<Field>,
  orderingOf: OrderingOf<Field, Row>,
): Listing<Filter, Field> {
  const { field, direction } = args.orderBy ?? usual;
  const filter = args.filter ?? ({} as Filter);
  return { filter, field, direction, page: readPage(args, orderingOf(field, direction)) };
}

export function connectionOfListing<Field, Row>(
  { page, field, direction }: Listing<unknown, Field>,
  orderingOf: OrderingOf<Field, Row>,
  rows: readonly Row[],
  totalCount: () => Promise<number>,
): Connection<Row> {
  const order = orderingOf(field, direction);
  return connectionOf({ page, order, rows, sortKeyOf: order.sortKeyOf, totalCount });
}
