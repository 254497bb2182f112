// Runs an example as the viewer: what comes back, and what of it is denied with the way to ask. It can be taken to the playground.

import { useState } from 'react';
import { type Answer, ask } from '../graph/ask.ts';
import type { NoAnswer } from '../graph/problem.ts';
import { Button } from '../parts/button.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Failed } from '../parts/failed.tsx';
import { TextArea } from '../parts/field.tsx';
import { Link } from '../shell/link.tsx';
import { usePortal, useViewer } from '../shell/portal-context.ts';
import { hrefOf } from '../shell/routes.ts';
import { ExampleCost } from './example-cost.tsx';
import { type Example, runnableOperation, variablesIn } from './runnable-operation.ts';

type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer<unknown>; readonly tookMs: number; readonly identity: number }
  | { readonly kind: 'failed'; readonly error: Error };

export function ExampleRunner({ example }: { readonly example: Example }) {
  const portal = usePortal();
  const { identity } = useViewer();
  const [variables, setVariables] = useState(example.variables ?? '');
  const [running, setRunning] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function run(): Promise<void> {
    setRunning(true);
    const startedAt = performance.now();
    try {
      const answer = await ask(portal, runnableOperation(example), variablesIn(variables));
      setOutcome({ kind: 'answered', answer, tookMs: performance.now() - startedAt, identity });
    } catch (error) {
      setOutcome({ kind: 'failed', error: error as NoAnswer });
    } finally {
      setRunning(false);
    }
  }

  return (
    <div className="example">
      <div className="example-question">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
        <pre className="code-block" tabIndex={0}>
          {example.document.trimEnd()}
        </pre>
        {example.variables && (
          <TextArea
            label="Variables"
            rows={2}
            value={variables}
            onChange={(event) => setVariables(event.target.value)}
          />
        )}
        <div className="example-actions">
          <Button look="primary" busy={running} onClick={() => void run()}>
            Run
          </Button>
          <Link className="quiet-button" to={hrefOf('playground', { query: example.document, variables })}>
            Open in the playground
          </Link>
          <ExampleCost example={example} />
        </div>
      </div>
      <div className="example-answer" aria-live="polite">
        {outcome === null && <p className="muted">Run it to see what you get.</p>}
        {outcome?.kind === 'failed' && <Failed title="It did not work." error={outcome.error} />}
        {/* What another identity was shown is nobody else's. */}
        {outcome?.kind === 'answered' && outcome.identity === identity && <Shown {...outcome} />}
      </div>
    </div>
  );
}

interface ShownProps {
  readonly answer: Answer<unknown>;
  readonly tookMs: number;
}

function Shown({ answer: { data, problems }, tookMs }: ShownProps) {
  const firsts = [...new Map(problems.map((problem) => [problem.coordinate ?? problem.path, problem])).values()];
  return (
    <>
      <p className="muted">
        Answered in {Math.round(tookMs)} ms
        {firsts.length > 0 && `, ${firsts.length} ${firsts.length === 1 ? 'field' : 'fields'} not shown to you`}
      </p>
      {firsts.map((problem) => (
        <DeniedNote
          key={problem.coordinate ?? problem.path}
          what={problem.path.split('.').at(-1) || 'A part'}
          problem={problem}
        />
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <pre className="code-block example-result" tabIndex={0}>
        {JSON.stringify(data, null, 2)}
      </pre>
    </>
  );
}
