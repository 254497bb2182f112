// A folder of its own for each process that keeps something on disk until it is delivered; what a process that is gone has
// left behind is found and taken over by the next.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { lockDirectory } from './directory-lock.ts';
import { GordianError } from './errors.ts';

export interface InstanceFolder {
  /** Names the process that made it. */
  readonly instance: string;
  readonly path: string;
  /** A folder that still holds something stays. */
  release(): void;
}

const lockFile = 'owner.json';

/**
 * @param setting that names the directory, for the message
 * @throws GordianError DIRECTORY_NOT_WRITABLE
 */
export function createInstanceFolder(directory: string, setting: string): InstanceFolder {
  const instance = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`;
  try {
    return claim(directory, instance);
  } catch (error) {
    throw new GordianError(
      'DIRECTORY_NOT_WRITABLE',
      `Nothing can be kept in ${directory}: ${(error as Error).message}. Choose another place with ${setting}.`,
      { cause: error },
    );
  }
}

/** Of processes that are gone, the oldest first; they belong to the caller until it releases them. */
export function takeAbandonedFolders(directory: string, ownInstance: string): InstanceFolder[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== ownInstance)
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => claimIfFree(directory, name));
}

function claim(directory: string, instance: string): InstanceFolder {
  const path = join(directory, instance);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(path, { file: lockFile, refusal: () => new Error('another process has it') });
  return {
    instance,
    path,
    release() {
      lock.release();
      try {
        rmdirSync(path);
      } catch {}
    },
  };
}

function claimIfFree(directory: string, instance: string): InstanceFolder[] {
  try {
    return [claim(directory, instance)];
  } catch {
    return [];
  }
}
