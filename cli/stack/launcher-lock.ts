// One launcher per state directory: a second start says where the first one runs instead of fighting it for ports and data.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GordianError } from '../../kit/errors.ts';

/**
 * Takes the directory for this process; the returned function gives it back.
 * @throws GordianError CONFLICT when a living launcher has it, DIRECTORY_NOT_WRITABLE when it cannot be written
 */
export function lockStateDirectory(directory: string, url: string): () => void {
  const file = join(directory, 'launcher.json');
  const owner = readOwner(file);
  if (owner && isAlive(owner.pid)) {
    throw new GordianError(
      'CONFLICT',
      `Gordian is already running from ${directory}: ${owner.url} (pid ${owner.pid}). Stop it with Ctrl-C in its terminal, or give this one another directory: --state DIR. If that process is something else, delete ${file}.`,
    );
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

function readOwner(file: string): { pid: number; url: string } | null {
  try {
    const { pid, url } = JSON.parse(readFileSync(file, 'utf8')) as { pid: unknown; url: unknown };
    return typeof pid === 'number' && pid !== process.pid ? { pid, url: String(url) } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
