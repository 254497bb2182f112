// The way back to an earlier registration: for everybody the command, and for who may publish first what it would mean, then the
// deed. Which registration the viewer has seen goes with it, so that nobody undoes what came meanwhile.

import { useEffect, useState } from 'react';
import { RollBackDocument } from '../generated/deployments.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { Button } from '../parts/button.tsx';
import { Command } from '../parts/command.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextArea } from '../parts/field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { hasScope } from '../session/scopes.ts';
import { useViewer } from '../shell/portal-context.ts';

interface Props {
  readonly variant: string;
  readonly to: number;
  /** The registration in force that the viewer has seen. */
  readonly latest: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function RollBackDialog({ variant, to, latest, onClose, onDone }: Props) {
  const mayPublish = hasScope(useViewer(), 'gordian:contract:write');
  return (
    <Dialog title={`Go back to registration ${to} of ${variant}`} onClose={onClose}>
      <p>
        Puts every subgraph as it stood after registration {to} in force again, byte for byte, as a new registration. At
        the command line:
      </p>
      <Command>{`gordian subgraph rollback --all --to ${to} --variant ${variant} --on-top-of ${latest} --dry-run`}</Command>
      {mayPublish ? (
        <RollBackForm {...{ variant, to, latest, onDone }} />
      ) : (
        <p className="muted">
          Whoever may register contracts (scope <code>gordian:contract:write</code>) can do it here as well.
        </p>
      )}
    </Dialog>
  );
}

function RollBackForm({ variant, to, latest, onDone }: Omit<Props, 'onClose'>) {
  const trial = useMutation(RollBackDocument);
  const deed = useMutation(RollBackDocument);
  const [reason, setReason] = useState('');
  const [meaning, setMeaning] = useState<Awaited<ReturnType<typeof trial.send>>>(null);
  const input = { variant, to, onTopOf: latest };

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the dialog opens.
  useEffect(() => {
    void trial.send({ input: { ...input, dryRun: true } }).then(setMeaning);
  }, []);

  async function rollBack(): Promise<void> {
    const answer = await deed.send({ input: { ...input, reason } });
    if (answer?.data.rollBackSubgraphs?.ok) onDone();
    else if (answer) setMeaning(answer);
  }

  const answer = meaning?.data.rollBackSubgraphs;
  return (
    <form
      className="dialog-form"
      onSubmit={(event) => {
        event.preventDefault();
        void rollBack();
      }}
    >
      <h3>What it would mean</h3>
      {trial.sending && <Skeleton lines={2} />}
      {trial.error && <p className="field-problem">{trial.error}</p>}
      {answer && <Problems problems={answer.problems ?? []} />}
      <TextArea label="Why" required minLength={3} value={reason} onChange={(event) => setReason(event.target.value)} />
      {deed.error && (
        <p className="field-problem" role="alert">
          {deed.error}
        </p>
      )}
      <Button type="submit" look="primary" busy={deed.sending} disabled={!answer?.ok}>
        Go back
      </Button>
    </form>
  );
}

function Problems({
  problems,
}: {
  readonly problems: readonly { readonly severity: string; readonly message: string }[];
}) {
  if (problems.length === 0) return <p>It breaks nobody that the registry knows of.</p>;
  return (
    <ul>
      {problems.map(({ severity, message }) => (
        <li key={message}>
          {severity.toLowerCase()}: {message}
        </li>
      ))}
    </ul>
  );
}
