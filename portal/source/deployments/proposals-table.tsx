// Changes that break somebody and wait for those who are broken; the newest first, those that are decided too.

import type { ProposalsData } from '../generated/deployments.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import type { Tone } from '../parts/tone.ts';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';

type Proposal = NonNullable<ProposalsData['proposals']>['nodes'][number];

const tones: Readonly<Record<Proposal['state'], Tone>> = {
  PENDING: 'warning',
  APPROVED: 'good',
  REJECTED: 'bad',
  WITHDRAWN: 'neutral',
  EXPIRED: 'bad',
  PUBLISHED: 'good',
  FORCED: 'warning',
};

const columns: readonly Column<Proposal>[] = [
  { key: 'product', title: 'Product', cell: (proposal) => <ProductOf proposal={proposal} />, isRowHeader: true },
  {
    key: 'versions',
    title: 'Versions',
    cell: ({ baseVersion, version }) => `${baseVersion} → ${version}`,
  },
  {
    key: 'state',
    title: 'State',
    cell: ({ state }) => <Badge tone={tones[state]}>{state.toLowerCase()}</Badge>,
    sortBy: ({ state }) => state,
  },
  { key: 'affected', title: 'Breaks', cell: (proposal) => <Answers proposal={proposal} /> },
  {
    key: 'deadline',
    title: 'Answer by',
    cell: ({ deadline }) => <TimeAgo at={deadline} />,
    sortBy: ({ deadline }) => Date.parse(deadline),
  },
  {
    key: 'proposed',
    title: 'Proposed',
    cell: ({ proposedBy, proposedAt }) => (
      <>
        <TimeAgo at={proposedAt} /> by {proposedBy ?? 'somebody'}
      </>
    ),
    sortBy: ({ proposedAt }) => Date.parse(proposedAt),
  },
];

export function ProposalsTable({ proposals }: { readonly proposals: readonly Proposal[] }) {
  if (proposals.length === 0)
    return (
      <Empty title="No change waits for anybody.">
        <p>A check that finds that it breaks a consumer opens a proposal, which its consumers answer.</p>
      </Empty>
    );
  return <Table caption="Proposals" columns={columns} rows={proposals} rowKey={({ id }) => id} />;
}

function ProductOf({ proposal: { contract } }: { readonly proposal: Proposal }) {
  if (!contract) return <>a product that you may not see</>;
  return <Link to={hrefOf('product', { urn: contract.product.urn, tab: 'contract' })}>{contract.product.name}</Link>;
}

/** How each consumer that it breaks has answered. */
function Answers({ proposal: { affectedSnapshot, acknowledgements } }: { readonly proposal: Proposal }) {
  const answers = new Map(acknowledgements?.map(({ consumer, response }) => [consumer, response.toLowerCase()]));
  const consumers = affectedSnapshot ?? [];
  if (consumers.length === 0) return <span className="muted">nobody that you may see</span>;
  return (
    <ul className="plain-list">
      {consumers.map(({ consumer }) => (
        <li key={consumer}>
          {consumer}: {answers.get(consumer) ?? 'no answer yet'}
        </li>
      ))}
    </ul>
  );
}
