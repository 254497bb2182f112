// Under the result: what an operation would take before it runs, the field under the cursor, and what there is to know about an
// answer. Its height does not depend on its content, so that nothing jumps when something arrives.

import { type ReactNode, useState } from 'react';
import { metadataOf, type ProductBehind } from './answer-extensions.ts';
import { type Findings, findingsIn } from './answer-findings.ts';
import type { Answer, AnswerLog, TabAnswer } from './answer-log.ts';
import { type AskedOperation, isSame, kindOf } from './asked-operation.ts';
import { BeforeRunPanel } from './before-run/before-run-panel.tsx';
import { type ExplanationState, useExplanation } from './before-run/use-explanation.ts';
import { FieldPanel } from './field/field-panel.tsx';
import { useCursorCoordinate } from './field/use-cursor-coordinate.ts';
import { useField } from './field/use-field.ts';
import { DenialList, FailureList } from './finding-lists.tsx';
import { ProductList } from './product-list.tsx';
import { AnswerBadges } from './result/answer-badges.tsx';
import { ResultAsPanel } from './result/result-as-panel.tsx';
import { TimingPanel } from './result/timing-panel.tsx';
import { useAsked } from './use-asked.ts';
import { useTabAnswer } from './use-tab-answer.ts';

type Section = keyof Findings | 'field' | 'before' | 'timing' | 'as';

const SECTIONS: readonly { readonly id: Section; readonly label: string }[] = [
  { id: 'field', label: 'Field' },
  { id: 'before', label: 'Before Run' },
  { id: 'denied', label: 'Denied' },
  { id: 'failed', label: 'Failed' },
  { id: 'products', label: 'Data products' },
  { id: 'timing', label: 'Timing' },
  { id: 'as', label: 'Result as' },
];

const NOTHING = findingsIn({});

export function AnswerPanel({ log }: { readonly log: AnswerLog }) {
  const entry = useTabAnswer(log);
  const findings = entry?.kind === 'answered' ? findingsIn(entry.answer.body) : NOTHING;
  const [chosen, setChosen] = useState<Section>('denied');
  const [isTall, setTall] = useState(false);
  const counts: Partial<Record<Section, number>> = {
    denied: findings.denied.length,
    failed: findings.failed.length,
    products: productsBehind(entry).length || findings.products.length,
  };
  const onlyFailures = findings.failed.length > 0 && findings.denied.length === 0;
  const shown = chosen === 'denied' && onlyFailures ? 'failed' : chosen;

  return (
    <section className={isTall ? 'answer-panel answer-panel-tall' : 'answer-panel'} aria-label="About this operation">
      <AnswerBadges entry={entry} />
      <div className="answer-bar">
        <fieldset className="answer-sections">
          <legend className="visually-hidden">What to show about this operation</legend>
          {SECTIONS.map(({ id, label }) => (
            <button key={id} type="button" aria-pressed={id === shown} onClick={() => setChosen(id)}>
              {label} {id in counts && <Count of={counts[id] ?? 0} section={id} />}
            </button>
          ))}
        </fieldset>
        <button type="button" className="tall-button" aria-pressed={isTall} onClick={() => setTall(!isTall)}>
          <span className="visually-hidden">Taller</span>
          <span aria-hidden="true">{isTall ? '▾' : '▴'}</span>
        </button>
      </div>
      <Facts entry={entry} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <div className="answer-findings" tabIndex={0} aria-live={shown in findings ? 'polite' : 'off'}>
        <Shown section={shown} findings={findings} entry={entry} />
      </div>
    </section>
  );
}

function Count({ of, section }: { readonly of: number; readonly section: Section }) {
  return <b className={of > 0 ? `some-${section}` : undefined}>{of}</b>;
}

interface ShownProps {
  readonly section: Section;
  readonly findings: Findings;
  readonly entry: TabAnswer | undefined;
}

function Shown({ section, findings, entry }: ShownProps) {
  const explained = useExplanation(useAsked(), section === 'before' || section === 'field');
  if (section === 'before') return <BeforeRunPanel state={explained} />;
  if (section === 'field') return <FieldUnderCursor explained={explained} />;
  return aboutAnswer(section, findings, entry);
}

function FieldUnderCursor({ explained: { explanation, isCurrent } }: { readonly explained: ExplanationState }) {
  const coordinate = useCursorCoordinate();
  const state = useField(coordinate);
  return <FieldPanel coordinate={coordinate} state={state} explanation={isCurrent ? explanation : null} />;
}

/** What a section will show once there is an answer. */
const promises: Partial<Record<Section, string>> = {
  denied: 'What you may not read is listed here with the reason.',
  failed: 'What goes wrong is listed here.',
  products: 'The data products behind the answer are listed here.',
  timing: 'Each request to a subgraph is shown here as a bar.',
  as: 'The answer comes here as a table, CSV, JSON, a command, TypeScript or a link.',
};

function aboutAnswer(section: Section, findings: Findings, entry: TabAnswer | undefined): ReactNode {
  if (!entry) return <p className="muted">Run the query (Ctrl+Enter). {promises[section]}</p>;
  if (entry.kind === 'running') return <p className="muted">{waitingFor(entry.asked)}</p>;
  if (entry.kind === 'gone') return <p className="muted">{entry.why}</p>;
  if (section === 'denied') return <DenialList denials={findings.denied} />;
  if (section === 'failed') return <FailureList failures={findings.failed} />;
  if (section === 'timing') return <TimingPanel answer={entry.answer} />;
  if (section === 'as') return <ResultAsPanel answer={entry.answer} />;
  return <ProductList behind={productsBehind(entry)} inAnswer={findings.products} />;
}

function waitingFor(asked: AskedOperation): string {
  return kindOf(asked) === 'subscription'
    ? 'Listening: each event is shown when it comes. The square button ends it.'
    : 'Waiting for the answer …';
}

function productsBehind(entry: TabAnswer | undefined): readonly ProductBehind[] {
  return (entry?.kind === 'answered' && metadataOf(entry.answer.body)?.products) || [];
}

const standing = { none: 'Not run yet', running: 'Running …', gone: 'No answer any more' };

function Facts({ entry }: { readonly entry: TabAnswer | undefined }) {
  const asked = useAsked();
  if (entry?.kind !== 'answered') return <p className="facts muted">{standing[entry?.kind ?? 'none']}</p>;
  const { answer } = entry;
  const facts = isSame(asked, answer.asked) ? factsOf(answer) : [...factsOf(answer).slice(0, 2), 'of an earlier text'];
  return (
    <p className="facts muted" title={answer.requestId ? `Request ${answer.requestId}` : undefined}>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}

function factsOf({ httpStatus, durationMs, bytes, askedAs }: Answer): string[] {
  if (httpStatus === 0) return [`as ${askedAs}`, 'no answer'];
  return [`as ${askedAs}`, `HTTP ${httpStatus}`, `${Math.round(durationMs)} ms`, `${(bytes / 1000).toFixed(1)} kB`];
}
