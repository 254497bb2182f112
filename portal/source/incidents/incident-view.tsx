// One incident: what happened to it, whom it concerns, and that somebody sees to it.

import type { ReactNode } from 'react';
import { IncidentChangedDocument, type IncidentData, IncidentDocument } from '../generated/incidents.ts';
import { Absent } from '../graph/absent.tsx';
import { Settled } from '../graph/settled.tsx';
import { useLive } from '../graph/use-live.ts';
import { type QueryResult, useQuery } from '../graph/use-query.ts';
import { Empty } from '../parts/empty.tsx';
import { LiveNote } from '../parts/live-note.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { hereWith } from '../shell/use-location.ts';
import { AcknowledgeForm } from './acknowledge-form.tsx';
import { BlastRadius } from './blast-radius.tsx';
import { SeverityBadge, StateBadge } from './incident-words.tsx';
import { Timeline } from './timeline.tsx';

type Incident = NonNullable<IncidentData['incident']>;

export function IncidentView({ id }: { readonly id: string }) {
  const query = useQuery(IncidentDocument, { id });
  const { reload } = query;
  const live = useLive(
    IncidentChangedDocument,
    {},
    ({ incidentChanged }) => {
      if (incidentChanged?.incident === id) reload();
    },
    { onGap: reload },
  );
  const incident = (query.data ?? query.previous)?.incident;
  return (
    <Page
      title={incident?.title ?? 'Incident'}
      subtitle={<Link to={hereWith({ id: null })}>All incidents</Link>}
      actions={<LiveNote live={live} />}
    >
      <Settled query={query} failure="The incident cannot be shown." skeleton={<Skeleton height={420} />}>
        {(data) => {
          if (data.incident) return <Found incident={data.incident} query={query} />;
          return (
            <Absent what="The incident" query={query} path="incident">
              <NoIncident id={id} />
            </Absent>
          );
        }}
      </Settled>
    </Page>
  );
}

interface FoundProps {
  readonly incident: Incident;
  readonly query: QueryResult<IncidentData>;
}

function Found({ incident, query }: FoundProps) {
  const { severity, state, product, openedAt, resolvedAt, acknowledgedBy, cause } = incident;
  return (
    <>
      <dl className="facts-row card">
        <Fact name="State">
          <StateBadge of={state} /> <SeverityBadge of={severity} />
        </Fact>
        <Fact name="Product">
          {product ? <Link to={hrefOf('product', { urn: product.urn })}>{product.name}</Link> : 'not for you to see'}
        </Fact>
        <Fact name="Opened">
          <TimeAgo at={openedAt} />
        </Fact>
        {resolvedAt && (
          <Fact name="Resolved">
            <TimeAgo at={resolvedAt} />
          </Fact>
        )}
        {acknowledgedBy && <Fact name="Seen to by">{acknowledgedBy}</Fact>}
        <Fact name="Cause">
          <code>{cause}</code>
        </Fact>
      </dl>
      {state === 'OPEN' && <AcknowledgeForm incident={incident} onDone={query.reload} />}
      <Section title="What happened">
        <Timeline steps={incident.timeline ?? []} />
      </Section>
      <Section title="Whom it concerns">
        <BlastRadius radius={incident.blastRadius} query={query} />
      </Section>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function NoIncident({ id }: { readonly id: string }) {
  return (
    <Empty title="There is no such incident.">
      <p>
        Nothing is known of <code>{id}</code>.
      </p>
    </Empty>
  );
}
