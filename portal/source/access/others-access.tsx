// What others ask of the viewer's groups: what waits for a decision first, then the grants that can be ended, and what was decided.

import { type AccessToDecideData, AccessToDecideDocument } from '../generated/access.ts';
import { Settled } from '../graph/settled.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { GrantCard } from './grant-card.tsx';
import { ListSection } from './list-section.tsx';
import { RequestCard } from './request-card.tsx';
import { useGrowingQuery } from './use-growing-query.ts';
import { useReloadWhile } from './use-reload-while.ts';

/** How soon a request that somebody makes meanwhile is seen. */
const newRequestsMs = 5_000;

export function OthersAccess({ named }: { readonly named: string }) {
  const { query, onMore } = useGrowingQuery(AccessToDecideDocument);
  const { reload } = query;
  useReloadWhile(true, reload, newRequestsMs);
  return (
    <Settled query={query} whole failure="The requests of others cannot be shown." skeleton={<Skeleton height={360} />}>
      {(data) => <Lists {...{ data, named, onMore }} onChange={reload} />}
    </Settled>
  );
}

interface ListsProps {
  readonly data: AccessToDecideData;
  readonly named: string;
  readonly onChange: () => void;
  readonly onMore: () => void;
}

function Lists({ data, named, onChange, onMore }: ListsProps) {
  const { waiting, accessGrants } = data;
  const decided = decidedIn(data);
  return (
    <>
      <ListSection
        title="Waiting for a decision"
        page={waiting}
        emptyTitle="Nothing waits for you."
        empty={<p>Requests appear here when one of your groups may decide about them.</p>}
        onMore={onMore}
      >
        {(request) => <RequestCard request={request} isNamed={request.id === named} onChange={onChange} />}
      </ListSection>
      <ListSection
        title="Grants that you may end"
        page={accessGrants}
        emptyTitle="No grant is yours to end."
        empty={<p>Grants appear here when your groups have a say in them.</p>}
        onMore={onMore}
      >
        {(grant) => <GrantCard grant={grant} onChange={onChange} />}
      </ListSection>
      {decided.totalCount > 0 && (
        <ListSection title="Decided" page={decided} emptyTitle="None of the latest is decided." onMore={onMore}>
          {(request) => <RequestCard request={request} isNamed={request.id === named} onChange={onChange} />}
        </ListSection>
      )}
    </>
  );
}

/** The graph tells one state at a time, and what is decided has several. */
function decidedIn({ all, waiting }: AccessToDecideData) {
  return {
    nodes: (all?.nodes ?? []).filter(({ state }) => state !== 'PENDING'),
    totalCount: (all?.totalCount ?? 0) - (waiting?.totalCount ?? 0),
  };
}
