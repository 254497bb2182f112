// One embedded Postgres server as processes: initialise its folder, start it, wait until it takes connections, stop it.
// Assumes that the caller owns the folder.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type ClusterFolder, serverLogTail } from './cluster-folder.ts';
import { GordianError } from './errors.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { postmasterOf } from './postmaster.ts';
import type { ServerAccount } from './server-account.ts';

export interface Launch {
  readonly port: number;
  readonly account: ServerAccount | null;
  readonly folder: ClusterFolder;
  readonly binaries: PostgresBinaries;
  /** Further server settings, for tests. */
  readonly serverSettings: Readonly<Record<string, string>>;
}

export const administrator = 'gordian';
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;

/** Into a folder beside, which is renamed when whole: an initialisation that was interrupted leaves nothing behind. */
export async function initialise(launch: Launch): Promise<void> {
  const { folder, binaries } = launch;
  const began = folder.beginInitialisation();
  await runProgram(launch, binaries.initdb, [
    ...['--pgdata', began.data, '--username', administrator, '--pwfile', folder.passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'],
    // Sorts by code point on every machine alike, and still knows upper and lower case beyond ASCII.
    ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...(process.platform === 'linux' ? ['--sync-method', 'syncfs'] : []),
  ]);
  began.finish();
}

/** Resolves when the server takes connections. A server that does not get there is stopped. */
export async function startServer(launch: Launch): Promise<{ readonly exited: Promise<void> }> {
  let gone = false;
  const child = spawnServer(launch);
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      gone = true;
      resolve();
    };
    child.once('exit', end).once('error', end);
  });
  try {
    await serverIsReady(launch, () => gone);
  } catch (error) {
    await stopServer(launch);
    throw error;
  }
  return { exited };
}

function spawnServer(launch: Launch): ChildProcess {
  const { binaries, folder, port } = launch;
  const logFile = openSync(folder.serverLog, 'a', 0o600);
  const settings = Object.entries({ ...settingsOf(port), ...launch.serverSettings });
  const child = spawn(
    binaries.postgres,
    ['-D', folder.data, ...settings.flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    {
      ...environmentOf(launch),
      // Its own process group: Ctrl-C in the terminal must reach the launcher first, which stops this server last.
      detached: true,
      stdio: ['ignore', logFile, logFile],
    },
  );
  closeSync(logFile);
  child.unref();
  return child;
}

function settingsOf(port: number): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // TCP with a password only: a socket in a shared folder would be open to other users of the machine.
    unix_socket_directories: '',
    wal_level: 'logical',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Syncing every file one by one makes a restart after a crash ten times slower.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
  };
}

/** Crash recovery may come first, so this can take a while. */
export async function serverIsReady(launch: Launch, isGone: () => boolean = () => false): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (!postmasterOf(launch.folder.data)?.ready) {
    if (isGone() || Date.now() > deadline) throw startFailed(launch);
    await pause(20);
  }
}

function startFailed(launch: Launch): GordianError {
  const { serverLog } = launch.folder;
  return new GordianError(
    'DATABASE_START_FAILED',
    `Embedded Postgres did not start. The end of ${serverLog}:\n${serverLogTail(launch.folder)}`,
  );
}

/** A server that does not stop in time is cut off: Postgres recovers from its write-ahead log at the next start. */
export async function stopServer({ folder }: Launch): Promise<void> {
  const fastShutdown = 'SIGINT';
  const immediateShutdown = 'SIGQUIT';
  if ((await endedBy(fastShutdown, folder.data)) || (await endedBy(immediateShutdown, folder.data))) return;
  throw new GordianError('DATABASE_IN_USE', `Embedded Postgres in ${folder.path} did not stop.`);
}

async function endedBy(signal: NodeJS.Signals, dataDirectory: string): Promise<boolean> {
  const server = postmasterOf(dataDirectory);
  if (server) process.kill(server.pid, signal);
  const deadline = Date.now() + stopTimeoutMs;
  while (postmasterOf(dataDirectory)) {
    if (Date.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

async function runProgram(launch: Launch, program: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(program, args, environmentOf(launch));
  } catch (error) {
    const output = String((error as { stderr?: unknown }).stderr ?? '').trim() || (error as Error).message;
    throw new GordianError('DATABASE_START_FAILED', `A program of embedded Postgres failed: ${output}`);
  }
}

/** Nothing of the user's environment, whose PG variables would change the server, and a folder that its account can enter. */
function environmentOf(launch: Launch) {
  const { account, folder } = launch;
  return {
    cwd: folder.path,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  };
}
