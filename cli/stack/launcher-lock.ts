// One launcher per state directory: a second start says where the first one runs instead of fighting it for ports and data.
import { join } from 'node:path';
import { lockDirectory, type Owner } from '../../kit/directory-lock.ts';
import { GordianError } from '../../kit/errors.ts';

const file = 'launcher.lock';

/**
 * Takes the directory for this process; the returned function gives it back.
 * @throws GordianError CONFLICT when a living launcher has it
 */
export function lockStateDirectory(directory: string, url: string): () => void {
  const lock = lockDirectory(directory, {
    file,
    note: url,
    refusal: (owner) => alreadyRunning(directory, owner),
  });
  return lock.release;
}

function alreadyRunning(directory: string, owner: Owner | null): GordianError {
  const where = owner === null ? '' : `: ${owner.note} (pid ${owner.pid})`;
  return new GordianError(
    'CONFLICT',
    `Gordian is already running from ${directory}${where}. Stop it with Ctrl-C in its terminal, or give this one another directory: --state DIR. If that process is something else, delete ${join(directory, file)}.`,
  );
}
