// Opens fields in an emergency. What it means is said before; whether the viewer may is asked of the rules, and a viewer who may not is
// told what it takes.

import { type FormEvent, useState } from 'react';
import { BreakGlassDocument, MayBreakGlassDocument } from '../generated/access.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { useQuery } from '../graph/use-query.ts';
import { Button } from '../parts/button.tsx';
import { Field, Select, TextArea } from '../parts/field.tsx';
import { Section } from '../parts/section.tsx';
import { inputAtFault, targetsIn } from './typed-input.ts';

interface Props {
  readonly onBroken: () => void;
}

export function BreakGlass({ onBroken }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const decision = useQuery(MayBreakGlassDocument, {}).data?.explainOwnDecision;
  const isDenied = decision?.outcome === 'DENY';
  function done(): void {
    setIsOpen(false);
    onBroken();
  }
  return (
    <Section
      title="In an emergency"
      actions={!isDenied && <Button onClick={() => setIsOpen(!isOpen)}>{isOpen ? 'Close' : 'Break glass …'}</Button>}
    >
      <p>
        Breaking glass opens named fields at once and without asking, for minutes. The teams that own them are told, and
        somebody else reviews it. At the prompt: <code>gordian access break-glass</code>.
      </p>
      {isDenied && (
        <p>
          <strong>It is not open to you now.</strong> It takes a role, as a rule <code>break-glass</code>, and a login
          of the last minutes with a second factor: sign in again, or let a colleague do it.
        </p>
      )}
      {isOpen && !isDenied && <BreakGlassForm onBroken={done} />}
    </Section>
  );
}

const offeredMinutes = ['5', '10', '15'] as const;

function BreakGlassForm({ onBroken }: Props) {
  const [targets, setTargets] = useState('');
  const [ticket, setTicket] = useState('');
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<string>('15');
  const { send, sending, error } = useMutation(BreakGlassDocument);
  const fault = inputAtFault(error);
  const problemOf = (input: string) => (fault === input ? error : null);

  async function breakIt(event: FormEvent): Promise<void> {
    event.preventDefault();
    const input = { targets: targetsIn(targets), ticket: ticket.trim(), reason, minutes: Number(minutes) };
    if (await send({ input })) onBroken();
  }

  return (
    <form className="request-form" aria-label="Break glass" onSubmit={(event) => void breakIt(event)}>
      <Field
        label="Fields or data products"
        hint="Such as Customer.phone; several with spaces between. Name no more than the emergency takes."
        problem={problemOf('targets')}
        value={targets}
        required
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTargets(event.target.value)}
      />
      <Field
        label="Ticket"
        hint="Of the incident, such as INC-4711. A ticket breaks glass once."
        problem={problemOf('ticket')}
        value={ticket}
        required
        minLength={3}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTicket(event.target.value)}
      />
      <Select
        label="For how long"
        problem={problemOf('minutes')}
        value={minutes}
        options={offeredMinutes.map((value) => ({ value, label: `${value} minutes` }))}
        onChange={setMinutes}
      />
      <TextArea
        label="What happened"
        hint="The owners and whoever reviews it read this."
        problem={problemOf('reason')}
        value={reason}
        required
        minLength={3}
        maxLength={1000}
        className="request-form-wide"
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="foreseen request-form-wide">
        <strong>What happens then</strong>
        <ul>
          <li>
            It opens for you alone, and only for requests that name the ticket in the header <code>x-break-glass</code>.
          </li>
          <li>The teams that own the fields are told now, with your name, the ticket and what you wrote.</li>
          <li>Every request with it is on record before anything is fetched.</li>
          <li>
            It ends by itself, or when you, an owner or security ends it; then somebody else judges whether it was
            justified.
          </li>
          <li>You can do this four times within a day.</li>
        </ul>
      </div>
      {error && fault === null && (
        <p className="field-problem request-form-wide" role="alert">
          {error}
        </p>
      )}
      <div className="request-form-wide">
        <Button type="submit" look="primary" busy={sending}>
          Break glass
        </Button>
      </div>
    </form>
  );
}
