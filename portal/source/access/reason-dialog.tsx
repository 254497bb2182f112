// Asks for the reason of a step that others will read, and sends it. What the gateway refuses is said where it was typed.

import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextArea } from '../parts/field.tsx';

interface Props {
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly label?: string;
  readonly children?: ReactNode;
  readonly sending: boolean;
  readonly error: string | null;
  readonly onSend: (reason: string) => void;
  readonly onClose: () => void;
}

export function ReasonDialog({ title, action, label = 'Reason', children, sending, error, onSend, onClose }: Props) {
  const [reason, setReason] = useState('');

  function send(event: FormEvent): void {
    event.preventDefault();
    onSend(reason);
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form className="dialog-form" onSubmit={send}>
        {children}
        <TextArea
          label={label}
          hint="It is on record, and whoever is concerned reads it."
          problem={error}
          value={reason}
          required
          minLength={3}
          maxLength={1000}
          autoFocus
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="dialog-actions">
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" look="primary" busy={sending}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
