// How a promise was kept, step by step: a chart, and the same as a table for whoever wants the numbers or sees no chart.

import { type Column, Table } from '../parts/table.tsx';
import { HistoryChart } from './history-chart.tsx';
import { historyText, type Point, percentText, shares } from './service-level-words.ts';

interface Props {
  readonly title: string;
  readonly points: readonly Point[];
  /** From 0 to 1; null where no share is promised. */
  readonly promised: number | null;
  /** What is counted: `fetches`. */
  readonly counts: string;
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function History({ title, points, promised, counts }: Props) {
  const known = points.filter(({ total }) => total > 0);
  if (known.length === 0) return <p className="muted">Nothing was counted in this time.</p>;
  const columns: readonly Column<Point>[] = [
    {
      key: 'at',
      title: 'From',
      isRowHeader: true,
      sortBy: ({ at }) => at,
      cell: ({ at }) => new Date(at).toLocaleString('en-GB'),
    },
    {
      key: 'share',
      title: 'As promised',
      numeric: true,
      sortBy: ({ good, total }) => good / total,
      cell: ({ good, total }) => percentText(good / total),
    },
    {
      key: 'good',
      title: `Good ${counts}`,
      numeric: true,
      sortBy: ({ good }) => good,
      cell: ({ good }) => number.format(good),
    },
    {
      key: 'total',
      title: `All ${counts}`,
      numeric: true,
      sortBy: ({ total }) => total,
      cell: ({ total }) => number.format(total),
    },
  ];
  return (
    <figure className="history">
      <figcaption className="muted">
        Share of {counts} as promised, in percent
        {promised !== null && `; the broken line is what is promised, ${percentText(promised)}`}
      </figcaption>
      <HistoryChart
        label={`${title}: ${historyText(known)}`}
        times={points.map(({ at }) => Date.parse(at))}
        values={shares(points)}
        promised={promised === null ? null : promised * 100}
      />
      <details>
        <summary>Show the numbers</summary>
        <Table caption={title} columns={columns} rows={known} rowKey={({ at }) => at} />
      </details>
    </figure>
  );
}
