// Who uses the product: clients with what they ask for, and the versions that they rely on.

import { type PinFragment as Pin, type ProductConsumersData, ProductConsumersDocument } from '../generated/product.ts';
import { problemAt } from '../graph/problem.ts';
import { useQuery } from '../graph/use-query.ts';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Select } from '../parts/field.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { useSearchParameter } from '../shell/use-location.ts';
import { plainWord } from './product-words.ts';

interface Props {
  readonly urn: string;
  readonly id: string;
}

type Consumers = NonNullable<NonNullable<ProductConsumersData['dataProduct']>['consumers']>;
type Consumer = Consumers['edges'][number];

const windows = [
  { value: 'P1D', label: 'Last day' },
  { value: 'P7D', label: 'Last 7 days' },
  { value: 'P30D', label: 'Last 30 days' },
];
const usualWindow = 'P30D';
const number = new Intl.NumberFormat('en');

export function ConsumersTab({ urn, id }: Props) {
  const [chosen, choose] = useSearchParameter('window');
  const window = windows.find(({ value }) => value === chosen)?.value ?? usualWindow;
  const { data, previous, status, error, problems, reload } = useQuery(ProductConsumersDocument, { urn, id, window });
  if (status === 'failed') return <Failed title="The consumers cannot be shown." error={error} onRetry={reload} />;
  const answer = data ?? previous;
  if (!answer) return <Skeleton height={320} label="Loading the consumers …" />;
  const consumers = answer.dataProduct?.consumers;
  const denied = problemAt(problems, 'dataProduct.consumers');
  return (
    <>
      <div className="fields">
        <Select
          label="Period"
          value={window}
          options={windows}
          onChange={(next) => choose(next === usualWindow ? '' : next)}
        />
      </div>
      <Section title="Clients">
        {consumers && <Clients consumers={consumers} />}
        {denied && <DeniedNote what="Who uses it" problem={denied} />}
      </Section>
      <Section title="Versions that they rely on">
        <Pins pins={answer.contract?.pins ?? []} />
      </Section>
    </>
  );
}

const columns: readonly Column<Consumer>[] = [
  {
    key: 'client',
    title: 'Client',
    isRowHeader: true,
    sortBy: ({ node }) => node.name,
    cell: ({ node: { name, kind } }) =>
      kind === 'ANONYMOUS' ? (
        'without a token'
      ) : (
        <>
          {name} <span className="muted">{plainWord(kind)}</span>
        </>
      ),
  },
  {
    key: 'requests',
    title: 'Requests',
    numeric: true,
    sortBy: ({ requests }) => requests,
    cell: ({ requests }) => number.format(requests),
  },
  {
    key: 'operations',
    title: 'Operations',
    numeric: true,
    sortBy: ({ operations }) => operations,
    cell: ({ operations }) => number.format(operations),
  },
  {
    key: 'seen',
    title: 'Last seen',
    sortBy: ({ lastSeen }) => lastSeen,
    cell: ({ lastSeen }) => <TimeAgo at={lastSeen} />,
  },
];

function Clients({ consumers: { edges, totalCount } }: { readonly consumers: Consumers }) {
  const hidden = totalCount - edges.length;
  if (totalCount === 0)
    return (
      <Empty title="Nobody has asked for it in this time.">
        <p>The examples show how to.</p>
      </Empty>
    );
  return (
    <>
      {edges.length > 0 && (
        <Table caption="Clients that asked for it" columns={columns} rows={edges} rowKey={({ node }) => node.id} />
      )}
      {hidden > 0 && (
        <p className="muted">
          {hidden === 1 ? 'Another client is' : `${hidden} ${edges.length > 0 ? 'more ' : ''}clients are`} not shown:
          the team that owns the product, and auditors, see all of them; others see themselves.
        </p>
      )}
    </>
  );
}

const pinColumns: readonly Column<Pin>[] = [
  { key: 'client', title: 'Client', isRowHeader: true, cell: ({ consumer }) => consumer },
  { key: 'range', title: 'Relies on', cell: ({ range }) => <code>{range}</code> },
  { key: 'resolved', title: 'Which is now', cell: ({ resolved }) => resolved ?? 'none' },
  { key: 'breaks', title: 'Left outside', cell: ({ breaksAt }) => (breaksAt ? <TimeAgo at={breaksAt} /> : 'no') },
  { key: 'since', title: 'Since', cell: ({ pinnedAt }) => <TimeAgo at={pinnedAt} /> },
];

function Pins({ pins }: { readonly pins: readonly Pin[] }) {
  if (pins.length === 0) return <Empty title="No client that you may see has said which versions it relies on." />;
  return (
    <Table
      caption="Versions that clients rely on"
      columns={pinColumns}
      rows={pins}
      rowKey={({ consumer }) => consumer}
    />
  );
}
