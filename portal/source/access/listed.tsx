// A list that the graph gives a page of: loading, failed, empty, or there, with a way to see more of it.

import type { Key, ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';

interface Props<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly emptyTitle: string;
  readonly empty: ReactNode;
  readonly rowKey: (row: Row) => Key;
  readonly children: (row: Row) => ReactNode;
  readonly onMore: () => void;
}

export const pageOfList = 20;
/** The most that the graph gives at once. */
const mostOfList = 100;

export function Listed<Row>({ label, rows, total, emptyTitle, empty, rowKey, children, onMore }: Props<Row>) {
  if (rows.length === 0) return <Empty title={emptyTitle}>{empty}</Empty>;
  const isMore = total > rows.length;
  return (
    <>
      <ul className="access-list" aria-label={label}>
        {rows.map((row) => (
          <Keyed key={rowKey(row)}>{children(row)}</Keyed>
        ))}
      </ul>
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
    </>
  );
}

function Keyed({ children }: { readonly children: ReactNode }) {
  return children;
}

export function moreOf(first: number): number {
  return Math.min(mostOfList, first * 2 + pageOfList);
}
