// What the viewer has asked for, and holds. As long as something waits it is asked again, so that a decision shows without a reload.

import { useEffect, useState } from 'react';
import { MyAccessDocument } from '../generated/access.ts';
import { Settled } from '../graph/settled.tsx';
import { useQuery } from '../graph/use-query.ts';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { isUnsettled } from './access-words.ts';
import { GrantCard } from './grant-card.tsx';
import { Listed, moreOf, pageOfList } from './listed.tsx';
import { RequestCard } from './request-card.tsx';
import { useReloadWhile } from './use-reload-while.ts';

export function MyAccess({ named }: { readonly named: string }) {
  const [first, setFirst] = useState(pageOfList);
  const query = useQuery(MyAccessDocument, { first });
  const { reload } = query;
  const shown = query.data ?? query.previous;
  const requests = shown?.accessRequests?.nodes ?? [];
  const grants = shown?.accessGrants?.nodes ?? [];
  useReloadWhile(isUnsettled(requests, grants, Date.now()), reload);
  // One that was just made is in no list yet.
  useEffect(() => {
    if (named !== '') reload();
  }, [named, reload]);
  const more = () => setFirst(moreOf(first));
  return (
    <Settled query={query} whole failure="Your access cannot be shown." skeleton={<Skeleton height={360} />}>
      {(data) => (
        <>
          <Section title="My requests">
            <Listed
              label="My requests"
              rows={requests}
              total={data.accessRequests?.totalCount ?? 0}
              emptyTitle="You have asked for nothing."
              empty={<p>Where a field is denied, “Request access” begins one.</p>}
              rowKey={({ id }) => id}
              onMore={more}
            >
              {(request) => <RequestCard request={request} isNamed={request.id === named} onChange={reload} />}
            </Listed>
          </Section>
          <Section title="My grants" note="what was granted beyond the rules">
            <Listed
              label="My grants"
              rows={grants}
              total={data.accessGrants?.totalCount ?? 0}
              emptyTitle="You hold no grant."
              empty={<p>The rules alone decide what you see.</p>}
              rowKey={({ id }) => id}
              onMore={more}
            >
              {(grant) => <GrantCard grant={grant} onChange={reload} />}
            </Listed>
          </Section>
        </>
      )}
    </Settled>
  );
}
