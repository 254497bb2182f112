// Under the result: which fields were denied and why, what failed, and which data products the answer came from.
// Its height does not depend on its content, so that nothing jumps when an answer arrives.

import { useGraphiQL } from '@graphiql/react';
import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from '../store.ts';
import { type Findings, findingsIn } from './answer-findings.ts';
import type { Answer, AnswerLog, TabAnswer } from './answer-log.ts';
import { DenialList, FailureList, ProductList } from './finding-lists.tsx';

type Section = keyof Findings;

const NOTHING = findingsIn({});

export function AnswerPanel({ log }: { readonly log: AnswerLog }) {
  const entry = useEntryOfActiveTab(log);
  const findings = entry?.kind === 'answered' ? findingsIn(entry.answer.body) : NOTHING;
  const [chosen, setChosen] = useState<Section>('denied');
  const onlyFailures = findings.failed.length > 0 && findings.denied.length === 0;
  const shown = chosen === 'denied' && onlyFailures ? 'failed' : chosen;

  return (
    <section className="answer-panel" aria-label="About this answer">
      <div className="answer-bar">
        <fieldset className="answer-sections">
          <legend className="visually-hidden">What to show about this answer</legend>
          {SECTIONS.map(({ id, label }) => (
            <button key={id} type="button" aria-pressed={id === shown} onClick={() => setChosen(id)}>
              {label} <b className={findings[id].length > 0 ? `some-${id}` : undefined}>{findings[id].length}</b>
            </button>
          ))}
        </fieldset>
        <Facts entry={entry} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <div className="answer-findings" tabIndex={0} aria-live="polite">
        {listOf(shown, findings, entry)}
      </div>
    </section>
  );
}

const SECTIONS: readonly { id: Section; label: string }[] = [
  { id: 'denied', label: 'Denied' },
  { id: 'failed', label: 'Failed' },
  { id: 'products', label: 'Data products' },
];

function listOf(section: Section, findings: Findings, entry: TabAnswer | undefined): ReactNode {
  if (!entry)
    return <p className="muted">Run the query (Ctrl+Enter). What you may not read is listed here with the reason.</p>;
  if (entry.kind === 'running') return <p className="muted">Waiting for the answer …</p>;
  if (section === 'denied') return <DenialList denials={findings.denied} />;
  if (section === 'failed') return <FailureList failures={findings.failed} />;
  return <ProductList products={findings.products} />;
}

function useEntryOfActiveTab(log: AnswerLog): TabAnswer | undefined {
  const tabId = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id ?? '');
  useEffect(() => log.setActiveTab(tabId), [log, tabId]);
  return useStore(log.byTab).get(tabId);
}

function Facts({ entry }: { readonly entry: TabAnswer | undefined }) {
  if (entry?.kind !== 'answered') return <p className="facts muted">{entry ? 'Running …' : 'Not run yet'}</p>;
  const { answer } = entry;
  return (
    <p className="facts muted" title={answer.requestId ? `Request ${answer.requestId}` : undefined}>
      {factsOf(answer).map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}

function factsOf({ httpStatus, durationMs, bytes, askedAs }: Answer): string[] {
  if (httpStatus === 0) return [`as ${askedAs}`, 'no answer'];
  return [`as ${askedAs}`, `HTTP ${httpStatus}`, `${Math.round(durationMs)} ms`, `${(bytes / 1000).toFixed(1)} kB`];
}
