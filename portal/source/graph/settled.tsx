// Shows what a question is about in each of its states: on its way, failed, answered. While another question is on its way the
// answer before it stays where it is.

import type { ReactNode } from 'react';
import { Failed } from '../parts/failed.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { StaleNote } from './stale-note.tsx';
import type { QueryResult } from './use-query.ts';

interface Props<Data> {
  readonly query: QueryResult<Data>;
  /** What is missing when it failed: "The incidents cannot be shown." */
  readonly failure: string;
  /** As high as the answer is likely to be; a few lines without it. */
  readonly skeleton?: ReactNode;
  /** A part that is denied or failed leaves nothing that is worth showing. */
  readonly whole?: boolean;
  readonly children: (data: Data) => ReactNode;
}

export function Settled<Data>({ query, failure, skeleton, whole = false, children }: Props<Data>) {
  const { status, data, previous, error, problems, asking, reload } = query;
  const lacks = whole ? (problems[0] ?? null) : null;
  if (status === 'failed' || lacks) return <Failed title={failure} error={error ?? lacks} onRetry={reload} />;
  const shown = data ?? previous;
  if (shown === null) return <>{skeleton ?? <Skeleton />}</>;
  return (
    <div aria-busy={asking}>
      <StaleNote query={query} />
      {children(shown)}
    </div>
  );
}
