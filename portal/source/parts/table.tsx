// A table of rows that people compare. It scrolls in itself where it is wider than the page, also by keyboard. Headers of columns
// that say how to compare are buttons that sort.

import { type Key, type ReactNode, useMemo, useState } from 'react';
import { classNames } from './class-names.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** What to sort the column by; without it, it cannot be sorted. Rows without a value come last. */
  readonly sortBy?: (row: Row) => string | number | null | undefined;
  /** Numbers stand right, with digits under each other. */
  readonly numeric?: boolean;
  /** The cell names its row for screen readers; one column of each table should. */
  readonly isRowHeader?: boolean;
}

interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

interface Props<Row> {
  /** Says what the rows are; shown to screen readers, and above the table when `showCaption` is set. */
  readonly caption: string;
  readonly showCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => Key;
  readonly initialSort?: Sorting;
  readonly busy?: boolean;
}

export function Table<Row>({
  caption,
  showCaption = false,
  columns,
  rows,
  rowKey,
  initialSort,
  busy = false,
}: Props<Row>) {
  const [sorting, setSorting] = useState<Sorting | null>(initialSort ?? null);
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="table-scroll" aria-label={caption} tabIndex={0}>
      <table className="table" aria-busy={busy}>
        <caption className={showCaption ? undefined : 'visually-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <BodyCell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeaderProps<Row> {
  readonly column: Column<Row>;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting) => void;
}

function HeaderCell<Row>({ column: { key, title, sortBy, numeric }, sorting, onSort }: HeaderProps<Row>) {
  const descending = sorting?.key === key ? sorting.descending : null;
  return (
    <th scope="col" className={classNames(numeric && 'numeric')} aria-sort={sortName(descending)}>
      {sortBy ? (
        <button type="button" className="sort-button" onClick={() => onSort({ key, descending: descending === false })}>
          {title}
          <span className="sort-mark" aria-hidden="true">
            {descending === null ? '↕' : descending ? '↓' : '↑'}
          </span>
        </button>
      ) : (
        title
      )}
    </th>
  );
}

function BodyCell<Row>({
  column: { cell, numeric, isRowHeader },
  row,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
}) {
  if (isRowHeader) return <th scope="row">{cell(row)}</th>;
  return <td className={classNames(numeric && 'numeric')}>{cell(row)}</td>;
}

function sortName(descending: boolean | null): 'ascending' | 'descending' | undefined {
  return descending === null ? undefined : descending ? 'descending' : 'ascending';
}

function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sorting: Sorting | null): readonly Row[] {
  const sortBy = columns.find(({ key }) => key === sorting?.key)?.sortBy;
  if (!sorting || !sortBy) return rows;
  const sign = sorting.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [sortBy(a) ?? null, sortBy(b) ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * String(left).localeCompare(String(right), 'en', { numeric: true });
  });
}
