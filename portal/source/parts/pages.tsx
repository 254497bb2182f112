// The way through a long list: forward by cursor (`?after=`), and back to its beginning.

import { Link } from '../shell/link.tsx';
import { hereWith, useSearchParameter } from '../shell/use-location.ts';

interface Props {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  readonly totalCount: number;
}

export function Pages({ hasNextPage, endCursor, totalCount }: Props) {
  const [after] = useSearchParameter('after');
  return (
    <div className="pages">
      <span className="muted">{totalCount} in all</span>
      {after && <Link to={hereWith({ after: null })}>From the beginning</Link>}
      {hasNextPage && <Link to={hereWith({ after: endCursor })}>More</Link>}
    </div>
  );
}
