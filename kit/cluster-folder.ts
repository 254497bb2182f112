// The folder of one embedded Postgres: where it may be, what lies in it, and how a new cluster gets into it whole.

import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GordianError } from './errors.ts';
import { canReach, type ServerAccount } from './server-account.ts';

export interface ClusterFolder {
  readonly path: string;
  /** The cluster itself; present only when whole. */
  readonly data: string;
  readonly serverLog: string;
  /** 0600, and the server's account owns it. */
  readonly passwordFile: string;
  password(): string;
  /** An empty folder to initialise; `finish` puts it in its place. */
  beginInitialisation(): { readonly data: string; finish(): void };
}

export interface FolderOptions {
  readonly wanted: string;
  readonly account: ServerAccount | null;
  /** Named in errors. */
  readonly setting: string;
}

export function prepareFolder(options: FolderOptions): ClusterFolder {
  const { account } = options;
  const path = reachable(resolve(options.wanted), account);
  makeWritable(path, options);
  const inside = (name: string) => join(path, name);
  return {
    path,
    data: inside('data'),
    serverLog: inside('server.log'),
    passwordFile: inside('password'),
    password: () => readFileSync(inside('password'), 'utf8'),
    beginInitialisation: () => beginInitialisation(path, account),
  };
}

export function initialised(folder: ClusterFolder): boolean {
  if (!existsSync(folder.data)) return false;
  if (existsSync(folder.passwordFile)) return true;
  throw new GordianError(
    'DATABASE_START_FAILED',
    `The data in ${folder.data} is there, but its password file ${folder.passwordFile} is gone. ` +
      'Restore the file, or delete the folder if its data may be lost.',
  );
}

export function serverLogTail(folder: ClusterFolder): string {
  const lines = existsSync(folder.serverLog) ? readFileSync(folder.serverLog, 'utf8').trimEnd().split('\n') : [];
  return lines.slice(-8).join('\n');
}

/** A project in root's home is closed to other accounts, and opening it is not ours to do: the data goes to /var/lib instead. */
function reachable(wanted: string, account: ServerAccount | null): string {
  if (!account || canReach(wanted, account)) return wanted;
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return `/var/lib/gordian/postgres-${name}`;
}

function makeWritable(path: string, options: FolderOptions): void {
  try {
    create(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new GordianError(
      'DIRECTORY_NOT_WRITABLE',
      `The database cannot be kept in ${path} (${(error as NodeJS.ErrnoException).code}). ` +
        `Make the folder writable, or choose another with ${options.setting}.`,
      { details: { directory: path, setting: options.setting } },
    );
  }
}

/** Whatever the umask: the server's account must be able to pass through, and nobody else may look inside. */
function create(path: string): void {
  if (existsSync(path)) return;
  create(dirname(path));
  mkdirSync(path);
  chmodSync(path, 0o711);
}

function beginInitialisation(path: string, account: ServerAccount | null) {
  const data = join(path, 'data.unfinished');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  give(data, account);
  writePassword(join(path, 'password'), account);
  return { data, finish: () => renameSync(data, join(path, 'data')) };
}

function writePassword(file: string, account: ServerAccount | null): void {
  const unfinished = `${file}.unfinished`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, randomBytes(24).toString('base64url'), { mode: 0o600 });
  give(unfinished, account);
  renameSync(unfinished, file);
}

function give(path: string, account: ServerAccount | null): void {
  if (account) chownSync(path, account.uid, account.gid);
}
