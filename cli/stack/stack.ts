// Brings up the whole system on one machine: Postgres, identity provider, subgraphs, registration, gateway.
// `gordian start`, the end-to-end tests and the benchmark share it.

import { packageFile } from '../../kit/package-files.ts';
import { createServiceToken, type ServiceToken } from '../../kit/service-token.ts';
import type { Persona } from '../../policies/persona.ts';
import { readSubgraphFolders, type SubgraphFolder } from '../../schema/subgraph-folders.ts';
import { buildPortal } from './build-portal.ts';
import { type Ground, prepareGround, takeDown, type Undo } from './ground.ts';
import { interruptible } from './interruption.ts';
import { assignPorts, loopback, type StackPorts } from './ports.ts';
import { registerSubgraphs } from './register-subgraphs.ts';
import { createServiceClients } from './service-clients.ts';
import { createStackProcesses, type StackContext } from './stack-processes.ts';
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
  /** Whom the identity provider gives tokens to; those of the package when absent. */
  readonly personas?: () => Promise<readonly Persona[]>;
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
  /** Of the client that runs the examples of products. */
  readonly examplesToken: ServiceToken;
  /** Processes by name, for tests that kill one. */
  readonly processes: ReadonlyMap<string, SupervisedProcess>;
  stop(): Promise<void>;
}

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
  const clients = createServiceClients(folders);
  const ground = await prepareGround({ ...options, command: 'npm start --', ports, clients }, undo);

  const policyDirectory = options.policyDirectory ?? packageFile('policies');
  const context: StackContext = { ...options, ...ground, policyDirectory, ports, clients };
  const processes = createStackProcesses(context);
  undo.push(() => processes.stop());
  const portal = buildPortal(report);
  report(`Starting ${names.length} subgraphs: ${names.join(', ')}`);
  for (const name of names) processes.startSubgraph(name, await ground.databaseOf(name));
  await interruptible(processes.ready(), signal);
  report('Registering the data products and composing the supergraph');
  await interruptible(register(ground, ports, folders), signal);
  report('Starting the gateway');
  processes.startGateway();
  await interruptible(Promise.all([processes.ready(), portal]), signal);

  const { id, secret } = clients.examples;
  return {
    url: loopback(ports, 'gateway'),
    ports,
    examplesToken: createServiceToken({ tokenUrl: ground.identity.tokenUrl, clientId: id, clientSecret: secret }),
    processes: processes.byName,
    stop: () => takeDown(undo),
  };
}

async function register(ground: Ground, ports: StackPorts, folders: readonly SubgraphFolder[]): Promise<void> {
  await registerSubgraphs({
    metadataUrl: loopback(ports, 'metadata'),
    accessToken: await ground.registrarToken(),
    folders,
    urlOf: (name) => `${loopback(ports, name)}/graphql`,
    sourceRevision: 'working-tree',
    // On one machine nobody has watched the traffic of a month.
    acceptUnknown: true,
    reason: 'A start on one machine.',
  });
}
