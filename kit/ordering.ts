// The orders in which a list can be walked, and the SQL of each: one column, then the id, both in the same direction.
// The parts go into a statement as text, so they are written in the code of a domain and never come from a client.
import type { SortColumn, SortOrder, SortValue } from './cursor.ts';

export type SortDirection = 'ASC' | 'DESC';

export interface OrderColumn<Row> {
  /** As the statement knows it, qualified where it has to be. */
  readonly column: string;
  /** The type to which a cursor's value is cast, `timestamptz`. */
  readonly type: string;
  readonly kind: SortColumn;
  readonly valueOf: (row: Row) => SortValue | Date;
}

export interface IdColumn<Row> {
  readonly column: string;
  readonly type: 'text' | 'bigint';
  readonly valueOf: (row: Row) => SortValue;
}

export interface Ordering<Row> extends SortOrder {
  /** `ORDER BY placed_at DESC, id DESC` */
  readonly orderBy: string;
  /** The condition for rows after the page's cursor, whose values are two parameters from the given number on. */
  readonly after: (firstParameter: number) => string;
  readonly sortKeyOf: (row: Row) => readonly (SortValue | Date)[];
}

/** @param name of the column for clients, `PLACED_AT`; with the direction it ties a cursor to its order */
export function orderingBy<Row>(
  name: string,
  direction: SortDirection,
  by: OrderColumn<Row>,
  id: IdColumn<Row>,
): Ordering<Row> {
  const compare = direction === 'ASC' ? '>' : '<';
  return {
    name: `${name}_${direction}`,
    columns: [by.kind, id.type === 'bigint' ? 'number' : 'text'],
    orderBy: `ORDER BY ${by.column} ${direction}, ${id.column} ${direction}`,
    after: (n) =>
      `($${n}::${by.type} IS NULL OR (${by.column}, ${id.column}) ${compare} ($${n}::${by.type}, $${n + 1}::${id.type}))`,
    sortKeyOf: (row) => [by.valueOf(row), id.valueOf(row)],
  };
}
