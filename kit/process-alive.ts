// What can be known of another process by its number: whether it lives, when it began, and its command line.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Clock ticks from boot to the start of the process; null where the system does not say. Numbers are reused, this is not. */
export function startOfProcess(pid: number): string | null {
  const stat = readProcess(pid, 'stat');
  // The name in parentheses may hold anything; the fields after it are separated by single spaces.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** The command line of a process; null where the system does not tell. */
export function commandLineOf(pid: number): string | null {
  if (process.platform === 'win32') return null;
  if (process.platform === 'linux') return readProcess(pid, 'cmdline')?.replaceAll('\0', ' ') ?? null;
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout || null;
}

function readProcess(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
