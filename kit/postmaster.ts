// Reads the file in which a Postgres server says that it owns a data directory.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf, isAlive } from './process-alive.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
  /** The command line of the process proves that it is the server; only then may it be sent a signal. */
  readonly proven: boolean;
}

/** The server that runs on this data directory, or null. */
export function postmasterOf(dataDirectory: string): Postmaster | null {
  const lines = pidFileLines(dataDirectory);
  const pid = Number(lines?.[0]);
  if (!lines || !(pid > 0) || !isAlive(pid)) return null;
  const proven = isServerOf(pid, dataDirectory);
  if (proven === false) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready', proven: proven === true };
}

/**
 * Removes the file of a dead server whose process number now belongs to some other program, which Postgres would take for
 * a running server. Any other stale file is left to Postgres, whose check of the shared memory is better than ours.
 */
export function removeForeignPidFile(dataDirectory: string): void {
  const pid = Number(pidFileLines(dataDirectory)?.[0]);
  if (pid > 0 && isAlive(pid) && isServerOf(pid, dataDirectory) === false)
    rmSync(join(dataDirectory, 'postmaster.pid'));
}

function pidFileLines(dataDirectory: string): readonly string[] | null {
  try {
    return readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
}

/** Null where the system does not tell. */
function isServerOf(pid: number, dataDirectory: string): boolean | null {
  return commandLineOf(pid)?.includes(dataDirectory) ?? (process.platform === 'linux' ? false : null);
}
