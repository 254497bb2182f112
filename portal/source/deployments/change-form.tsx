// A change of what is registered, tried before it is made: what it would mean, why it is made, and what somebody has to stand for
// where the registry would refuse it otherwise.

import './change-form.css';
import { type FormEvent, useCallback, useEffect, useMemo, useState } from 'react';
import type { RegistryOutcomeFragment as Outcome } from '../generated/deployments.ts';
import type { TypedDocument } from '../graph/typed-document.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Failed } from '../parts/failed.tsx';
import { TextArea } from '../parts/field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { randomText } from '../session/pkce.ts';
import { hasScope } from '../session/scopes.ts';
import { useViewer } from '../shell/portal-context.ts';
import { eachOnce, type Takes, whatItTakes } from './what-it-takes.ts';

interface Going {
  readonly force?: boolean;
  readonly acceptUnknown?: boolean;
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string;
}

interface Props<Input> {
  readonly document: TypedDocument<{ readonly change: Outcome | null }, { readonly input: Input & Going }>;
  readonly input: Input;
  /** What the button says that does it. */
  readonly action: string;
  readonly onDone: () => void;
}

export function ChangeForm<Input>({ document, input: offered, action, onDone }: Props<Input>) {
  // What was tried is what is made, also when the page behind has learned of a newer registration: that is a conflict then.
  const [input] = useState(offered);
  const trial = useMutation(document);
  const deed = useMutation(document);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [reason, setReason] = useState('');
  const [standsForIt, setStandsForIt] = useState(false);

  const tryIt = useCallback(
    () => trial.send({ input: { ...input, dryRun: true } }).then((answer) => setOutcome(answer?.data.change ?? null)),
    [trial.send, input],
  );
  useEffect(() => {
    void tryIt();
  }, [tryIt]);

  // Of what is typed: sent again because no answer came, it is the same change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another change takes another key.
  const idempotencyKey = useMemo(randomText, [outcome, reason, standsForIt]);
  const takes = outcome && whatItTakes(outcome);
  const isPossible = takes === 'nothing' || (takes !== null && takes !== 'mend' && standsForIt);

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    const going = takes === 'force' || takes === 'acceptUnknown' ? { [takes]: true } : {};
    const answer = await deed.send({ input: { ...input, ...going, reason, idempotencyKey } });
    if (!answer) return;
    if (answer.data.change?.ok) return onDone();
    // Nobody stands for what was not listed before.
    setStandsForIt(false);
    setOutcome(answer.data.change);
  }

  return (
    <form className="dialog-form" onSubmit={(event) => void make(event)}>
      <h3>What it would mean</h3>
      {trial.sending && <Skeleton lines={2} />}
      {trial.error && (
        <Failed title="It could not be tried." error={{ message: trial.error }} onRetry={() => void tryIt()} />
      )}
      {outcome && <Meaning outcome={outcome} />}
      {takes && <StandFor {...{ takes, action }} value={standsForIt} onChange={setStandsForIt} />}
      <TextArea
        label="Why"
        hint="It is on record, and the history shows it."
        required
        minLength={3}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {deed.error && (
        <p className="field-problem" role="alert">
          {deed.error} Sent again as it is, it is made once.
        </p>
      )}
      <Button type="submit" look="primary" busy={deed.sending} disabled={!isPossible}>
        {action}
      </Button>
    </form>
  );
}

function Meaning({ outcome }: { readonly outcome: Outcome }) {
  const problems = eachOnce(outcome.problems ?? []);
  const isToMend = whatItTakes(outcome) === 'mend';
  if (problems.length === 0) return <p>It breaks nobody that the registry knows of.</p>;
  return (
    <ul className="change-problems" aria-label="What it would mean">
      {problems.map(({ code, severity, message, fix }) => (
        <li key={`${severity} ${message}`}>
          <Badge tone={severity === 'error' ? 'bad' : 'warning'}>
            {code === 'OPENS_AGAIN' ? 'opens again' : severity}
          </Badge>{' '}
          {message}
          {isToMend && fix && <p className="muted">{fix}</p>}
        </li>
      ))}
    </ul>
  );
}

interface StandForProps {
  readonly takes: Takes;
  readonly action: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

function StandFor({ takes, action, value, onChange }: StandForProps) {
  const mayForce = hasScope(useViewer(), 'gordian:contract:force');
  if (takes === 'nothing') return null;
  if (takes === 'mend') return <p>The errors have to be mended first.</p>;
  if (takes === 'force' && !mayForce)
    return (
      <p>
        Only whoever may force a change (scope <code>gordian:contract:force</code>) can do this all the same.
      </p>
    );
  return (
    <label className="stand-for">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {action} all the same.{' '}
        {takes === 'force'
          ? 'What is listed above happens at once and nobody is asked; your name and your reason are on record, and whoever is concerned is told.'
          : 'Nobody knows whom it breaks, because reports of the traffic are missing; your name and your reason are on record.'}
      </span>
    </label>
  );
}
