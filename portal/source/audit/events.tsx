// What was done and what was seen, newest first: a page at a time, narrowed by what the address says.

import { AuditEventsDocument, type AuditEventsVariables } from '../generated/audit.ts';
import { isDenial, problemAt } from '../graph/problem.ts';
import { useQuery } from '../graph/use-query.ts';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Field, SearchField, Select } from '../parts/field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Link } from '../shell/link.tsx';
import { hereWith, setSearch, useLocation } from '../shell/use-location.ts';
import { outcomes } from './event-facts.ts';
import { EventTable } from './event-table.tsx';
import { openSpanOf } from './time-span.ts';

const perPage = 25;

export function Events() {
  const { search } = useLocation();
  const after = search.get('after');
  const { status, data, previous, problems, error, reload, asking } = useQuery(AuditEventsDocument, {
    filter: filterIn(search),
    first: perPage,
    after,
  });
  const problem = problemAt(problems, 'auditEvents');
  const shown = (data ?? previous)?.auditEvents;
  if (isDenial(problem)) return <DeniedNote what="The audit" problem={problem} />;
  return (
    <>
      <Filters search={search} />
      {status === 'failed' || problem ? (
        <Failed title="The audit cannot be searched." error={error ?? problem} onRetry={reload} />
      ) : !shown ? (
        <Skeleton height={560} />
      ) : shown.nodes.length === 0 ? (
        <Empty title="No entry fits.">
          <p>
            Subjects, clients and coordinates are compared as they are. <Link to="/audit">Take all filters away</Link>
          </p>
        </Empty>
      ) : (
        <>
          <EventTable entries={shown.nodes} busy={asking} />
          <nav className="audit-pages" aria-label="Pages of entries">
            {after && <Link to={hereWith({ after: null })}>Newest</Link>}
            {shown.pageInfo.hasNextPage && <Link to={hereWith({ after: shown.pageInfo.endCursor })}>Older</Link>}
          </nav>
        </>
      )}
    </>
  );
}

function filterIn(search: URLSearchParams): AuditEventsVariables['filter'] {
  const asked = (name: string) => search.get(name) || null;
  return {
    actor: asked('actor'),
    client: asked('client'),
    coordinate: asked('coordinate'),
    operation: asked('operation'),
    action: asked('action'),
    requestId: asked('decision'),
    ...openSpanOf(search.get('from') ?? '', search.get('to') ?? ''),
  };
}

const words = [
  { name: 'actor', label: 'Subject', placeholder: 'user|analyst' },
  { name: 'client', label: 'Client', placeholder: 'playground' },
  { name: 'coordinate', label: 'Coordinate', placeholder: 'Customer.email' },
  { name: 'operation', label: 'Operation', placeholder: 'CustomerProfile' },
  { name: 'decision', label: 'Decision id', placeholder: 'of an error' },
] as const;

function Filters({ search }: { readonly search: URLSearchParams }) {
  /** Another question begins at its first page. */
  const set = (name: string) => (value: string) => setSearch({ [name]: value.trim(), after: null }, { replace: true });
  return (
    <search className="filters" aria-label="Narrow the audit">
      {words.map(({ name, label, placeholder }) => (
        <SearchField
          key={name}
          label={label}
          placeholder={placeholder}
          value={search.get(name) ?? ''}
          onSearch={set(name)}
        />
      ))}
      <Select
        label="Outcome"
        value={search.get('action') ?? ''}
        options={[{ value: '', label: 'Any' }, ...outcomes]}
        onChange={set('action')}
      />
      <Field
        label="From"
        type="date"
        value={search.get('from') ?? ''}
        onChange={(event) => set('from')(event.target.value)}
      />
      <Field
        label="To"
        type="date"
        value={search.get('to') ?? ''}
        onChange={(event) => set('to')(event.target.value)}
      />
    </search>
  );
}
