// What the viewer's teams must hear of.

import { useState } from 'react';
import { NotificationsDocument } from '../generated/access.ts';
import { Settled } from '../graph/settled.tsx';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { tellNotification } from './access-words.ts';
import { Listed, moreOf, pageOfList } from './listed.tsx';

export function Notifications() {
  const [first, setFirst] = useState(pageOfList);
  const query = useQuery(NotificationsDocument, { first });
  return (
    <Settled query={query} whole failure="The notifications cannot be shown." skeleton={<Skeleton height={320} />}>
      {({ notifications }) => (
        <Section title="Notifications">
          <Listed
            label="Notifications"
            rows={notifications?.nodes ?? []}
            total={notifications?.totalCount ?? 0}
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
      )}
    </Settled>
  );
}
