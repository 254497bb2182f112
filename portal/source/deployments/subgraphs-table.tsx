// What is in force in a variant: each subgraph with the registration that brought it.

import type { DeploymentsData } from '../generated/deployments.ts';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Revision } from './revision.tsx';

type Subgraph = NonNullable<DeploymentsData['subgraphs']>[number];

const columns: readonly Column<Subgraph>[] = [
  { key: 'name', title: 'Subgraph', cell: ({ name }) => name, sortBy: ({ name }) => name, isRowHeader: true },
  {
    key: 'registration',
    title: 'Registration',
    cell: ({ registration }) => registration,
    sortBy: ({ registration }) => registration,
    numeric: true,
  },
  { key: 'revision', title: 'Commit', cell: ({ sourceRevision }) => <Revision of={sourceRevision} /> },
  { key: 'by', title: 'By', cell: ({ registeredBy }) => registeredBy, sortBy: ({ registeredBy }) => registeredBy },
  {
    key: 'at',
    title: 'When',
    cell: ({ registeredAt }) => <TimeAgo at={registeredAt} />,
    sortBy: ({ registeredAt }) => Date.parse(registeredAt),
  },
];

export function SubgraphsTable({ subgraphs }: { readonly subgraphs: readonly Subgraph[] }) {
  return <Table caption="Subgraphs in force" columns={columns} rows={subgraphs} rowKey={({ name }) => name} />;
}
