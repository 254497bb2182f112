// One owner per directory: a file that names the owning process. The lock of a process that is gone is taken over.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startOfProcess } from './process-alive.ts';

export interface DirectoryLock {
  release(): void;
}

export interface Owner {
  readonly pid: number;
  /** What the owner left for others to read. */
  readonly note?: string;
  /** Tells the owner from a later process with the same number; null where the system does not say. */
  readonly start: string | null;
}

export interface LockOptions {
  /** Name of the file in the directory. */
  readonly file: string;
  readonly note?: string;
  /** Thrown when another process has the directory; null for one that came between, and is not known. */
  readonly refusal: (owner: Owner | null) => Error;
}

/** Takes the directory, or throws the refusal. */
export function lockDirectory(directory: string, { file, note, refusal }: LockOptions): DirectoryLock {
  const lockFile = join(directory, file);
  const ownFile = `${lockFile}.${process.pid}.tmp`;
  const own: Owner = { pid: process.pid, note, start: startOfProcess(process.pid) };
  writeFileSync(ownFile, JSON.stringify(own));
  try {
    take(lockFile, ownFile, refusal);
  } finally {
    rmSync(ownFile, { force: true });
  }
  return { release: () => releaseOwn(lockFile) };
}

/** A hard link is made whole or not at all, so of several processes exactly one wins, and no lock is ever half written. */
function take(lockFile: string, ownFile: string, refusal: LockOptions['refusal']): void {
  if (linked(ownFile, lockFile)) return;
  const owner = ownerIn(lockFile);
  if (owner && isRunning(owner)) throw refusal(owner);
  setAside(lockFile, owner);
  if (!linked(ownFile, lockFile)) throw refusal(ownerIn(lockFile));
}

function linked(ownFile: string, lockFile: string): boolean {
  try {
    linkSync(ownFile, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two processes may find the same stale lock; the slower one must not throw away the new lock of the faster. */
function setAside(lockFile: string, stale: Owner | null): void {
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch {
    return;
  }
  const moved = ownerIn(aside);
  if (moved && moved.pid !== stale?.pid && isRunning(moved)) linked(aside, lockFile);
  rmSync(aside, { force: true });
}

function ownerIn(file: string): Owner | null {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    return typeof owner?.pid === 'number' ? owner : null;
  } catch {
    return null;
  }
}

function isRunning(owner: Owner): boolean {
  return isAlive(owner.pid) && startOfProcess(owner.pid) === owner.start;
}

function releaseOwn(lockFile: string): void {
  if (ownerIn(lockFile)?.pid === process.pid) rmSync(lockFile, { force: true });
}
