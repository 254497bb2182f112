// Who was shown a field, or anything protected of an entity such as a customer, in a span of time.

import { WhoSawEntityDocument, WhoSawFieldDocument } from '../generated/audit.ts';
import { Absent } from '../graph/absent.tsx';
import { type QueryResult, useQuery } from '../graph/use-query.ts';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { useLocation } from '../shell/use-location.ts';
import { type Sighting, SightingsTable } from './sightings-table.tsx';
import { type Span, spanInWords, spanOf } from './time-span.ts';
import { questionIn, WhoSawForm } from './who-saw-form.tsx';

export function WhoSaw() {
  const { search } = useLocation();
  const asked = questionIn(search);
  const span = spanOf(search.get('from') ?? '', search.get('to') ?? '', Date.now());
  return (
    <>
      <WhoSawForm asked={asked} />
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
  const { status, error, reload } = query;
  if (status === 'loading') return <Skeleton height={240} />;
  if (status === 'failed') return <Failed title="Nobody can say who saw it." error={error} onRetry={reload} />;
  if (sightings === null) return <Absent what="Who saw what" query={query} path={path} />;
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
      <SightingsTable caption={`Who saw ${what}`} sightings={sightings} />
    </>
  );
}

/** As many as are asked for. */
const mostShown = 100;

function callersIn(sightings: readonly Sighting[]): string {
  const count = new Set(sightings.map(({ actor, issuer }) => `${issuer} ${actor}`)).size;
  return count === 1 ? 'one caller' : `${count} callers`;
}
