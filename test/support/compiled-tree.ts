// Compiled code for tests that need processes of their own: Node runs no TypeScript. It lies inside the package, so that
// dependencies and assets are found as in production.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../kit/package-files.ts';

/** Folder that mirrors the source tree; call `remove` in `afterAll`. Takes about a second. */
export function compileTree(): { readonly folder: string; remove(): void } {
  mkdirSync(packageFile('dist'), { recursive: true });
  const folder = mkdtempSync(packageFile('dist/test-'));
  // For tests that run a process as another user.
  chmodSync(folder, 0o755);
  const compiler = packageFile('node_modules/typescript/bin/tsc');
  // Declarations are for those who import the package.
  const target = ['--outDir', folder, '--tsBuildInfoFile', join(folder, 'tsbuildinfo'), '--declaration', 'false'];
  execFileSync(process.execPath, [compiler, '-p', packageFile('tsconfig.build.json'), '--noCheck', ...target]);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
