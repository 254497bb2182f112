// Asks for access. Before anything is sent it says who would decide, or that the policies do; what the gateway refuses is said at the
// input that it is about.

import { type FormEvent, useState } from 'react';
import {
  type PreviewAccessData,
  PreviewAccessDocument,
  RequestAccessDocument,
  type RequestFragment,
} from '../generated/access.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Field, Select, TextArea } from '../parts/field.tsx';
import { Section } from '../parts/section.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { useViewer } from '../shell/portal-context.ts';
import { durationInWords, inputAtFault, offeredDurations, targetsIn, whoDecides } from './access-words.ts';

interface Props {
  /** Named by the address. */
  readonly coordinate: string;
  readonly onAsked: (request: RequestFragment) => void;
  readonly onClose: () => void;
}

type Preview = PreviewAccessData['previewAccess'];

export function RequestForm({ coordinate, onAsked, onClose }: Props) {
  const [targets, setTargets] = useState(coordinate);
  const [purpose, setPurpose] = useState('');
  const [outcome, setOutcome] = useState<'ALLOW' | 'MASK'>('ALLOW');
  const [duration, setDuration] = useState('P7D');
  const [justification, setJustification] = useState('');
  const request = useMutation(RequestAccessDocument);
  const preview = usePreview({ targets, purpose, duration });
  const fault = inputAtFault(request.error);
  const problemOf = (input: string) => (fault === input ? request.error : null);

  async function ask(event: FormEvent): Promise<void> {
    event.preventDefault();
    const input = { targets: targetsIn(targets), purpose, outcome, duration, justification };
    const answer = await request.send({ input });
    if (answer?.data.requestAccess) onAsked(answer.data.requestAccess);
  }

  return (
    <Section title="Request access" actions={<Button onClick={onClose}>Close</Button>}>
      <form className="request-form" onSubmit={ask} aria-label="Request access">
        <Field
          label="Fields or data products"
          hint="Such as Customer.email or customers/customer-profile; several with spaces between."
          problem={problemOf('targets') ?? preview.problem}
          value={targets}
          required
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTargets(event.target.value)}
        />
        <PurposeField
          purposes={preview.data?.purposes ?? null}
          problem={problemOf('purpose')}
          value={purpose}
          onChange={setPurpose}
        />
        <Select
          label="For how long"
          problem={problemOf('duration')}
          value={duration}
          options={offeredDurations(preview.data?.longest ?? 'P90D').map((value) => ({
            value,
            label: `${durationInWords(value)}, until ${dayAfter(value)}`,
          }))}
          onChange={setDuration}
        />
        <Select
          label="How it is shown"
          value={outcome}
          options={[
            { value: 'ALLOW', label: 'Clear' },
            { value: 'MASK', label: 'Masked, where the rules mask it' },
          ]}
          onChange={(value) => setOutcome(value === 'MASK' ? 'MASK' : 'ALLOW')}
        />
        <TextArea
          label="Why you need it"
          problem={problemOf('justification')}
          value={justification}
          required
          minLength={3}
          maxLength={1000}
          className="request-form-wide"
          onChange={(event) => setJustification(event.target.value)}
        />
        <Foreseen preview={preview.data} />
        {request.error && fault === null && (
          <p className="field-problem request-form-wide" role="alert">
            {request.error}
          </p>
        )}
        <div className="request-form-wide">
          <Button type="submit" look="primary" busy={request.sending}>
            Request access
          </Button>
        </div>
      </form>
    </Section>
  );
}

interface PreviewInput {
  readonly targets: string;
  readonly purpose: string;
  readonly duration: string;
}

/** Of what is typed, when the viewer pauses; the former one stays while the next is on its way. */
function usePreview(input: PreviewInput): { readonly data: Preview; readonly problem: string | null } {
  const purpose = useSettled(input.purpose);
  const names = targetsIn(useSettled(input.targets));
  const { data, previous, problems, error } = useQuery(
    PreviewAccessDocument,
    { targets: names, purpose: purpose || null, duration: input.duration },
    { skip: names.length === 0 },
  );
  const answered = names.length === 0 ? null : (data ?? (error ? null : previous));
  return { data: answered?.previewAccess ?? null, problem: problems[0]?.message ?? error?.message ?? null };
}

interface PurposeProps {
  /** The only ones that there may be; null: any. */
  readonly purposes: readonly string[] | null;
  readonly problem: string | null;
  readonly value: string;
  readonly onChange: (purpose: string) => void;
}

/** Purposes of the viewer's own token are offered: most contracts speak of these. */
function PurposeField({ purposes, problem, value, onChange }: PurposeProps) {
  const { claims } = useViewer();
  const own = [claims?.purposes].flat().filter((each): each is string => typeof each === 'string');
  if (purposes !== null)
    return (
      <Select
        label="Purpose"
        hint="The contract allows it for nothing else."
        problem={problem}
        value={value}
        required
        options={['', ...purposes].map((purpose) => ({ value: purpose, label: purpose || 'Choose …' }))}
        onChange={onChange}
      />
    );
  return (
    <>
      <Field
        label="Purpose"
        hint="What the data is for, in a word or two."
        problem={problem}
        value={value}
        required
        maxLength={100}
        list="own-purposes"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id="own-purposes">
        {own.map((purpose) => (
          <option key={purpose} value={purpose} />
        ))}
      </datalist>
    </>
  );
}

function Foreseen({ preview }: { readonly preview: Preview }) {
  return (
    <div className="foreseen request-form-wide" role="status" aria-label="Who decides">
      {preview ? (
        <>
          <p>
            <strong>{whoDecides(preview)}</strong>
          </p>
          <ul className="access-course">
            {preview.policyEvaluation.map(({ policy, passed, detail }) => (
              <li key={policy}>
                <Badge tone={passed ? 'good' : 'neutral'}>{passed ? 'policy agrees' : 'people decide'}</Badge> {detail}{' '}
                <code className="muted">{policy}</code>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="muted">Name a field or a product to see who decides.</p>
      )}
    </div>
  );
}

function dayAfter(duration: string): string {
  const days = Number(/\d+/.exec(duration)?.[0] ?? 0);
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('en-GB', { dateStyle: 'medium' });
}
