// The way back to an earlier registration: for everybody the command, and for who may publish what it would mean and the deed. Which
// registration the viewer has seen goes with it, so that nobody undoes what came meanwhile.

import { RollBackDocument } from '../generated/deployments.ts';
import { Command } from '../parts/command.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ChangeForm } from './change-form.tsx';
import { ForPublishers } from './for-publishers.tsx';

interface Props {
  readonly variant: string;
  readonly to: number;
  /** The registration in force that the viewer has seen. */
  readonly latest: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function RollBackDialog({ variant, to, latest, onClose, onDone }: Props) {
  return (
    <Dialog title={`Go back to registration ${to} of ${variant}`} onClose={onClose}>
      <p>
        Puts every subgraph as it stood after registration {to} in force again, byte for byte, as a new registration. At
        the command line:
      </p>
      <Command
        words={[
          ...['gordian', 'subgraph', 'rollback', '--all', '--to', `${to}`],
          ...['--variant', variant, '--on-top-of', `${latest}`, '--dry-run'],
        ]}
      />
      <ForPublishers>
        <ChangeForm
          document={RollBackDocument}
          input={{ variant, to, onTopOf: latest }}
          action="Go back"
          onDone={onDone}
        />
      </ForPublishers>
    </Dialog>
  );
}
