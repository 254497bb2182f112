// Says that somebody sees to the incident, which ends its escalation.

import { type FormEvent, useState } from 'react';
import { AcknowledgeIncidentDocument, type IncidentData } from '../generated/incidents.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';

interface Props {
  readonly incident: NonNullable<IncidentData['incident']>;
  readonly onDone: () => void;
}

export function AcknowledgeForm({ incident: { id, product, escalatesAt }, onDone }: Props) {
  const acknowledge = useMutation(AcknowledgeIncidentDocument);
  const [note, setNote] = useState('');
  const teams = (product?.owners ?? []).map(({ name, onCall }) => (onCall ? `${name} (${onCall})` : name));

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (await acknowledge.send({ id, note: note.trim() || null })) onDone();
  }

  return (
    <form className="card acknowledge" onSubmit={(event) => void submit(event)}>
      <p>
        Nobody has said that they see to it.
        {escalatesAt && (
          <>
            {' '}
            It is told again <TimeAgo at={escalatesAt} />.
          </>
        )}
        {teams.length > 0 && ` ${teams.join(' and ')} can take it.`}
      </p>
      <Field label="Note" value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} />
      <Button type="submit" look="primary" busy={acknowledge.sending}>
        Acknowledge
      </Button>
      {acknowledge.error && (
        <p className="field-problem" role="alert">
          {acknowledge.error}
        </p>
      )}
    </form>
  );
}
