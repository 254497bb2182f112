// What the viewer has asked for, and holds. As long as something waits it is asked again, so that a decision shows without a reload.

import { useEffect } from 'react';
import { MyAccessDocument } from '../generated/access.ts';
import { Settled } from '../graph/settled.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { GrantCard } from './grant-card.tsx';
import { ListSection } from './list-section.tsx';
import { RequestCard } from './request-card.tsx';
import { isUnsettled } from './standing.ts';
import { useGrowingQuery } from './use-growing-query.ts';
import { useReloadWhile } from './use-reload-while.ts';

export function MyAccess({ named }: { readonly named: string }) {
  const { query, onMore } = useGrowingQuery(MyAccessDocument);
  const { reload } = query;
  const shown = query.data ?? query.previous;
  const requests = shown?.accessRequests?.nodes ?? [];
  const grants = shown?.accessGrants?.nodes ?? [];
  useReloadWhile(isUnsettled(requests, grants, Date.now()), reload);
  // One that was just made is in no list yet.
  useEffect(() => {
    if (named !== '') reload();
  }, [named, reload]);
  return (
    <Settled query={query} whole failure="Your access cannot be shown." skeleton={<Skeleton height={360} />}>
      {({ accessRequests, accessGrants }) => (
        <>
          <ListSection
            title="My requests"
            page={accessRequests}
            emptyTitle="You have asked for nothing."
            empty={<p>Where a field is denied, “Request access” begins one.</p>}
            onMore={onMore}
          >
            {(request) => <RequestCard request={request} isNamed={request.id === named} onChange={reload} />}
          </ListSection>
          <ListSection
            title="My grants"
            note="what was granted beyond the rules"
            page={accessGrants}
            emptyTitle="You hold no grant."
            empty={<p>The rules alone decide what you see.</p>}
            onMore={onMore}
          >
            {(grant) => <GrantCard grant={grant} onChange={reload} />}
          </ListSection>
        </>
      )}
    </Settled>
  );
}
