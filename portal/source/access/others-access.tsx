// What others ask of the viewer's groups: what waits for a decision first, then what was decided, and the grants that can be ended.

import { useState } from 'react';
import { type AccessToDecideData, AccessToDecideDocument } from '../generated/access.ts';
import { Settled } from '../graph/settled.tsx';
import { useQuery } from '../graph/use-query.ts';
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
  const query = useQuery(AccessToDecideDocument, { first });
  const { reload } = query;
  useReloadWhile(true, reload, newRequestsMs);
  return (
    <Settled query={query} whole failure="The requests of others cannot be shown." skeleton={<Skeleton height={360} />}>
      {(data) => <Lists {...{ data, named }} onChange={reload} onMore={() => setFirst(moreOf(first))} />}
    </Settled>
  );
}

interface ListsProps {
  readonly data: AccessToDecideData;
  readonly named: string;
  readonly onChange: () => void;
  readonly onMore: () => void;
}

function Lists({ data: { accessRequests, accessGrants }, named, onChange, onMore }: ListsProps) {
  const requests = accessRequests?.nodes ?? [];
  const total = accessRequests?.totalCount ?? 0;
  const waiting = requests.filter(({ state }) => state === 'PENDING');
  const decided = requests.filter(({ state }) => state !== 'PENDING');
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
          onMore={onMore}
        >
          {(request) => <RequestCard request={request} isNamed={request.id === named} onChange={onChange} />}
        </Listed>
      </Section>
      <Section title="Grants that you may end">
        <Listed
          label="Grants that you may end"
          rows={accessGrants?.nodes ?? []}
          total={accessGrants?.totalCount ?? 0}
          emptyTitle="No grant is yours to end."
          empty={<p>Grants appear here when your groups have a say in them.</p>}
          rowKey={({ id }) => id}
          onMore={onMore}
        >
          {(grant) => <GrantCard grant={grant} onChange={onChange} />}
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
            onMore={onMore}
          >
            {(request) => <RequestCard request={request} isNamed={request.id === named} onChange={onChange} />}
          </Listed>
        </Section>
      )}
    </>
  );
}
