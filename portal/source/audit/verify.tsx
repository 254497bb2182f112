// Whether the chain of the audit is whole: a range of it is checked by the registry, entry by entry; all of it, and a copy, at the
// prompt.

import { NewestEntryDocument, VerifyAuditDocument } from '../generated/audit.ts';
import { Absent } from '../graph/absent.tsx';
import { useQuery } from '../graph/use-query.ts';
import { AskForm } from '../parts/ask-form.tsx';
import { Badge } from '../parts/badge.tsx';
import { Failed } from '../parts/failed.tsx';
import { Field } from '../parts/field.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { setSearch, useLocation } from '../shell/use-location.ts';
import { type Range, rangeIn, verificationSentence } from './verification-words.ts';

export function Verify() {
  const { search } = useLocation();
  const newest = useQuery(NewestEntryDocument, {});
  if (newest.status === 'failed')
    return <Failed title="The audit cannot be checked." error={newest.error} onRetry={newest.reload} />;
  if (!newest.data) return <Skeleton height={200} />;
  if (!newest.data.auditEvents) return <Absent what="The audit" query={newest} path="auditEvents" />;
  const last = newest.data.auditEvents.nodes[0]?.seq ?? 0;
  const asked = rangeIn(search, last);
  return (
    <>
      <p className="muted">
        Each entry holds a hash of itself and of the one before it. A check works them out anew, and finds the first
        that was altered, taken out or put in.
      </p>
      <RangeForm range={asked} last={last} />
      {search.has('first') && <Verification range={asked} />}
      <Section title="All of it, and a copy">
        <p>At the prompt the whole chain is checked, its end held against the end that was seen last time:</p>
        <pre className="audit-commands">{`gordian audit verify
gordian audit export > audit.ndjson
gordian audit verify --file audit.ndjson`}</pre>
        <p className="muted">Entries of an export can be checked with nothing but SHA-256.</p>
      </Section>
    </>
  );
}

function RangeForm({ range, last }: { readonly range: Range; readonly last: number }) {
  const [{ from, to }, change] = useDraft({ from: String(range.from), to: String(range.to) });

  return (
    <AskForm label="Check a range" submit="Check" onAsk={() => setSearch({ first: from, last: to })}>
      <Place label="From entry" least="1" value={from} onChange={(place) => change({ from: place })} />
      <Place
        label={`To entry (the newest is ${last})`}
        least={from}
        value={to}
        onChange={(place) => change({ to: place })}
      />
    </AskForm>
  );
}

interface PlaceProps {
  readonly label: string;
  readonly least: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Place({ label, least, value, onChange }: PlaceProps) {
  return (
    <Field
      label={label}
      type="number"
      min={least}
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Verification({ range }: { readonly range: Range }) {
  const { status, data, problems, error, reload } = useQuery(VerifyAuditDocument, range);
  if (status === 'loading') return <Skeleton lines={2} label="Checking …" />;
  const found = data?.verifyAudit;
  if (!found)
    return <Failed title="The range was not checked." error={error ?? problems[0] ?? null} onRetry={reload} />;
  return (
    <p className="verification" role="status">
      <Badge tone={found.ok ? 'good' : 'bad'}>{found.ok ? 'whole' : 'broken'}</Badge> {verificationSentence(found)}
    </p>
  );
}
