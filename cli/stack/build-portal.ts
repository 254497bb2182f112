// The portal is shipped built; from a checkout it is built at the first start, and again only when a source is newer.
import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageFile } from '../../kit/package-files.ts';

/** @returns false when it is missing and cannot be built; the gateway answers without it */
export async function buildPortal(report: (message: string) => void): Promise<boolean> {
  const vite = packageFile('node_modules/vite/bin/vite.js');
  if (!existsSync(vite) || (await newestSourceMs()) < builtAtMs()) return builtAtMs() > 0;
  report('Building the playground (the first time only)');
  try {
    await promisify(execFile)(process.execPath, [vite, 'build', packageFile('portal'), '--logLevel', 'error'], {
      cwd: packageFile('.'),
    });
    return true;
  } catch (error) {
    report(
      `The playground could not be built; the gateway answers without it.\n${(error as { stderr?: string }).stderr ?? error}`,
    );
    return builtAtMs() > 0;
  }
}

function builtAtMs(): number {
  return statSync(packageFile('portal/dist/index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function newestSourceMs(): Promise<number> {
  const folder = packageFile('portal');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(folder, 'dist')));
  const times = await Promise.all(
    sources.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs),
  );
  return Math.max(...times);
}
