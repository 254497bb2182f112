// What the data has to be like, and what came of looking: now, and the last times.

import {
  type QualityCheckFragment as Check,
  type ProductQualityData,
  ProductQualityDocument,
} from '../generated/product.ts';
import type { Problem } from '../graph/problem.ts';
import { Settled } from '../graph/settled.tsx';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Meter } from '../parts/meter.tsx';
import { Prose } from '../parts/prose.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import type { Tone } from '../parts/tone.ts';
import { plainWord } from './product-words.ts';
import { Trend } from './trend.tsx';
import { useReloadOn } from './use-reload-on.ts';

interface Props {
  readonly urn: string;
  readonly changes: number;
}

type Quality = NonNullable<ProductQualityData['dataProduct']>;

const statusTones: Readonly<Record<NonNullable<Check['status']>, Tone>> = {
  PASSING: 'good',
  FAILING: 'bad',
  UNKNOWN: 'neutral',
};

export function QualityTab({ urn, changes }: Props) {
  const query = useQuery(ProductQualityDocument, { urn });
  useReloadOn(changes, query.reload);
  return (
    <Settled
      query={query}
      failure="The checks cannot be shown."
      skeleton={<Skeleton height={320} label="Loading the checks …" />}
    >
      {({ dataProduct }) => <Checks product={dataProduct} problem={query.problems[0]} />}
    </Settled>
  );
}

interface ChecksProps {
  readonly product: Quality | null;
  readonly problem: Problem | undefined;
}

function Checks({ product, problem }: ChecksProps) {
  const { quality, checks } = product ?? {};
  if (!checks || !quality) return problem ? <DeniedNote what="Its quality" problem={problem} /> : null;
  if (checks.totalCount === 0)
    return (
      <Empty title="No rule says what its data has to be like.">
        <p>Rules are written into the contract, under quality.</p>
      </Empty>
    );
  return (
    <>
      <Summary quality={quality} />
      <Table caption="Checks of the product" columns={columns} rows={checks.nodes} rowKey={({ id }) => id} />
      {checks.totalCount > checks.nodes.length && (
        <p className="muted">
          The first {checks.nodes.length} of {checks.totalCount}; gordian quality status has all of them.
        </p>
      )}
    </>
  );
}

function Summary({
  quality: { passing, failing, unknown, score, asOf },
}: {
  readonly quality: NonNullable<Quality['quality']>;
}) {
  const all = passing + failing + unknown;
  return (
    <div className="summary-line">
      <Meter
        label="Quality"
        value={score ?? 0}
        text={`${passing} of ${all} pass`}
        tone={failing > 0 ? 'bad' : unknown > 0 ? 'warning' : 'good'}
      />
      <span className="muted">
        {failing} failing, {unknown} not known{asOf && ', newest result '}
        {asOf && <TimeAgo at={asOf} />}
      </span>
    </div>
  );
}

const columns: readonly Column<Check>[] = [
  {
    key: 'check',
    title: 'Check',
    isRowHeader: true,
    sortBy: ({ rule }) => rule,
    cell: ({ name, rule, description, coordinate }) => (
      <>
        {name ?? plainWord(rule.replaceAll('-', ' '))} <Coordinate of={coordinate} />
        {description && (
          <span className="field-description">
            <Prose text={description} />
          </span>
        )}
      </>
    ),
  },
  {
    key: 'status',
    title: 'Now',
    sortBy: ({ status }) => status,
    cell: ({ status, reason }) => (
      <>
        {status ? <Badge tone={statusTones[status]}>{plainWord(status)}</Badge> : '–'}
        {reason && <span className="field-description">{reason}</span>}
      </>
    ),
  },
  { key: 'expected', title: 'Expected', cell: ({ expectation }) => expectation },
  {
    key: 'rows',
    title: 'Rows that fail',
    numeric: true,
    sortBy: ({ latest }) => latest?.failedRows,
    cell: ({ latest }) => latest?.failedRows ?? '–',
  },
  {
    key: 'at',
    title: 'Last run',
    sortBy: ({ latest }) => latest?.at,
    cell: ({ latest }) => (latest ? <TimeAgo at={latest.at} /> : 'never'),
  },
  { key: 'trend', title: 'Last results', cell: ({ results }) => <Trend results={results ?? []} /> },
];
