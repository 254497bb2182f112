// Whom an incident concerns: what is made from the product, and who asks for it.

import type { AffectedOperationFragment as Operation, BlastRadiusFragment as Radius } from '../generated/incidents.ts';
import { Absent } from '../graph/absent.tsx';
import type { QueryResult } from '../graph/use-query.ts';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';

const columns: readonly Column<Operation>[] = [
  {
    key: 'operation',
    title: 'Operation',
    cell: ({ name, hash }) => name ?? <code>{hash.slice(0, 12)}</code>,
    sortBy: ({ name }) => name,
    isRowHeader: true,
  },
  { key: 'client', title: 'Client', cell: ({ client }) => client, sortBy: ({ client }) => client },
  {
    key: 'requests',
    title: 'Requests',
    cell: ({ requests }) => requests.toLocaleString('en'),
    sortBy: ({ requests }) => requests,
    numeric: true,
  },
  { key: 'seen', title: 'Last seen', cell: ({ lastSeen }) => <TimeAgo at={lastSeen} /> },
];

interface Props {
  readonly radius: Radius | null;
  readonly query: Pick<QueryResult<unknown>, 'problems' | 'reload'>;
}

export function BlastRadius({ radius, query }: Props) {
  if (radius === null) {
    return (
      <Absent what="Whom it concerns" query={query} path="incident.blastRadius">
        <p className="muted">Nothing is known.</p>
      </Absent>
    );
  }
  const { downstreamProducts, downstreamFields, clients, requests, complete, operations } = radius;
  return (
    <>
      <p>
        {counted(downstreamFields, 'field is', 'fields are')} made from the product, and{' '}
        {counted(clients, 'client', 'clients')} asked for it {counted(requests, 'time', 'times')}.
        {!complete && ' There may be more: lineage was cut, or gateways did not report for the whole time.'}
      </p>
      {downstreamProducts && downstreamProducts.length > 0 && (
        <p>
          Products made from it:{' '}
          {downstreamProducts.map(({ urn, name }, index) => (
            <span key={urn}>
              {index > 0 && ', '}
              <Link to={hrefOf('product', { urn })}>{name}</Link>
            </span>
          ))}
        </p>
      )}
      {operations === null && (
        <Absent what="The list of operations" query={query} path="incident.blastRadius.operations" />
      )}
      {operations && operations.length > 0 && (
        <Table
          caption="Operations"
          columns={columns}
          rows={operations}
          rowKey={({ hash, client }) => `${hash} ${client}`}
        />
      )}
    </>
  );
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
