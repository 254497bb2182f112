// The incidents that meet the chosen conditions, newest first, as they change.

import {
  IncidentChangedDocument,
  IncidentDomainsDocument,
  type IncidentFilter,
  type IncidentsData,
  IncidentsDocument,
} from '../generated/incidents.ts';
import { Absent } from '../graph/absent.tsx';
import { Settled } from '../graph/settled.tsx';
import { useLive } from '../graph/use-live.ts';
import { useQuery } from '../graph/use-query.ts';
import { Empty } from '../parts/empty.tsx';
import { Select } from '../parts/field.tsx';
import { LiveNote } from '../parts/live-note.tsx';
import { Page } from '../parts/page.tsx';
import { Pages } from '../parts/pages.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { hereWith, setSearch, useLocation } from '../shell/use-location.ts';
import { inWords, SeverityBadge, StateBadge, severities, states } from './incident-words.tsx';

type Incident = NonNullable<IncidentsData['incidents']>['nodes'][number];

const columns: readonly Column<Incident>[] = [
  {
    key: 'title',
    title: 'Incident',
    cell: ({ id, title }) => (
      <Link className="incident-title" to={hereWith({ id })}>
        {title}
      </Link>
    ),
    isRowHeader: true,
  },
  { key: 'severity', title: 'Severity', cell: ({ severity }) => <SeverityBadge of={severity} /> },
  { key: 'state', title: 'State', cell: ({ state }) => <StateBadge of={state} /> },
  {
    key: 'product',
    title: 'Product',
    cell: ({ product }) => product && <Link to={hrefOf('product', { urn: product.urn })}>{product.name}</Link>,
  },
  { key: 'opened', title: 'Opened', cell: ({ openedAt }) => <TimeAgo at={openedAt} /> },
  { key: 'resolved', title: 'Resolved', cell: ({ resolvedAt }) => resolvedAt && <TimeAgo at={resolvedAt} /> },
];

export function IncidentList() {
  const { search } = useLocation();
  const filter = filterIn(search);
  const after = search.get('after');
  const incidents = useQuery(IncidentsDocument, { filter, after });
  const { reload } = incidents;
  const live = useLive(IncidentChangedDocument, { domain: filter.domain ?? null }, reload, { onGap: reload });
  return (
    <Page title="Incidents" subtitle="What is promised in a contract and not kept." actions={<LiveNote live={live} />}>
      <Filters filter={filter} />
      <Settled query={incidents} failure="The incidents cannot be shown." skeleton={<Skeleton height={320} />}>
        {({ incidents: found }) => {
          if (found === null) return <Absent what="The list of incidents" query={incidents} path="incidents" />;
          if (found.nodes.length === 0) return <NoIncidents filter={filter} />;
          return (
            <>
              <Table caption="Incidents" columns={columns} rows={found.nodes} rowKey={({ id }) => id} />
              <Pages {...found.pageInfo} totalCount={found.totalCount} />
            </>
          );
        }}
      </Settled>
    </Page>
  );
}

function filterIn(search: URLSearchParams): IncidentFilter {
  return {
    state: states.find((each) => each === search.get('state')) ?? null,
    severity: severities.find((each) => each === search.get('severity')) ?? null,
    domain: search.get('domain'),
    product: search.get('product'),
  };
}

function Filters({ filter }: { readonly filter: IncidentFilter }) {
  const domains = useQuery(IncidentDomainsDocument, {});
  const choices = [
    { name: 'state', label: 'State', options: states.map((value) => ({ value, label: inWords(value) })) },
    { name: 'severity', label: 'Severity', options: severities.map((value) => ({ value, label: inWords(value) })) },
    {
      name: 'domain',
      label: 'Domain',
      options: (domains.data?.domains ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
    },
  ] as const;
  return (
    <search className="fields">
      {choices.map(({ name, label, options }) => (
        <Select
          key={name}
          label={label}
          value={filter[name] ?? ''}
          options={[{ value: '', label: 'All' }, ...options]}
          onChange={(value) => setSearch({ [name]: value, after: null }, { replace: true })}
        />
      ))}
    </search>
  );
}

function NoIncidents({ filter }: { readonly filter: IncidentFilter }) {
  const isFiltered = Object.values(filter).some((value) => value !== null);
  if (isFiltered)
    return (
      <Empty title="No incident meets these conditions.">
        <Link to={hrefOf('incidents')}>Show all</Link>
      </Empty>
    );
  return (
    <Empty title="There has been no incident.">
      <p>One opens by itself when a product is older, slower or worse than its contract promises.</p>
    </Empty>
  );
}
