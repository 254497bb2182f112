// Writes files where there are none yet: all of them, or nothing.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GordianError } from '../../kit/errors.ts';
import type { ProjectFiles } from './template-files.ts';

/** @throws GordianError BAD_USER_INPUT with what is in the way */
export function requireRoom(folder: string, files: ProjectFiles): void {
  const inTheWay = [...files.keys()].filter((path) => existsSync(join(folder, path)));
  if (inTheWay.length === 0) return;
  throw new GordianError(
    'BAD_USER_INPUT',
    `Nothing was written: ${folder} already holds ${inTheWay.join(', ')}. Remove or move what you no longer need, or choose another folder or name.`,
  );
}

/** Call {@link requireRoom} first. @throws GordianError DIRECTORY_NOT_WRITABLE */
export function writeNewFiles(folder: string, files: ProjectFiles): void {
  for (const [path, text] of files) {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      // `wx`: what has come since is not overwritten either.
      writeFileSync(file, text, { flag: 'wx' });
    } catch (error) {
      throw new GordianError('DIRECTORY_NOT_WRITABLE', `Cannot write ${file}: ${(error as Error).message}.`, {
        cause: error,
      });
    }
  }
}
