// Opens the query of the address in a tab, once, and says where it comes from. It is not run: whoever wrote the link is not whose
// rights would be used.

import { useEffect, useState } from 'react';
import { Badge } from '../../parts/badge.tsx';
import { setSearch, useLocation } from '../../shell/use-location.ts';
import { type LinkedQuery, readDeepLink } from './deep-link.ts';
import { useOpenTab } from './open-tab.ts';

export function LinkOpener() {
  const { search } = useLocation();
  const open = useOpenTab();
  const [opened, setOpened] = useState<LinkedQuery | { readonly problem: string } | null>(null);
  const text = search.toString();

  useEffect(() => {
    const linked = readDeepLink(new URLSearchParams(text));
    if (!open || !linked) return;
    if (!('problem' in linked)) open(linked.query, linked.variables);
    setOpened(linked);
    // It stands in the tab now; a reload would open another.
    setSearch({ query: null, variables: null, operation: null }, { replace: true });
  }, [open, text]);

  if (!opened) return null;
  return (
    <p className="link-notice" role="status">
      {'problem' in opened ? (
        opened.problem
      ) : (
        <>
          This query came with a link and was not run. {opened.isMutation && <Badge tone="warning">changes data</Badge>}{' '}
          Read it before you run it{opened.isMutation && ': it runs with your rights'}.
        </>
      )}
      <button type="button" className="dismiss-button" aria-label="Dismiss" onClick={() => setOpened(null)}>
        ×
      </button>
    </p>
  );
}
