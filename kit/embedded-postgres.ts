// Starts a real Postgres from npm's binaries for people who have none: the non-production default. Its only product is a
// database URL. The data survives kill -9; a server that an earlier launcher left running is taken over, not doubled.
//
// The folder holds: data/ (the cluster), password (0600), server.log, owner.lock, and binaries-<version>/ if a copy is needed.

import { setTimeout as pause } from 'node:timers/promises';
import { type ClusterFolder, initialised, prepareFolder } from './cluster-folder.ts';
import { lockDirectory, type Owner } from './directory-lock.ts';
import { GordianError } from './errors.ts';
import { requireFreePort } from './free-port.ts';
import type { Log } from './log.ts';
import { createDatabase } from './postgres.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { administrator, initialise, type Launch, serverIsReady, startServer, stopServer } from './postgres-process.ts';
import { postmasterOf, removeForeignPidFile } from './postmaster.ts';
import { serverAccount } from './server-account.ts';

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

const defaultSettingNames = { port: 'GORDIAN_POSTGRES_PORT', directory: 'GORDIAN_DATA_DIRECTORY' };

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const names = options.settingNames ?? defaultSettingNames;
  const account = serverAccount();
  const folder = prepareFolder({ wanted: options.dataDirectory, account, setting: names.directory });
  const lock = lockDirectory(folder.path, { file: 'owner.lock', refusal: (owner) => inUse(folder.path, owner) });
  try {
    const binaries = postgresBinaries({ account, copyFolder: folder.path, packageFolder: options.packageFolder });
    const launch = { port: options.port, account, folder, binaries, serverSettings: options.serverSettings ?? {} };
    const server = (await takeOver(launch)) ?? (await startAnew(launch, names.port));
    announce(launch, server, options.log);
    return owned(launch, server, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function inUse(directory: string, owner: Owner | null): GordianError {
  const who = owner ? `process ${owner.pid}` : 'another process';
  return new GordianError(
    'DATABASE_IN_USE',
    `The data directory ${directory} belongs to ${who}, which is running. Stop it, or choose another directory.`,
    { details: { directory, pid: owner?.pid ?? null } },
  );
}

interface Server {
  readonly reused: boolean;
  readonly exited: Promise<void>;
}

/** A server of this folder on the wanted port is kept; on another port it is stopped, so that settings count. */
async function takeOver(launch: Launch): Promise<Server | null> {
  const { folder } = launch;
  const running = postmasterOf(folder.data);
  if (!running) return null;
  if (running.port !== launch.port || !(await answersAsOurs(launch))) {
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
  await serverIsReady(launch).catch(() => undefined);
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
  await requireFreePort(launch.port, portSetting);
  if (!initialised(launch.folder)) await initialise(launch);
  removeForeignPidFile(launch.folder.data);
  const { exited } = await startServer(launch);
  return { reused: false, exited };
}

function announce({ port, folder, account }: Launch, { reused }: Server, log: Log | undefined): void {
  log?.info(
    { event: 'database.ready', port, directory: folder.path, reused, account: account?.name },
    'Embedded Postgres is ready. It is meant for trying and testing, not for production: set DATABASE_URL to a server of your own there.',
  );
}

function owned(launch: Launch, server: Server, release: () => void): EmbeddedPostgres {
  let stopping: Promise<void> | null = null;
  return {
    url: urlOf(launch),
    dataDirectory: launch.folder.path,
    reused: server.reused,
    exited: server.exited,
    stop: () => {
      stopping ??= stopServer(launch).finally(release);
      return stopping;
    },
  };
}

function urlOf(launch: Launch): string {
  return `postgres://${administrator}:${launch.folder.password()}@127.0.0.1:${launch.port}/postgres`;
}

/** A server that is not our child raises no exit event, so it is watched. */
async function endOf(dataDirectory: string): Promise<void> {
  while (postmasterOf(dataDirectory)) await pause(500, undefined, { ref: false });
}
