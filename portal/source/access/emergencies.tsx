// Broken glasses: the viewer's own, and those that wait for a review by somebody else.

import { useState } from 'react';
import { type GlassesData, GlassesDocument } from '../generated/access.ts';
import { Settled } from '../graph/settled.tsx';
import { useQuery } from '../graph/use-query.ts';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { standingOfGlass } from './access-words.ts';
import { BreakGlass } from './break-glass.tsx';
import { GlassCard } from './glass-card.tsx';
import { Listed, moreOf, pageOfList } from './listed.tsx';
import { useReloadWhile } from './use-reload-while.ts';

export function Emergencies() {
  const [first, setFirst] = useState(pageOfList);
  const query = useQuery(GlassesDocument, { first });
  const { reload } = query;
  const shown = query.data ?? query.previous;
  const all = [...(shown?.mine?.nodes ?? []), ...(shown?.others?.nodes ?? [])];
  useReloadWhile(
    all.some((glass) => standingOfGlass(glass, Date.now()).word === 'broken now'),
    reload,
  );
  return (
    <Settled query={query} whole failure="The emergencies cannot be shown." skeleton={<Skeleton height={320} />}>
      {(data) => (
        <>
          <BreakGlass onBroken={reload} />
          <Lists data={data} onChange={reload} onMore={() => setFirst(moreOf(first))} />
        </>
      )}
    </Settled>
  );
}

interface ListsProps {
  readonly data: GlassesData;
  readonly onChange: () => void;
  readonly onMore: () => void;
}

function Lists({ data: { mine, others }, onChange, onMore }: ListsProps) {
  const lists = [
    {
      label: 'Of others',
      page: others,
      emptyTitle: 'Nothing to review.',
      empty: <p>Nobody has broken glass for what your groups answer for.</p>,
    },
    {
      label: 'Mine',
      page: mine,
      emptyTitle: 'You have broken no glass.',
      empty: <p>What you open in an emergency appears here.</p>,
    },
  ];
  return lists.map(({ label, page, emptyTitle, empty }) => (
    <Section key={label} title={label}>
      <Listed
        label={label}
        rows={page?.nodes ?? []}
        total={page?.totalCount ?? 0}
        emptyTitle={emptyTitle}
        empty={empty}
        rowKey={({ id }) => id}
        onMore={onMore}
      >
        {(glass) => <GlassCard glass={glass} onChange={onChange} />}
      </Listed>
    </Section>
  ));
}
