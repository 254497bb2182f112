// The processes of the stack: what each is started with, and what the launcher's user hears of it.
import { join } from 'node:path';
import { packageFile, packageRoot } from '../../kit/package-files.ts';
import type { DemoIdentity } from '../demo-identity/demo-identity.ts';
import type { SigningKeyFiles } from '../signing-key.ts';
import { demoRegion, writeGatewaySettings } from './gateway-settings.ts';
import { keptSecret } from './kept-secret.ts';
import { loopback, type StackPorts } from './ports.ts';
import type { ServiceClients } from './service-clients.ts';
import {
  type ProcessDescription,
  type ProcessEvent,
  type SupervisedProcess,
  superviseProcess,
} from './supervised-process.ts';

export interface StackContext {
  readonly stateDirectory: string;
  readonly activityPerMinute: number;
  readonly policyDirectory: string;
  readonly inheritedEnvironment: Readonly<Record<string, string>>;
  readonly report: (message: string) => void;
  readonly ports: StackPorts;
  readonly clients: ServiceClients;
  readonly identity: DemoIdentity;
  readonly demoNow: Date;
  /** Of the registry. */
  readonly signingKey: SigningKeyFiles;
}

export interface StackProcesses {
  readonly byName: ReadonlyMap<string, SupervisedProcess>;
  startSubgraph(name: string, databaseUrl: string): void;
  startGateway(): void;
  /** Resolves when all that were started listen; rejects when one of them cannot. */
  ready(): Promise<void>;
  /** The gateway first, so that no request meets a subgraph that is already gone. */
  stop(): Promise<void>;
}

export function createStackProcesses(context: StackContext): StackProcesses {
  const byName = new Map<string, SupervisedProcess>();
  const start = (description: ProcessDescription) => {
    const { name, logFile } = description;
    byName.set(name, superviseProcess(description, narrator(name, logFile, context.report)));
  };

  return {
    byName,
    startSubgraph: (name, databaseUrl) =>
      start(
        describeSubgraph(context, name, {
          script: compiledSubgraph(name),
          port: context.ports.get(name)!,
          databaseUrl,
          cwd: packageRoot(),
        }),
      ),
    startGateway: () => start(describeGateway(context, { port: context.ports.get('gateway')! })),
    async ready() {
      await Promise.all([...byName.values()].map((process) => process.ready));
    },
    async stop() {
      await byName.get('gateway')?.stop();
      await Promise.all([...byName.values()].map((process) => process.stop()));
    },
  };
}

/** The script of a subgraph that comes with the package. */
export function compiledSubgraph(name: string): string {
  return packageFile(`dist/subgraphs/${name}/main.js`);
}

export interface SubgraphLaunch {
  readonly script: string;
  /** On which this process listens; others may reach it by another one, see {@link StackContext.ports}. */
  readonly port: number;
  /** As the domain's own role. */
  readonly databaseUrl: string;
  /** The project whose subgraph it is. */
  readonly cwd: string;
  /** Further settings, `GORDIAN_...`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export function describeSubgraph(context: StackContext, name: string, launch: SubgraphLaunch): ProcessDescription {
  return {
    name,
    arguments: [launch.script, '--migrate', '--seed'],
    environment: {
      ...commonEnvironment(context, launch.port),
      ...subgraphEnvironment(context, name, launch.databaseUrl),
      ...launch.settings,
    },
    cwd: launch.cwd,
    logFile: logFileOf(context, name),
  };
}

export interface GatewayLaunch {
  readonly port: number;
  /** Settings of the gateway that win over those of the launcher. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Writes the configuration that the process reads. */
export function describeGateway(context: StackContext, { port, settings }: GatewayLaunch): ProcessDescription {
  const file = writeGatewaySettings(
    {
      stateDirectory: context.stateDirectory,
      port,
      registryUrl: loopback(context.ports, 'metadata'),
      identity: context.identity,
      clientId: context.clients.gateway.id,
      policyDirectory: context.policyDirectory,
      publicKeysFile: context.signingKey.publicKeysFile,
    },
    settings,
  );
  return {
    name: 'gateway',
    arguments: [packageFile('dist/gateway/main.js'), '--config', file],
    environment: {
      ...commonEnvironment(context, port),
      GORDIAN_CLIENT_SECRET: context.clients.gateway.secret,
      GORDIAN_AUDIT_KEY: keptSecret(context.stateDirectory, 'audit.key'),
    },
    logFile: logFileOf(context, 'gateway'),
  };
}

function logFileOf({ stateDirectory }: StackContext, name: string): string {
  return join(stateDirectory, 'logs', `${name}.log`);
}

function commonEnvironment({ inheritedEnvironment }: StackContext, port: number): Record<string, string> {
  return {
    ...inheritedEnvironment,
    // Libraries skip checks that are for developers of their users; a subgraph costs about a tenth less.
    NODE_ENV: 'production',
    APOLLO_TELEMETRY_DISABLED: '1',
    GORDIAN_PORT: String(port),
  };
}

function subgraphEnvironment(
  { clients, identity, ports, activityPerMinute, policyDirectory, stateDirectory, signingKey, demoNow }: StackContext,
  name: string,
  databaseUrl: string,
): Record<string, string> {
  const { id, secret } = clients.subgraphs.get(name)!;
  return {
    GORDIAN_DATABASE_URL: databaseUrl,
    GORDIAN_GATEWAY_JWKS_URL: `${loopback(ports, 'gateway')}/.well-known/jwks.json`,
    GORDIAN_METADATA_URL: loopback(ports, 'metadata'),
    GORDIAN_TOKEN_URL: identity.tokenUrl,
    GORDIAN_CLIENT_ID: id,
    GORDIAN_CLIENT_SECRET: secret,
    GORDIAN_DEMO_NOW: demoNow.toISOString(),
    GORDIAN_REGION: demoRegion,
    GORDIAN_ACTIVITY: String(activityPerMinute),
    GORDIAN_POLICY_DIRECTORY: policyDirectory,
    GORDIAN_POLICY_GOLDEN: 'ignore',
    GORDIAN_POLICY_KEPT_IN: join(stateDirectory, 'policies', `${name}.json`),
    ...(name === 'metadata' && {
      GORDIAN_ISSUER: identity.issuer,
      GORDIAN_AUDIENCE: identity.audience,
      GORDIAN_JWKS_URL: identity.jwksUrl,
      GORDIAN_AUDIT_KEY: keptSecret(stateDirectory, 'audit.key'),
      GORDIAN_WEBHOOK_KEY: keptSecret(stateDirectory, 'webhook.key'),
      GORDIAN_SIGNING_KEY_FILE: signingKey.privateKeyFile,
    }),
  };
}

/** Tells the user of every quarter of a seed, which is enough to see that it moves, and of every death. */
export function narrator(
  name: string,
  logFile: string,
  report: (message: string) => void,
): (event: ProcessEvent) => void {
  let told = -1;
  return (event) => {
    if (event.kind === 'died') {
      const next = event.restartInMs === null ? 'it keeps dying and stays down' : 'starting it again';
      report(`The process "${name}" died (${event.exit}); ${next}. Its log: ${logFile}`);
      return;
    }
    const quarter = Math.floor((event.done / event.total) * 4);
    if (quarter !== told) report(`  ${name}: seeding ${quarter * 25} %`);
    told = quarter;
  };
}
