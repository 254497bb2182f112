// What git says of a folder: which commit it stands at, what of it is in no commit, and whether a commit led to it.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Null where there is no git, no repository, or no commit. */
export function commitOf(folder: string): string | null {
  return git(folder, ['rev-parse', '--verify', 'HEAD']);
}

/** Paths within the folder that differ from the commit, or are in none; of a folder that is not under git: none. */
export function uncommittedIn(folder: string): string[] {
  const status = git(folder, ['status', '--porcelain', '--untracked-files=all', '--', resolve(folder)]) ?? '';
  return status.split('\n').flatMap((line) => /^.{1,2} (.+)$/.exec(line)?.[1] ?? []);
}

/** Whether the revision is the commit of the folder, or one before it. False for whatever is no commit. */
export function isInHistory(folder: string, revision: string): boolean {
  const commit = git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return commit !== null && git(folder, ['merge-base', '--is-ancestor', commit, 'HEAD']) !== null;
}

/** @returns what it prints, without blanks at its ends; null when it fails */
function git(folder: string, args: readonly string[]): string | null {
  try {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
