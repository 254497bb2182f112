// Brings up the whole system on one machine: Postgres, identity provider, subgraphs, registration, gateway.
// `gordian start`, the end-to-end tests and the benchmark share it.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { demoInstant } from '../../kit/demo-instant.ts';
import { startEmbeddedPostgres } from '../../kit/embedded-postgres.ts';
import { GordianError } from '../../kit/errors.ts';
import { packageFile } from '../../kit/package-files.ts';
import { createDatabase } from '../../kit/postgres.ts';
import { provisionDomain } from '../../kit/provision-domain.ts';
import { createServiceToken } from '../../kit/service-token.ts';
import { readSubgraphFolders, type SubgraphFolder } from '../../schema/subgraph-folders.ts';
import { startDemoIdentity } from '../demo-identity/demo-identity.ts';
import { buildPortal } from './build-portal.ts';
import { lockStateDirectory } from './launcher-lock.ts';
import { assignPorts, loopback, requireFreePorts, type StackPorts } from './ports.ts';
import { registerSubgraphs } from './register-subgraphs.ts';
import { createServiceClients } from './service-clients.ts';
import { createStackProcesses, type StackContext, type StackProcesses } from './stack-processes.ts';
import type { SupervisedProcess } from './supervised-process.ts';

export interface StackOptions {
  /** Holds the embedded database, logs and the gateway's last good supergraph. */
  readonly stateDirectory: string;
  /** The gateway's port; the other processes follow it. */
  readonly basePort: number;
  readonly chosenPorts: ReadonlyMap<string, number>;
  /** Your own Postgres, as a role that may create roles and schemas; the embedded one when null. */
  readonly databaseUrl: string | null;
  /** The rules of who may see what; a change there serves at once. `policies/` of the package when absent. */
  readonly policyDirectory?: string;
  /** Rows that the demo generators add per minute; 0 = off. */
  readonly activityPerMinute: number;
  /** What every process gets of the launcher's own environment, such as PATH. */
  readonly inheritedEnvironment: Readonly<Record<string, string>>;
  readonly report: (message: string) => void;
  /** Ends a start that is under way; what was started is stopped again. */
  readonly signal?: AbortSignal;
}

export interface RunningStack {
  readonly url: string;
  readonly ports: StackPorts;
  /** Processes by name, for tests that kill one. */
  readonly processes: ReadonlyMap<string, SupervisedProcess>;
  stop(): Promise<void>;
}

/** What has to be done to stop what was started, in the order of starting. */
type Undo = (() => Promise<void> | void)[];

/** @throws GordianError when a port is taken, a directory cannot be written, or a process does not come up; what was started is stopped first */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const undo: Undo = [];
  try {
    return await bringUp(options, undo);
  } catch (error) {
    await takeDown(undo);
    throw error;
  }
}

async function bringUp(options: StackOptions, undo: Undo): Promise<RunningStack> {
  const { report, signal } = options;
  const folders = readSubgraphFolders(packageFile('subgraphs'));
  const names = folders.map(({ name }) => name);
  const ports = assignPorts(options.basePort, names, options.chosenPorts);
  const url = loopback(ports, 'gateway');
  createStateDirectory(options.stateDirectory);
  undo.push(lockStateDirectory(options.stateDirectory, url));
  const ours = [...ports.keys()].filter((name) => name !== 'postgres');
  await requireFreePorts(ports, ours);

  const administratorUrl = options.databaseUrl ?? (await startPostgres(options, ports, undo));
  signal?.throwIfAborted();
  const clients = createServiceClients(folders);
  const identity = await startDemoIdentity({ port: ports.get('identity')!, clients: clients.all });
  undo.push(() => identity.close());

  const policyDirectory = options.policyDirectory ?? packageFile('policies');
  const context: StackContext = { ...options, policyDirectory, ports, clients, identity };
  const processes = createStackProcesses(context);
  undo.push(() => processes.stop());
  const portal = buildPortal(report);
  report(`Starting ${names.length} subgraphs: ${names.join(', ')}`);
  await startSubgraphs(processes, names, administratorUrl);
  await interruptible(processes.ready(), signal);
  report('Registering the data products and composing the supergraph');
  await interruptible(register(context, folders), signal);
  report('Starting the gateway');
  processes.startGateway();
  await interruptible(Promise.all([processes.ready(), portal]), signal);

  return { url, ports, processes: processes.byName, stop: () => takeDown(undo) };
}

function createStateDirectory(directory: string): void {
  try {
    mkdirSync(join(directory, 'logs'), { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new GordianError(
      'DIRECTORY_NOT_WRITABLE',
      `Cannot create ${directory}: ${(error as Error).message}. Choose another one: --state DIR.`,
    );
  }
}

async function startPostgres(options: StackOptions, ports: StackPorts, undo: Undo): Promise<string> {
  options.report('Starting the embedded Postgres (not for production; set DATABASE_URL to use your own)');
  const postgres = await startEmbeddedPostgres({
    dataDirectory: join(options.stateDirectory, 'postgres'),
    port: ports.get('postgres')!,
    settingNames: { port: '--set-port postgres=PORT', directory: '--state DIR' },
  });
  undo.push(() => postgres.stop());
  return postgres.url;
}

/** Each under a role of its own, whose password lives as long as this start. */
async function startSubgraphs(
  processes: StackProcesses,
  names: readonly string[],
  administratorUrl: string,
): Promise<void> {
  const demoNow = await readDemoInstant(administratorUrl);
  for (const domain of names) {
    const password = randomBytes(24).toString('base64url');
    processes.startSubgraph(domain, await provisionDomain(administratorUrl, { domain, password }), demoNow);
  }
}

async function readDemoInstant(administratorUrl: string): Promise<Date> {
  const database = createDatabase({ url: administratorUrl, applicationName: 'gordian-launcher', maxConnections: 1 });
  try {
    return await demoInstant(database, new Date());
  } finally {
    await database.close();
  }
}

async function register({ ports, identity, clients }: StackContext, folders: readonly SubgraphFolder[]): Promise<void> {
  const { id, secret } = clients.registrar;
  const accessToken = createServiceToken({ tokenUrl: identity.tokenUrl, clientId: id, clientSecret: secret });
  await registerSubgraphs({
    metadataUrl: loopback(ports, 'metadata'),
    accessToken: await accessToken(),
    folders,
    urlOf: (name) => `${loopback(ports, name)}/graphql`,
    sourceRevision: 'working-tree',
    // On one machine nobody has watched the traffic of a month.
    acceptUnknown: true,
    reason: 'A start on one machine.',
  });
}

/** Waits for `work`, or until the start is given up. */
async function interruptible<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return work;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

/** In the reverse order of starting; one step that fails does not keep the others from running. */
async function takeDown(undo: Undo): Promise<void> {
  for (let step = undo.pop(); step; step = undo.pop()) await Promise.resolve(step()).catch(() => undefined);
}
