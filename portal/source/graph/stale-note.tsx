// Says quietly that what is shown could not be renewed, why, and offers to try it again.

import './stale-note.css';
import { Button } from '../parts/button.tsx';
import type { QueryResult } from './use-query.ts';

export function StaleNote({ query }: { readonly query: Pick<QueryResult<unknown>, 'stale' | 'reload'> }) {
  const { stale, reload } = query;
  return (
    <div role="status">
      {stale && (
        <p className="stale-note">
          This is as it was before: {stale} <Button onClick={reload}>Try again</Button>
        </p>
      )}
    </div>
  );
}
