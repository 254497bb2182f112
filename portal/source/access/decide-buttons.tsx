// The decision about a request. After it, also when it was refused, the list is asked again: somebody else may have been first.

import { useState } from 'react';
import { DecideAccessDocument, type RequestFragment } from '../generated/access.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { durationInWords } from './durations.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { Targets } from './targets.tsx';

interface Props {
  readonly request: RequestFragment;
  readonly onChange: () => void;
}

export function DecideButtons({ request, onChange }: Props) {
  const [deciding, setDeciding] = useState<'approve' | 'deny' | null>(null);
  return (
    <>
      <Button look="primary" onClick={() => setDeciding('approve')}>
        Approve
      </Button>
      <Button onClick={() => setDeciding('deny')}>Deny</Button>
      {deciding && (
        <DecisionDialog
          request={request}
          approve={deciding === 'approve'}
          onChange={onChange}
          onClose={() => setDeciding(null)}
        />
      )}
    </>
  );
}

interface DialogProps extends Props {
  readonly approve: boolean;
  readonly onClose: () => void;
}

function DecisionDialog({ request, approve, onChange, onClose }: DialogProps) {
  const { send, sending, error } = useMutation(DecideAccessDocument);
  const [until, setUntil] = useState('');

  async function decide(reason: string): Promise<void> {
    const lastMoment = until === '' ? null : new Date(`${until}T23:59:59`).toISOString();
    const answer = await send({ id: request.id, approve, reason, until: approve ? lastMoment : null });
    onChange();
    if (answer) onClose();
  }

  return (
    <ReasonDialog
      title={approve ? 'Approve this request' : 'Deny this request'}
      action={approve ? 'Approve' : 'Deny'}
      {...{ sending, error, onClose }}
      onSend={decide}
    >
      <p>
        {request.requester} asks for {durationInWords(request.requestedFor)}, for {request.purpose}: “
        {request.justification}”
      </p>
      <Targets of={request.targets} />
      {approve && (
        <Field
          label="Until"
          type="date"
          hint={`Left empty: ${durationInWords(request.requestedFor)}, as was asked for.`}
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      )}
    </ReasonDialog>
  );
}
