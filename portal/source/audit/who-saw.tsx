// Who was shown a field, or anything protected of an entity such as a customer, in a span of time. The question stands in the address.

import type { ChangeEvent } from 'react';
import { WhoSawEntityDocument, type WhoSawFieldData, WhoSawFieldDocument } from '../generated/audit.ts';
import { isDenial, problemAt } from '../graph/problem.ts';
import { type QueryResult, useQuery } from '../graph/use-query.ts';
import { AskForm } from '../parts/ask-form.tsx';
import { Badge } from '../parts/badge.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Field, Select } from '../parts/field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import type { Tone } from '../parts/tone.ts';
import { useDraft } from '../parts/use-draft.ts';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { setSearch, useLocation } from '../shell/use-location.ts';
import { type Span, spanInWords, spanOf } from './time-span.ts';

export function WhoSaw() {
  const { search } = useLocation();
  const asked = questionIn(search);
  const span = spanOf(search.get('from') ?? '', search.get('to') ?? '', Date.now());
  return (
    <>
      <QuestionForm asked={asked} />
      {asked.of === 'entity' && asked.key !== '' ? (
        <OfEntity type={asked.type} entityKey={asked.key} span={span} />
      ) : asked.of === 'field' && asked.field !== '' ? (
        <OfField coordinate={asked.field} span={span} />
      ) : (
        <Empty title="Ask a question.">
          <p>
            Who was shown protected data of one entity, such as a customer, or who was shown a field. Masked values are
            told apart. A field counts when an answer went out for which the policy allowed it. Without dates, the last
            30 days are searched.
          </p>
        </Empty>
      )}
    </>
  );
}

interface Question {
  readonly of: 'entity' | 'field';
  readonly type: string;
  readonly key: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

function questionIn(search: URLSearchParams): Question {
  return {
    of: search.get('of') === 'field' ? 'field' : 'entity',
    type: search.get('type') ?? 'Customer',
    key: search.get('key') ?? '',
    field: search.get('field') ?? '',
    from: search.get('from') ?? '',
    to: search.get('to') ?? '',
  };
}

function QuestionForm({ asked }: { readonly asked: Question }) {
  const [draft, set] = useDraft(asked);
  const bound = (name: keyof Question) => ({
    value: draft[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => set({ [name]: event.target.value }),
  });

  function ask(): void {
    const { of, type, key, field, from, to } = draft;
    const own =
      of === 'entity'
        ? { type: type.trim(), key: key.trim(), field: null }
        : { type: null, key: null, field: field.trim() };
    setSearch({ of, ...own, from, to });
  }

  return (
    <AskForm label="Who saw what" submit="Who saw it?" onAsk={ask}>
      <Select
        label="Who saw"
        value={draft.of}
        options={[
          { value: 'entity', label: 'one entity' },
          { value: 'field', label: 'a field' },
        ]}
        onChange={(of) => set({ of: of === 'field' ? 'field' : 'entity' })}
      />
      {draft.of === 'entity' ? (
        <>
          <Field label="Type" required {...bound('type')} />
          <Field label="Key" required placeholder="CG-12520" autoComplete="off" {...bound('key')} />
        </>
      ) : (
        <Field label="Field" required placeholder="Customer.email" autoComplete="off" {...bound('field')} />
      )}
      <Field label="From" type="date" {...bound('from')} />
      <Field label="To" type="date" {...bound('to')} />
    </AskForm>
  );
}

interface OfEntityProps {
  readonly type: string;
  readonly entityKey: string;
  readonly span: Span;
}

function OfEntity({ type, entityKey, span }: OfEntityProps) {
  const query = useQuery(WhoSawEntityDocument, { type, key: entityKey, ...span });
  const sightings = query.data?.whoSawEntity ?? null;
  return <Sightings {...{ query, span, sightings }} what={`${type} ${entityKey}`} path="whoSawEntity" />;
}

function OfField({ coordinate, span }: { readonly coordinate: string; readonly span: Span }) {
  const query = useQuery(WhoSawFieldDocument, { coordinate, ...span });
  return <Sightings {...{ query, span }} sightings={query.data?.whoSaw ?? null} what={coordinate} path="whoSaw" />;
}

type Sighting = NonNullable<WhoSawFieldData['whoSaw']>[number];

interface SightingsProps {
  readonly query: QueryResult<unknown>;
  readonly span: Span;
  /** A field, or an entity, in words. */
  readonly what: string;
  /** Of the sightings in the answer. */
  readonly path: string;
  readonly sightings: readonly Sighting[] | null;
}

function Sightings({ query, span, what, path, sightings }: SightingsProps) {
  const { status, error, problems, reload } = query;
  const problem = problemAt(problems, path);
  if (status === 'loading') return <Skeleton height={240} />;
  if (isDenial(problem)) return <DeniedNote what="Who saw what" problem={problem} />;
  if (sightings === null)
    return <Failed title="Nobody can say who saw it." error={problem ?? error} onRetry={reload} />;
  if (sightings.length === 0)
    return (
      <Empty title={`Nobody was shown ${what} ${spanInWords(span)}.`}>
        <p>
          Names and keys are compared as they are. Answers of the last seconds may still be on their way from the
          gateway.
        </p>
      </Empty>
    );
  return (
    <>
      <p role="status">
        Seen by {callersIn(sightings)} {spanInWords(span)}, the latest first.
        {sightings.length === mostShown && ` There may be more: ask for a shorter time.`}
      </p>
      <Table
        caption={`Who saw ${what}`}
        columns={columns}
        rows={sightings}
        rowKey={({ actor, issuer, verdict }) => `${issuer} ${actor} ${verdict}`}
      />
    </>
  );
}

/** As many as are asked for. */
const mostShown = 100;

function callersIn(sightings: readonly Sighting[]): string {
  const count = new Set(sightings.map(({ actor, issuer }) => `${issuer} ${actor}`)).size;
  return count === 1 ? 'one caller' : `${count} callers`;
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
