// Compiled code for tests that need processes or threads of their own: Node runs no TypeScript. It lies inside the package, so that
// dependencies and assets are found as in production. Compiled by the first that asks, for the whole run.

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { packageFile } from '../../kit/package-files.ts';

/** Folder that mirrors the source tree; others read it too, so leave it as it is. Takes two seconds for the first that asks. */
export function compiledTree(): string {
  const folder = inject('compiledTree');
  if (!existsSync(folder)) publish(compiled(), folder);
  return folder;
}

function compiled(): string {
  mkdirSync(packageFile('dist'), { recursive: true });
  const folder = mkdtempSync(packageFile('dist/test-'));
  // For tests that run a process as another user.
  chmodSync(folder, 0o755);
  const compiler = packageFile('node_modules/typescript/bin/tsc');
  // Declarations are for those who import the package.
  const target = ['--outDir', folder, '--tsBuildInfoFile', join(folder, 'tsbuildinfo'), '--declaration', 'false'];
  execFileSync(process.execPath, [compiler, '-p', packageFile('tsconfig.build.json'), '--noCheck', ...target]);
  return folder;
}

/** Under its name only when it is whole. Of two that have compiled at once, one is as good as the other. */
function publish(made: string, folder: string): void {
  try {
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
