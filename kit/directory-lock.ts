// One owner per data directory: a file that names the owning process. The lock of a process that is gone is taken over.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GordianError } from './errors.ts';
import { isAlive, startOfProcess } from './process-alive.ts';

export interface DirectoryLock {
  release(): void;
}

interface Owner {
  readonly pid: number;
  /** Tells the owner from a later process with the same number; null where the system does not say. */
  readonly start: string | null;
}

/** Takes the directory or throws DATABASE_IN_USE, naming the owner. */
export function lockDirectory(directory: string): DirectoryLock {
  const lockFile = join(directory, 'owner.lock');
  const ownFile = join(directory, `owner.${process.pid}.tmp`);
  const own: Owner = { pid: process.pid, start: startOfProcess(process.pid) };
  writeFileSync(ownFile, JSON.stringify(own));
  try {
    take(lockFile, ownFile, directory);
  } finally {
    rmSync(ownFile, { force: true });
  }
  return { release: () => releaseOwn(lockFile) };
}

/** A hard link is made whole or not at all, so of several processes exactly one wins, and no lock is ever half written. */
function take(lockFile: string, ownFile: string, directory: string): void {
  if (linked(ownFile, lockFile)) return;
  const owner = ownerIn(lockFile);
  if (owner && isRunning(owner)) throw inUse(directory, owner);
  setAside(lockFile, owner);
  if (!linked(ownFile, lockFile)) throw inUse(directory, ownerIn(lockFile));
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

function inUse(directory: string, owner: Owner | null): GordianError {
  const who = owner ? `process ${owner.pid}` : 'another process';
  return new GordianError(
    'DATABASE_IN_USE',
    `The data directory ${directory} belongs to ${who}, which is running. Stop it, or choose another directory.`,
    { details: { directory, pid: owner?.pid ?? null } },
  );
}

function releaseOwn(lockFile: string): void {
  if (ownerIn(lockFile)?.pid === process.pid) rmSync(lockFile, { force: true });
}
