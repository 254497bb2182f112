// Broken glasses: the viewer's own, and those that wait for a review by somebody else.

import { useState } from 'react';
import { GlassesDocument } from '../generated/access.ts';
import { useQuery } from '../graph/use-query.ts';
import { Failed } from '../parts/failed.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { standingOfGlass } from './access-words.ts';
import { GlassCard } from './glass-card.tsx';
import { Listed, moreOf, pageOfList } from './listed.tsx';
import { useReloadWhile } from './use-reload-while.ts';

export function Emergencies() {
  const [first, setFirst] = useState(pageOfList);
  const { status, data, previous, error, problems, reload } = useQuery(GlassesDocument, { first });
  const shown = data ?? previous;
  const all = [...(shown?.mine?.nodes ?? []), ...(shown?.others?.nodes ?? [])];
  useReloadWhile(
    all.some((glass) => standingOfGlass(glass, Date.now()).word === 'broken now'),
    reload,
  );
  if (status === 'failed' || problems.length > 0)
    return <Failed title="The emergencies cannot be shown." error={error ?? problems[0] ?? null} onRetry={reload} />;
  if (!shown) return <Skeleton height={320} />;
  const lists = [
    {
      label: 'Of others',
      page: shown.others,
      emptyTitle: 'Nothing to review.',
      empty: <p>Nobody has broken glass for what your groups answer for.</p>,
    },
    { label: 'Mine', page: shown.mine, emptyTitle: 'You have broken no glass.', empty: <HowToBreak /> },
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
        onMore={() => setFirst(moreOf(first))}
      >
        {(glass) => <GlassCard glass={glass} onChange={reload} />}
      </Listed>
    </Section>
  ));
}

function HowToBreak() {
  return (
    <p>
      In an emergency, whoever has the role <code>break-glass</code> and has just logged in with a second factor opens
      named fields for minutes: <code>gordian access break-glass Customer.phone --ticket INC-4711 --reason '…'</code>
    </p>
  );
}
