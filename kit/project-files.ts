// Finds files of the project that a process works for: a folder with subgraphs/ and policies/ that a domain team owns. Gordian's
// own repository is such a project; a process that stands in none works for the one that lies in this package.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageRoot } from './package-files.ts';

/** Absolute path of a file or folder given relative to the project; it need not exist. */
export function projectFile(relativePath: string): string {
  return resolve(projectRoot(), relativePath);
}

/** The nearest folder at or above the working directory that holds subgraphs/. */
function projectRoot(folder = process.cwd()): string {
  if (existsSync(join(folder, 'subgraphs'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? packageRoot() : projectRoot(parent);
}
