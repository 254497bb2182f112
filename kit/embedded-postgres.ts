// Starts a real Postgres from npm's binaries for people who have none: the non-production default. Its only product is a
// database URL. The data survives kill -9; a server that an earlier launcher left running is taken over, not doubled.
//
// The folder holds: data/ (the cluster), password (0600), server.log, owner.lock, and binaries-<version>/ if a copy is needed.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type ClusterFolder, initialised, prepareFolder, serverLogTail } from './cluster-folder.ts';
import { lockDirectory } from './directory-lock.ts';
import { GordianError } from './errors.ts';
import { requireFreePort } from './free-port.ts';
import type { Log } from './log.ts';
import { createDatabase } from './postgres.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { postmasterOf, removeForeignPidFile } from './postmaster.ts';
import { type ServerAccount, serverAccount } from './server-account.ts';

export interface EmbeddedPostgresOptions {
  /** Created if absent. As root, a folder that the server's account cannot reach is replaced by one under /var/lib. */
  readonly dataDirectory: string;
  readonly port: number;
  readonly log?: Log;
  /** The settings that messages tell the reader to change. */
  readonly settingNames?: { readonly port: string; readonly directory: string };
  /** Further server settings, for tests. */
  readonly serverSettings?: Readonly<Record<string, string>>;
  /** The npm package's folder; found by itself outside of tests. */
  readonly packageFolder?: string;
}

export interface EmbeddedPostgres {
  /** Administrator's URL with the password; never log it. */
  readonly url: string;
  /** Where the data is, which may differ from what was asked for. */
  readonly dataDirectory: string;
  /** A server left running by an earlier launcher was taken over. */
  readonly reused: boolean;
  /** Resolves when the server process is gone, whether stopped or killed. */
  readonly exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, committed data is safe. May be called twice. */
  stop(): Promise<void>;
}

interface Launch {
  readonly options: EmbeddedPostgresOptions;
  readonly account: ServerAccount | null;
  readonly folder: ClusterFolder;
  readonly binaries: PostgresBinaries;
}

const defaultSettingNames = { port: 'GORDIAN_POSTGRES_PORT', directory: 'GORDIAN_DATA_DIRECTORY' };
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
const administrator = 'gordian';

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const names = options.settingNames ?? defaultSettingNames;
  const account = serverAccount();
  const folder = prepareFolder({ wanted: options.dataDirectory, account, setting: names.directory });
  const lock = lockDirectory(folder.path);
  try {
    const binaries = postgresBinaries({ account, copyFolder: folder.path, packageFolder: options.packageFolder });
    const launch = { options, account, folder, binaries };
    const server = (await takeOver(launch)) ?? (await startAnew(launch, names.port));
    return owned(launch, server, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Server {
  readonly reused: boolean;
  readonly exited: Promise<void>;
}

/** A server of this folder on the wanted port is kept; on another port it is stopped, so that settings count. */
async function takeOver(launch: Launch): Promise<Server | null> {
  const { folder, options } = launch;
  const running = postmasterOf(folder.data);
  if (!running) return null;
  if (running.port !== options.port || !(await answersAsOurs(launch))) {
    if (!running.proven) throw possiblyRunning(folder, running.pid);
    await stopServer(launch);
    return null;
  }
  return { reused: true, exited: endOf(folder.data) };
}

function possiblyRunning(folder: ClusterFolder, pid: number): GordianError {
  return new GordianError(
    'DATABASE_IN_USE',
    `Process ${pid} may be a Postgres server of ${folder.data}, on another port. Stop it; if it is something else, delete ${folder.data}/postmaster.pid.`,
    { details: { directory: folder.path, pid } },
  );
}

async function answersAsOurs(launch: Launch): Promise<boolean> {
  await ready(launch, () => false).catch(() => undefined);
  const database = createDatabase({
    url: urlOf(launch),
    applicationName: 'gordian-launcher',
    connectionTimeoutMs: 2_000,
  });
  try {
    const [row] = await database.query<{ data_directory: string }>('SHOW data_directory');
    return row?.data_directory === launch.folder.data;
  } catch {
    return false;
  } finally {
    await database.close();
  }
}

async function startAnew(launch: Launch, portSetting: string): Promise<Server> {
  const { folder, options } = launch;
  await requireFreePort(options.port, portSetting);
  if (!initialised(folder)) await initialise(launch);
  removeForeignPidFile(folder.data);

  const child = spawnServer(launch);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(launch, () => child.exitCode !== null || child.signalCode !== null);
  return { reused: false, exited };
}

/** Into a folder beside, which is renamed when whole: an initialisation that was interrupted leaves nothing behind. */
async function initialise(launch: Launch): Promise<void> {
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

function spawnServer(launch: Launch): ChildProcess {
  const { binaries, folder, options } = launch;
  const logFile = openSync(folder.serverLog, 'a', 0o600);
  const settings = Object.entries({ ...serverSettings(options.port), ...options.serverSettings });
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

function serverSettings(port: number): Record<string, string> {
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

async function ready(launch: Launch, hasExited: () => boolean): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (!postmasterOf(launch.folder.data)?.ready) {
    if (hasExited() || Date.now() > deadline) throw startFailed(launch);
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

function owned(launch: Launch, server: Server, release: () => void): EmbeddedPostgres {
  const { folder, options } = launch;
  let stopping: Promise<void> | null = null;
  options.log?.info(
    {
      event: 'database.ready',
      port: options.port,
      directory: folder.path,
      reused: server.reused,
      account: launch.account?.name,
    },
    'Embedded Postgres is ready. It is meant for trying and testing, not for production: set DATABASE_URL to a server of your own there.',
  );
  return {
    url: urlOf(launch),
    dataDirectory: folder.path,
    reused: server.reused,
    exited: server.exited,
    stop: () => {
      stopping ??= stopServer(launch).finally(release);
      return stopping;
    },
  };
}

/** A server that does not stop in time is cut off: Postgres recovers from its write-ahead log at the next start. */
async function stopServer({ folder }: Launch): Promise<void> {
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

function urlOf(launch: Launch): string {
  return `postgres://${administrator}:${launch.folder.password()}@127.0.0.1:${launch.options.port}/postgres`;
}

/** A server that is not our child raises no exit event, so it is watched. */
async function endOf(dataDirectory: string): Promise<void> {
  while (postmasterOf(dataDirectory)) await pause(500, undefined, { ref: false });
}
