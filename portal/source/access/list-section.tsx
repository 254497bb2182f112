// A list under its heading, of which the graph gives a page: empty, or there, with a way to see more of it.

import { Fragment, type ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { Section } from '../parts/section.tsx';
import { mostOfList } from './use-growing-query.ts';

interface Props<Row> {
  /** Of the section, and of the list for screen readers. */
  readonly title: string;
  readonly note?: string;
  readonly page: { readonly nodes: readonly Row[]; readonly totalCount: number } | null;
  readonly emptyTitle: string;
  readonly empty?: ReactNode;
  readonly children: (row: Row) => ReactNode;
  readonly onMore: () => void;
}

export function ListSection<Row extends { readonly id: string }>({
  title,
  note,
  page,
  emptyTitle,
  empty,
  children,
  onMore,
}: Props<Row>) {
  const { nodes: rows, totalCount: total } = page ?? { nodes: [], totalCount: 0 };
  const isMore = total > rows.length;
  return (
    <Section title={title} note={note}>
      {rows.length === 0 ? (
        <Empty title={emptyTitle}>{empty}</Empty>
      ) : (
        <ul className="access-list" aria-label={title}>
          {rows.map((row) => (
            <Fragment key={row.id}>{children(row)}</Fragment>
          ))}
        </ul>
      )}
      {isMore && rows.length < mostOfList && (
        <Button onClick={onMore}>
          Show more ({rows.length} of {total})
        </Button>
      )}
      {isMore && rows.length >= mostOfList && (
        <p className="muted">
          The newest {rows.length} of {total}; <code>gordian access list</code> has all.
        </p>
      )}
    </Section>
  );
}
