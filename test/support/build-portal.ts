// Browser tests look at the portal as it is shipped: built. Built again only when a source is newer.

import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const repository = join(import.meta.dirname, '..', '..');
export const portalFolder = join(repository, 'portal');

export async function buildPortal(): Promise<void> {
  if ((await newestSource()) < (await modified(join(portalFolder, 'dist', 'index.html')))) return;
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', portalFolder, '--logLevel', 'warn'], { cwd: repository });
}

async function newestSource(): Promise<number> {
  const entries = await readdir(portalFolder, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(portalFolder, 'dist')));
  const times = await Promise.all(sources.map((entry) => modified(join(entry.parentPath, entry.name))));
  return Math.max(...times);
}

/** Milliseconds since the epoch; 0 when there is no such file. */
async function modified(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? 0;
}
