// Whom an incident concerns: what is made from the product, and who asks for it.

import type { AffectedOperationFragment as Operation, BlastRadiusFragment as Radius } from '../generated/incidents.ts';
import { type Problem, problemAt } from '../graph/problem.ts';
import { DeniedNote } from '../parts/denied-note.tsx';
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
  readonly problems: readonly Problem[];
}

export function BlastRadius({ radius, problems }: Props) {
  if (radius === null) {
    const problem = problemAt(problems, 'incident.blastRadius');
    return problem ? (
      <DeniedNote what="Whom it concerns" problem={problem} />
    ) : (
      <p className="muted">Nothing is known.</p>
    );
  }
  const { downstreamProducts, downstreamFields, clients, requests, complete, operations } = radius;
  const denied = problemAt(problems, 'incident.blastRadius.operations');
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
      {denied && <DeniedNote what="The list of operations" problem={denied} />}
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
