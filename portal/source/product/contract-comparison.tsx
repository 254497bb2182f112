// What a version changed: its meaning on the four axes and for those who use it, and the text side by side.

import {
  type ContractChangeFragment as Change,
  type ContractComparisonData,
  ContractComparisonDocument,
} from '../generated/product.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import type { Tone } from '../parts/tone.ts';
import { plainWord } from './product-words.ts';
import { SideBySide } from './side-by-side.tsx';

interface Props {
  readonly id: string;
  readonly base: string;
  readonly version: string;
}

type Compared = NonNullable<ContractComparisonData['contract']>;

const axes = ['SCHEMA', 'GUARANTEE', 'GOVERNANCE', 'COMMERCIAL'] as const;
const severityTones: Readonly<Record<Change['severity'], Tone>> = {
  INFO: 'neutral',
  WARNING: 'warning',
  BREAKING: 'bad',
};
const severities = Object.keys(severityTones);

export function ContractComparison({ id, base, version }: Props) {
  const { data, status, error, problems, reload } = useQuery(ContractComparisonDocument, { id, base, version });
  if (status === 'loading') return <Skeleton height={420} label="Comparing …" />;
  const contract = data?.contract;
  if (!contract?.after)
    return <Failed title="The versions cannot be compared." error={error ?? problems[0] ?? null} onRetry={reload} />;
  return (
    <>
      <h3>
        What {version} changed against {base}
      </h3>
      <Changes changes={contract.after.changes} />
      <h3>Line by line</h3>
      <Texts contract={contract} base={base} version={version} />
    </>
  );
}

const columns: readonly Column<Change>[] = [
  { key: 'axis', title: 'Axis', sortBy: ({ axis }) => axes.indexOf(axis), cell: ({ axis }) => plainWord(axis) },
  {
    key: 'severity',
    title: 'Severity',
    sortBy: ({ severity }) => severities.indexOf(severity),
    cell: ({ severity }) => <Badge tone={severityTones[severity]}>{plainWord(severity)}</Badge>,
  },
  {
    key: 'what',
    title: 'What',
    isRowHeader: true,
    sortBy: ({ coordinate }) => coordinate,
    cell: ({ coordinate, message }) => (
      <>
        <Coordinate of={coordinate} plain={coordinate.includes('/')} />
        <span className="field-description">{message}</span>
      </>
    ),
  },
  { key: 'verdict', title: 'For those who use it', cell: ({ verdict }) => plainWord(verdict) },
  {
    key: 'clients',
    title: 'Clients',
    numeric: true,
    sortBy: ({ affected }) => affected?.clients,
    cell: ({ affected }) => affected?.clients ?? '–',
  },
];

function Changes({ changes }: { readonly changes: readonly Change[] | null }) {
  if (!changes) return <p className="muted">What it means is not shown to you.</p>;
  if (changes.length === 0) return <Empty title="Nothing of what is promised has changed." />;
  return (
    <>
      <p className="muted">
        {axes
          .map((axis) => `${plainWord(axis)}: ${changes.filter((change) => change.axis === axis).length}`)
          .join(' · ')}
      </p>
      <Table
        caption="What changed"
        columns={columns}
        rows={changes}
        rowKey={({ coordinate, kind, message }) => `${coordinate} ${kind} ${message}`}
        initialSort={{ key: 'severity', descending: true }}
      />
    </>
  );
}

function Texts({ contract: { before, after }, base, version }: { readonly contract: Compared } & Omit<Props, 'id'>) {
  if (!before?.odcs || !after?.odcs)
    return <p className="muted">The texts are not shown: one of them names something that you may not know of.</p>;
  return <SideBySide before={{ title: base, text: before.odcs }} after={{ title: version, text: after.odcs }} />;
}
