// Who would notice a change: clients with their operations, as far as the viewer may see them. The counts are of everybody.

import { Badge } from '../parts/badge.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import type { ChangeImpact } from './verdict-words.ts';

interface Props {
  readonly impact: ChangeImpact;
  readonly window: string;
}

interface Row {
  readonly client: string;
  readonly isAnonymous: boolean;
  readonly hash: string;
  readonly operation: string | null;
  readonly requests: number;
  readonly lastSeen: string | null;
  readonly publishedAs: string | null;
}

export function AffectedConsumers({ impact, window }: Props) {
  const { clients, requests, consumers } = impact;
  const seen = consumers ?? [];
  const unseen = clients - seen.length;
  return (
    <>
      <h3>Who would notice</h3>
      <p>
        {clients === 0
          ? `Nobody is known to have asked for it in the last ${window}.`
          : `${clients === 1 ? 'One client' : `${clients} clients`} with ${requests === 1 ? 'one request' : `${requests.toLocaleString('en')} requests`} in the last ${window}.`}
        {unseen > 0 && ` ${unseenNames(unseen, clients)} for auditors and for the team that owns it.`}
      </p>
      {seen.length > 0 && (
        <Table caption="Operations that ask for it" columns={columns} rows={rowsOf(seen)} rowKey={keyOf} />
      )}
    </>
  );
}

function unseenNames(unseen: number, clients: number): string {
  if (unseen === clients) return clients === 1 ? 'Its name is' : 'Their names are';
  return unseen === 1 ? 'One of their names is' : `${unseen} of their names are`;
}

function rowsOf(consumers: NonNullable<ChangeImpact['consumers']>): Row[] {
  return consumers.flatMap(({ consumer, operations }) =>
    operations.map(({ hash, name, requests, lastSeen, publishedAs }) => ({
      client: consumer?.name ?? 'not known',
      isAnonymous: consumer?.kind === 'ANONYMOUS',
      hash,
      operation: name,
      requests,
      lastSeen,
      publishedAs,
    })),
  );
}

function keyOf({ client, hash }: Row): string {
  return `${client} ${hash}`;
}

const columns: readonly Column<Row>[] = [
  {
    key: 'client',
    title: 'Client',
    cell: ({ client, isAnonymous }) => (isAnonymous ? 'without a token' : client),
    sortBy: ({ client }) => client,
    isRowHeader: true,
  },
  {
    key: 'operation',
    title: 'Operation',
    cell: ({ operation, hash }) => <code title={hash}>{operation ?? hash.slice(0, 12)}</code>,
    sortBy: ({ operation, hash }) => operation ?? hash,
  },
  {
    key: 'requests',
    title: 'Requests',
    numeric: true,
    cell: ({ requests }) => requests.toLocaleString('en'),
    sortBy: ({ requests }) => requests,
  },
  {
    key: 'seen',
    title: 'Last seen',
    cell: ({ lastSeen }) => (lastSeen ? <TimeAgo at={lastSeen} /> : 'never'),
    sortBy: ({ lastSeen }) => lastSeen,
  },
  {
    key: 'published',
    title: 'Published',
    cell: ({ publishedAs }) => (publishedAs ? <Badge>{publishedAs}</Badge> : '–'),
    sortBy: ({ publishedAs }) => publishedAs,
  },
];
