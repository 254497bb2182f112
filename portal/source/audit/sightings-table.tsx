// Callers who were shown something, what of it, and when.

import type { WhoSawFieldData } from '../generated/audit.ts';
import { Badge } from '../parts/badge.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import type { Tone } from '../parts/tone.ts';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';

export type Sighting = NonNullable<WhoSawFieldData['whoSaw']>[number];

interface Props {
  readonly caption: string;
  readonly sightings: readonly Sighting[];
}

export function SightingsTable({ caption, sightings }: Props) {
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={sightings}
      rowKey={({ actor, issuer, verdict }) => `${issuer} ${actor} ${verdict}`}
    />
  );
}

const verdicts: Readonly<Record<Sighting['verdict'], { readonly word: string; readonly tone: Tone }>> = {
  SHOWN: { word: 'the value', tone: 'denied' },
  MASKED: { word: 'a mask', tone: 'neutral' },
  USED: { word: 'asked by it', tone: 'neutral' },
};

const columns: readonly Column<Sighting>[] = [
  {
    key: 'actor',
    title: 'Who',
    isRowHeader: true,
    sortBy: ({ actor }) => actor,
    cell: ({ actor }) => <Link to={hrefOf('audit', { actor })}>{actor}</Link>,
  },
  { key: 'issuer', title: 'Vouched for by', cell: ({ issuer }) => issuer ?? <span className="muted">nobody</span> },
  {
    key: 'verdict',
    title: 'Saw',
    sortBy: ({ verdict }) => verdict,
    cell: ({ verdict }) => <Badge tone={verdicts[verdict].tone}>{verdicts[verdict].word}</Badge>,
  },
  { key: 'first', title: 'First', sortBy: ({ firstAt }) => firstAt, cell: ({ firstAt }) => <TimeAgo at={firstAt} /> },
  { key: 'last', title: 'Last', sortBy: ({ lastAt }) => lastAt, cell: ({ lastAt }) => <TimeAgo at={lastAt} /> },
];
