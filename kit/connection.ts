// Keyset pagination for the connections of every domain: arguments in, a checked page out; rows in, a connection out.
//
// A sort key is a list of columns that ends with the id, so that positions are unique, and holds no nulls. Columns of
// instants must be timestamptz(3): JavaScript has milliseconds, and a cursor with fewer digits than its row would repeat it.
//
// Statement of one list: WHERE ($1::timestamptz IS NULL OR (placed_at, id) < ($1, $2)) ORDER BY placed_at DESC, id DESC
// LIMIT $3, with the values `...pageValues(page, order)` and `page.limit`, which is one row more than was asked for.
//
// Pages for many parents in ONE statement, through `createLoaderByArguments`:
//   SELECT parent.id AS parent_id, item.* FROM unnest($1::text[]) AS parent (id) CROSS JOIN LATERAL
//   (SELECT ... FROM orders WHERE customer_id = parent.id AND ... ORDER BY ... LIMIT $4) AS item
// and `groupInKeyOrder` hands each parent its rows.

import { decodeCursor, encodeCursor, type SortOrder, type SortValue } from './cursor.ts';
import { GordianError } from './errors.ts';
import { unobserved } from './observed-sql/observation.ts';

const defaultPageSize = 20;
export const maxPageSize = 100;

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

export interface Page {
  readonly first: number;
  /** Rows to fetch: one more than `first`, which tells whether a next page exists. */
  readonly limit: number;
  /** The sort key of the last row seen; null at the start. */
  readonly after: readonly SortValue[] | null;
}

export interface Connection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly nodes: readonly Row[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** A function, so that counting costs a statement only where it is selected. */
  readonly totalCount: () => Promise<number>;
}

export interface ConnectionParts<Row> {
  readonly page: Page;
  readonly order: SortOrder;
  /** At most `page.limit` rows, in order. */
  readonly rows: readonly Row[];
  /** The values of the sort key of a row, in the order of `order.columns`. */
  readonly sortKeyOf: (row: Row) => readonly (SortValue | Date)[];
  readonly totalCount: () => Promise<number>;
}

/** Checks `first` and `after`; BAD_USER_INPUT names what is wrong. A cursor of another order is refused. */
export function readPage(page: PageArguments, order: SortOrder): Page {
  const first = readFirst(page.first);
  return { first, limit: first + 1, after: page.after == null ? null : decodeCursor(page.after, order) };
}

/** How many rows a page is to have. @throws GordianError BAD_USER_INPUT */
export function readFirst(asked: number | null | undefined): number {
  const first = asked ?? defaultPageSize;
  if (Number.isInteger(first) && first >= 0 && first <= maxPageSize) return first;
  throw new GordianError('BAD_USER_INPUT', `\`first\` must be between 0 and ${maxPageSize}.`, {
    details: { argument: 'first', limit: maxPageSize },
  });
}

/** One statement value per sort column: the position after which the page starts, or nulls at the start. */
export function pageValues(page: Page, order: SortOrder): readonly SortValue[] {
  return page.after ?? order.columns.map(() => null);
}

export function connectionOf<Row>(parts: ConnectionParts<Row>): Connection<Row> {
  const { page, order } = parts;
  const nodes = parts.rows.slice(0, page.first);
  // Sealed: nobody learns the values from it.
  const cursorOf = (row: Row) => unobserved(() => encodeCursor(parts.sortKeyOf(row), order));
  // Getters: most pages are read without cursors, and those inside other pages are many.
  return {
    get edges() {
      return nodes.map((node) => ({ cursor: cursorOf(node), node }));
    },
    nodes,
    pageInfo: {
      hasNextPage: parts.rows.length > page.first,
      hasPreviousPage: page.after !== null,
      get startCursor() {
        return nodes.length > 0 ? cursorOf(nodes[0]!) : null;
      },
      get endCursor() {
        return nodes.length > 0 ? cursorOf(nodes.at(-1)!) : null;
      },
    },
    totalCount: parts.totalCount,
  };
}
