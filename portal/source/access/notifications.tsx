// What the viewer's teams must hear of.

import { useState } from 'react';
import { NotificationsDocument } from '../generated/access.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Failed } from '../parts/failed.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { tellNotification } from './access-words.ts';
import { Listed, moreOf, pageOfList } from './listed.tsx';

export function Notifications() {
  const [first, setFirst] = useState(pageOfList);
  const { status, data, previous, error, problems, reload } = useQuery(NotificationsDocument, { first });
  const shown = data ?? previous;
  if (status === 'failed' || problems.length > 0)
    return <Failed title="The notifications cannot be shown." error={error ?? problems[0] ?? null} onRetry={reload} />;
  if (!shown) return <Skeleton height={320} />;
  return (
    <Section title="Notifications">
      <Listed
        label="Notifications"
        rows={shown.notifications?.nodes ?? []}
        total={shown.notifications?.totalCount ?? 0}
        emptyTitle="No news."
        empty={<p>Your teams are told here of requests and of broken glasses.</p>}
        rowKey={({ id }) => id}
        onMore={() => setFirst(moreOf(first))}
      >
        {({ team, topic, body, createdAt }) => {
          const { text, request } = tellNotification(topic, body);
          return (
            <li className="access-card">
              <p className="access-card-facts">
                <Badge>{team}</Badge> {text} <TimeAgo at={createdAt} />{' '}
                {request && <Link to={hrefOf('access', { tab: 'decide', request })}>Show</Link>}
              </p>
            </li>
          );
        }}
      </Listed>
    </Section>
  );
}
