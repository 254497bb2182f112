// Finds files that live in the source tree (schemas, contracts, migrations, the built portal) from sources and from
// dist alike: assets are not compiled, so they are addressed from the package's root.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = findPackageRoot(import.meta.dirname);

/** Absolute path of the folder that holds Gordian's package.json. */
export function packageRoot(): string {
  return root;
}

/** Absolute path of a file or folder given relative to the package's root; it need not exist. */
export function packageFile(relativePath: string): string {
  return resolve(root, relativePath);
}

/** Of Gordian, as package.json has it. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;
}

function findPackageRoot(folder: string): string {
  if (isGordian(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The package.json of gordian was not found above the running code.');
  return findPackageRoot(parent);
}

function isGordian(packageJson: string): boolean {
  return existsSync(packageJson) && JSON.parse(readFileSync(packageJson, 'utf8')).name === 'gordian';
}
