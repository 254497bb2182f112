// The entries as rows that people compare; each opens to all that it says.

import { Fragment, useState } from 'react';
import { Targets } from '../access/targets.tsx';
import { Badge } from '../parts/badge.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { type AuditEntry, factsOf, judgedInShort, toneOfAction } from './event-facts.ts';

interface Props {
  readonly entries: readonly AuditEntry[];
  readonly busy: boolean;
}

export function EventTable({ entries, busy }: Props) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="table-scroll" aria-label="Entries of the audit" tabIndex={0}>
      <table className="table audit-table" aria-busy={busy}>
        <caption className="visually-hidden">Entries of the audit, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">With</th>
            <th scope="col">What</th>
            <th scope="col">Fields</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Fragment key={entry.seq}>
              <Row entry={entry} isOpen={open === entry.seq} onToggle={setOpen} />
              {open === entry.seq && (
                <tr className="audit-detail">
                  <td colSpan={6}>
                    <Detail entry={entry} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly entry: AuditEntry;
  readonly isOpen: boolean;
  readonly onToggle: (seq: number | null) => void;
}

function Row({ entry, isOpen, onToggle }: RowProps) {
  const { seq, at, actor, actorKind, action } = entry;
  const facts = factsOf(entry);
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="disclose-button"
          aria-expanded={isOpen}
          onClick={() => onToggle(isOpen ? null : seq)}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {seq}
        </button>
      </th>
      <td>
        <time dateTime={at}>{new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })}</time>
      </td>
      <td>
        {actor} {actorKind !== 'user' && actorKind !== actor && <span className="muted">({actorKind})</span>}
      </td>
      <td>{facts.client ?? <span className="muted">–</span>}</td>
      <td>
        <Badge tone={toneOfAction(action)}>{action}</Badge> {facts.operation} {facts.code && <code>{facts.code}</code>}
      </td>
      <td className="muted">{judgedInShort(facts)}</td>
    </tr>
  );
}

function Detail({ entry }: { readonly entry: AuditEntry }) {
  const facts = factsOf(entry);
  const told = [
    ['Target', entry.target],
    ['Issuer', facts.issuer],
    ['Purpose', facts.purpose],
    ['Decision id', entry.requestId],
    ['Gateway', entry.source],
    ['Took', facts.durationMs === null ? null : `${Math.round(facts.durationMs)} ms`],
    ['Opened by', facts.grants.join(', ') || null],
    ['Hash', entry.hash],
  ] as const;
  return (
    <div className="audit-detail-content">
      <dl className="audit-facts">
        {told.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {facts.judged.map(({ label, coordinates }) => (
        <div key={label} className="audit-judged">
          <h3>{label}</h3>
          <Targets of={coordinates} />
        </div>
      ))}
      <details>
        <summary>As it was appended</summary>
        <pre>{pretty(entry.payload)}</pre>
      </details>
      <p>
        <Link to={hrefOf('audit', { actor: entry.actor })}>All of {entry.actor}</Link>
      </p>
    </div>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
