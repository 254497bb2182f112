// The operating system account that runs embedded Postgres. Postgres refuses to run as root, so root lends it an account
// that has an entry in the password file; everybody else runs it as themselves.

import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { GordianError } from './errors.ts';

export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const candidates = ['postgres', 'nobody'];

/** The account to switch to, or null when this process can run the server as itself. */
export function serverAccount(): ServerAccount | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = candidates.map(findAccount).filter((account) => account !== null);
  if (accounts[0]) return accounts[0];
  throw new GordianError(
    'DATABASE_START_FAILED',
    `Postgres refuses to run as root, and this machine has no account ${candidates.join(' or ')} in /etc/passwd. ` +
      'Start as another user, add such an account, or set DATABASE_URL to a Postgres server of your own.',
  );
}

function findAccount(name: string): ServerAccount | null {
  const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : null;
}

/** Whether the account may pass through every existing folder on the way to this path, the path itself included. */
export function canReach(path: string, account: ServerAccount): boolean {
  const parent = dirname(path);
  if (parent !== path && !canReach(parent, account)) return false;
  return !existsSync(path) || !statSync(path).isDirectory() || mayEnter(statSync(path), account);
}

function mayEnter(folder: Stats, account: ServerAccount): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}
