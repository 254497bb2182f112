// What the viewer's teams must hear of.

import { NotificationsDocument } from '../generated/access.ts';
import { Settled } from '../graph/settled.tsx';
import { Badge } from '../parts/badge.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { ListSection } from './list-section.tsx';
import { tellNotification } from './told-notification.ts';
import { useGrowingQuery } from './use-growing-query.ts';

export function Notifications() {
  const { query, onMore } = useGrowingQuery(NotificationsDocument);
  return (
    <Settled query={query} whole failure="The notifications cannot be shown." skeleton={<Skeleton height={320} />}>
      {({ notifications }) => (
        <ListSection
          title="Notifications"
          page={notifications}
          emptyTitle="No news."
          empty={<p>Your teams are told here of requests, of broken glasses and of incidents.</p>}
          onMore={onMore}
        >
          {({ team, topic, body, createdAt }) => {
            const { text, to } = tellNotification(topic, body);
            return (
              <li className="access-card">
                <p className="access-card-facts">
                  <Badge>{team}</Badge> {text} <TimeAgo at={createdAt} /> {to && <Link to={to}>Show</Link>}
                </p>
              </li>
            );
          }}
        </ListSection>
      )}
    </Settled>
  );
}
