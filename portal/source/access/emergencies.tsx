// Broken glasses: the viewer's own, and those that wait for a review by somebody else.

import { GlassesDocument } from '../generated/access.ts';
import { Settled } from '../graph/settled.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { BreakGlass } from './break-glass.tsx';
import { GlassCard } from './glass-card.tsx';
import { ListSection } from './list-section.tsx';
import { standingOfGlass } from './standing.ts';
import { useGrowingQuery } from './use-growing-query.ts';
import { useReloadWhile } from './use-reload-while.ts';

export function Emergencies() {
  const { query, onMore } = useGrowingQuery(GlassesDocument);
  const { reload } = query;
  const shown = query.data ?? query.previous;
  const all = [...(shown?.mine?.nodes ?? []), ...(shown?.others?.nodes ?? [])];
  useReloadWhile(
    all.some((glass) => standingOfGlass(glass, Date.now()).word === 'broken now'),
    reload,
  );
  return (
    <Settled query={query} whole failure="The emergencies cannot be shown." skeleton={<Skeleton height={320} />}>
      {({ mine, others }) => (
        <>
          <BreakGlass onBroken={reload} />
          <ListSection
            title="Of others"
            page={others}
            emptyTitle="Nothing to review."
            empty={<p>Nobody has broken glass for what your groups answer for.</p>}
            onMore={onMore}
          >
            {(glass) => <GlassCard glass={glass} onChange={reload} />}
          </ListSection>
          <ListSection
            title="Mine"
            page={mine}
            emptyTitle="You have broken no glass."
            empty={<p>What you open in an emergency appears here.</p>}
            onMore={onMore}
          >
            {(glass) => <GlassCard glass={glass} onChange={reload} />}
          </ListSection>
        </>
      )}
    </Settled>
  );
}
