// What others ask of the viewer's groups: what waits for a decision first, then what was decided, and the grants that can be ended.

import { useState } from 'react';
import { AccessToDecideDocument } from '../generated/access.ts';
import { useQuery } from '../graph/use-query.ts';
import { Failed } from '../parts/failed.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { GrantCard } from './grant-card.tsx';
import { Listed, moreOf, pageOfList } from './listed.tsx';
import { RequestCard } from './request-card.tsx';
import { useReloadWhile } from './use-reload-while.ts';

/** How soon a request that somebody makes meanwhile is seen. */
const newRequestsMs = 5_000;

export function OthersAccess({ named }: { readonly named: string }) {
  const [first, setFirst] = useState(pageOfList);
  const { status, data, previous, error, problems, reload } = useQuery(AccessToDecideDocument, { first });
  const shown = data ?? previous;
  const grants = shown?.accessGrants?.nodes ?? [];
  useReloadWhile(true, reload, newRequestsMs);
  if (status === 'failed' || problems.length > 0)
    return (
      <Failed title="The requests of others cannot be shown." error={error ?? problems[0] ?? null} onRetry={reload} />
    );
  if (!shown) return <Skeleton height={360} />;
  const requests = shown.accessRequests?.nodes ?? [];
  const waiting = requests.filter(({ state }) => state === 'PENDING');
  const decided = requests.filter(({ state }) => state !== 'PENDING');
  const more = () => setFirst(moreOf(first));
  const total = shown.accessRequests?.totalCount ?? 0;
  return (
    <>
      <Section title="Waiting for a decision">
        <Listed
          label="Waiting for a decision"
          rows={waiting}
          total={total - decided.length}
          emptyTitle="Nothing waits for you."
          empty={<p>Requests appear here when one of your groups may decide about them.</p>}
          rowKey={({ id }) => id}
          onMore={more}
        >
          {(request) => <RequestCard request={request} isNamed={request.id === named} onChange={reload} />}
        </Listed>
      </Section>
      <Section title="Grants that you may end">
        <Listed
          label="Grants that you may end"
          rows={grants}
          total={shown.accessGrants?.totalCount ?? 0}
          emptyTitle="No grant is yours to end."
          empty={<p>Grants appear here when your groups have a say in them.</p>}
          rowKey={({ id }) => id}
          onMore={more}
        >
          {(grant) => <GrantCard grant={grant} onChange={reload} />}
        </Listed>
      </Section>
      {decided.length > 0 && (
        <Section title="Decided">
          <Listed
            label="Decided"
            rows={decided}
            total={decided.length}
            emptyTitle="Nothing was decided."
            empty={null}
            rowKey={({ id }) => id}
            onMore={more}
          >
            {(request) => <RequestCard request={request} isNamed={request.id === named} onChange={reload} />}
          </Listed>
        </Section>
      )}
    </>
  );
}
