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
import { type DemoIdentity, startDemoIdentity } from '../demo-identity/demo-identity.ts';
import { buildPortal } from './build-portal.ts';
import { writeGatewaySettings } from './gateway-settings.ts';
import { lockStateDirectory } from './launcher-lock.ts';
import { assignPorts, requireFreePorts, type StackPorts } from './ports.ts';
import { registerSubgraphs } from './register-subgraphs.ts';
import { createServiceClients, type ServiceClients } from './service-clients.ts';
import { type SupervisedProcess, superviseProcess } from './supervised-process.ts';

export interface StackOptions {
  /** Holds the embedded database, logs and the gateway's last good supergraph. */
  readonly stateDirectory: string;
  /** The gateway's port; the other processes follow it. */
  readonly basePort: number;
  readonly chosenPorts: ReadonlyMap<string, number>;
  /** Your own Postgres, as a role that may create roles and schemas; the embedded one when null. */
  readonly databaseUrl: string | null;
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
  readonly identityUrl: string;
  readonly ports: StackPorts;
  /** Processes by name, for tests that kill one. */
  readonly processes: ReadonlyMap<string, SupervisedProcess>;
  stop(): Promise<void>;
}

/** @throws GordianError when a port is taken, a directory cannot be written, or a process does not come up; what was started is stopped first */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const undo: (() => Promise<void> | void)[] = [];
  try {
    return await bringUp(options, undo);
  } catch (error) {
    await takeDown(undo);
    throw error;
  }
}

async function bringUp(options: StackOptions, undo: (() => Promise<void> | void)[]): Promise<RunningStack> {
  const { report, stateDirectory } = options;
  const folders = readSubgraphFolders(packageFile('subgraphs'));
  const ports = assignPorts(
    options.basePort,
    folders.map(({ name }) => name),
    options.chosenPorts,
  );
  const url = loopback(ports, 'gateway');
  createStateDirectory(stateDirectory);
  undo.push(lockStateDirectory(stateDirectory, url));
  await requireFreePorts(
    ports,
    [...ports.keys()].filter((name) => name !== 'postgres'),
  );

  const adminUrl = options.databaseUrl ?? (await startPostgres(options, ports, undo));
  options.signal?.throwIfAborted();
  const clients = createServiceClients(folders.map(({ name }) => name));
  const identity = await startDemoIdentity({ port: ports.get('identity')!, clients: clients.all });
  undo.push(() => identity.close());

  const processes = new Map<string, SupervisedProcess>();
  undo.push(async () => void (await Promise.all([...processes.values()].map((process) => process.stop()))));
  const context = { options, ports, clients, identity, processes };
  const portal = buildPortal(report);
  await startSubgraphs(context, folders, adminUrl);
  report('Registering the data products and composing the supergraph');
  await interruptible(register(context, folders), options.signal);
  await startGateway(context);
  await interruptible(portal, options.signal);
  // Stopped first, so that no request meets a subgraph that is already gone.
  undo.push(() => processes.get('gateway')!.stop());

  return { url, identityUrl: identity.url, ports, processes, stop: () => takeDown(undo) };
}

interface StackContext {
  readonly options: StackOptions;
  readonly ports: StackPorts;
  readonly clients: ServiceClients;
  readonly identity: DemoIdentity;
  readonly processes: Map<string, SupervisedProcess>;
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

async function startPostgres(
  options: StackOptions,
  ports: StackPorts,
  undo: (() => Promise<void> | void)[],
): Promise<string> {
  options.report('Starting the embedded Postgres (not for production; set DATABASE_URL to use your own)');
  const postgres = await startEmbeddedPostgres({
    dataDirectory: join(options.stateDirectory, 'postgres'),
    port: ports.get('postgres')!,
    settingNames: { port: '--set-port postgres=PORT', directory: '--state DIR' },
  });
  undo.push(() => postgres.stop());
  return postgres.url;
}

async function startSubgraphs(
  context: StackContext,
  folders: readonly SubgraphFolder[],
  adminUrl: string,
): Promise<void> {
  context.options.report(`Starting ${folders.length} subgraphs: ${folders.map(({ name }) => name).join(', ')}`);
  const demoNow = await withAdmin(adminUrl, (database) => demoInstant(database, new Date()));
  for (const { name } of folders) {
    const databaseUrl = await provisionDomain(adminUrl, {
      domain: name,
      password: randomBytes(24).toString('base64url'),
    });
    start(context, name, [packageFile(`dist/subgraphs/${name}/main.js`), '--migrate', '--seed'], {
      ...reportingCredentials(context, name),
      GORDIAN_DATABASE_URL: databaseUrl,
      GORDIAN_GATEWAY_JWKS_URL: `${loopback(context.ports, 'gateway')}/.well-known/jwks.json`,
      GORDIAN_DEMO_NOW: demoNow.toISOString(),
      GORDIAN_ACTIVITY: String(context.options.activityPerMinute),
      ...(name === 'metadata' ? identityOf(context.identity) : {}),
    });
  }
  await interruptible(
    Promise.all(folders.map(({ name }) => context.processes.get(name)!.ready)),
    context.options.signal,
  );
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
  });
}

async function startGateway(context: StackContext): Promise<void> {
  context.options.report('Starting the gateway');
  const settings = writeGatewaySettings({
    stateDirectory: context.options.stateDirectory,
    port: context.ports.get('gateway')!,
    registryUrl: loopback(context.ports, 'metadata'),
    identity: context.identity,
    clientId: context.clients.gateway.id,
  });
  start(context, 'gateway', [packageFile('dist/gateway/main.js'), '--config', settings], {
    GORDIAN_CLIENT_SECRET: context.clients.gateway.secret,
  });
  await interruptible(context.processes.get('gateway')!.ready, context.options.signal);
}

function start(
  context: StackContext,
  name: string,
  arguments_: readonly string[],
  environment: Readonly<Record<string, string>>,
): void {
  const { options, ports, processes } = context;
  const description = {
    name,
    arguments: arguments_,
    environment: {
      ...options.inheritedEnvironment,
      APOLLO_TELEMETRY_DISABLED: '1',
      GORDIAN_PORT: String(ports.get(name)!),
      ...environment,
    },
    logFile: join(options.stateDirectory, 'logs', `${name}.log`),
  };
  const tell = seedProgress(name, options.report);
  processes.set(
    name,
    superviseProcess(description, (event) => {
      if (event.kind === 'progress') tell(event.done, event.total);
      else if (event.restartInMs === null)
        options.report(
          `The process "${name}" keeps dying (${event.exit}); it stays down. Its log: ${description.logFile}`,
        );
      else
        options.report(
          `The process "${name}" died (${event.exit}); starting it again. Its log: ${description.logFile}`,
        );
    }),
  );
}

/** Every quarter is enough to see that a seed moves. */
function seedProgress(name: string, report: (message: string) => void): (done: number, total: number) => void {
  let told = -1;
  return (done, total) => {
    const quarter = Math.floor((done / total) * 4);
    if (quarter === told) return;
    told = quarter;
    report(`  ${name}: seeding ${quarter * 25} %`);
  };
}

function reportingCredentials({ clients, identity, ports }: StackContext, name: string): Record<string, string> {
  const client = clients.subgraphs.get(name)!;
  return {
    GORDIAN_METADATA_URL: loopback(ports, 'metadata'),
    GORDIAN_TOKEN_URL: identity.tokenUrl,
    GORDIAN_CLIENT_ID: client.id,
    GORDIAN_CLIENT_SECRET: client.secret,
  };
}

function identityOf(identity: DemoIdentity): Record<string, string> {
  return { GORDIAN_ISSUER: identity.issuer, GORDIAN_AUDIENCE: identity.audience, GORDIAN_JWKS_URL: identity.jwksUrl };
}

function loopback(ports: StackPorts, name: string): string {
  return `http://127.0.0.1:${ports.get(name)}`;
}

async function withAdmin<Result>(
  url: string,
  use: (database: ReturnType<typeof createDatabase>) => Promise<Result>,
): Promise<Result> {
  const database = createDatabase({ url, applicationName: 'gordian launcher', maxConnections: 1 });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
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
async function takeDown(undo: (() => Promise<void> | void)[]): Promise<void> {
  for (let step = undo.pop(); step; step = undo.pop()) await Promise.resolve(step()).catch(() => undefined);
}
