// Asks for access. Before anything is sent it says who would decide, or that the policies do; what the gateway refuses is said at the
// input that it is about.

import { type FormEvent, useState } from 'react';
import { RequestAccessDocument, type RequestFragment } from '../generated/access.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { Button } from '../parts/button.tsx';
import { Field, Select, TextArea } from '../parts/field.tsx';
import { Section } from '../parts/section.tsx';
import { durationInWords, offeredDurations } from './durations.ts';
import { PolicyResults } from './policy-results.tsx';
import { PurposeField } from './purpose-field.tsx';
import { inputAtFault, targetsIn } from './typed-input.ts';
import { type Preview, usePreview } from './use-preview.ts';
import { whoDecides } from './who-decides.ts';

interface Props {
  /** Named by the address. */
  readonly coordinate: string;
  readonly onAsked: (request: RequestFragment) => void;
  readonly onClose: () => void;
}

export function RequestForm({ coordinate, onAsked, onClose }: Props) {
  const [targets, setTargets] = useState(coordinate);
  const [typedPurpose, setPurpose] = useState('');
  const [outcome, setOutcome] = useState<'ALLOW' | 'MASK'>('ALLOW');
  const [wanted, setWanted] = useState('P7D');
  const [justification, setJustification] = useState('');
  const request = useMutation(RequestAccessDocument);
  const { preview, problem, longest, duration } = usePreview({ targets, purpose: typedPurpose, wanted });
  const purposes = preview?.purposes ?? null;
  // What is not offered stands on no screen, and is not sent.
  const purpose = purposes?.includes(typedPurpose) === false ? '' : typedPurpose;
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
          problem={problemOf('targets') ?? problem}
          value={targets}
          required
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTargets(event.target.value)}
        />
        <PurposeField purposes={purposes} problem={problemOf('purpose')} value={purpose} onChange={setPurpose} />
        <Select
          label="For how long"
          problem={problemOf('duration')}
          value={duration}
          options={offeredDurations(longest).map((value) => ({
            value,
            label: `${durationInWords(value)}, until ${dayAfter(value)}`,
          }))}
          onChange={setWanted}
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
        <Foreseen preview={preview} />
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

function Foreseen({ preview }: { readonly preview: Preview | null }) {
  return (
    <div className="foreseen request-form-wide" role="status" aria-label="Who decides">
      {preview ? (
        <>
          <p>
            <strong>{whoDecides(preview)}</strong>
          </p>
          <ul className="access-course">
            <PolicyResults of={preview.policyEvaluation} />
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
