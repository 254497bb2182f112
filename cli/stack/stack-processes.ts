// The processes of the stack: what each is started with, and what the launcher's user hears of it.
import { join } from 'node:path';
import { packageFile } from '../../kit/package-files.ts';
import type { DemoIdentity } from '../demo-identity/demo-identity.ts';
import { demoRegion, writeGatewaySettings } from './gateway-settings.ts';
import { keptSecret } from './kept-secret.ts';
import { loopback, type StackPorts } from './ports.ts';
import type { ServiceClients } from './service-clients.ts';
import { type ProcessEvent, type SupervisedProcess, superviseProcess } from './supervised-process.ts';

export interface StackContext {
  readonly stateDirectory: string;
  readonly activityPerMinute: number;
  readonly policyDirectory: string;
  readonly inheritedEnvironment: Readonly<Record<string, string>>;
  readonly report: (message: string) => void;
  readonly ports: StackPorts;
  readonly clients: ServiceClients;
  readonly identity: DemoIdentity;
}

export interface StackProcesses {
  readonly byName: ReadonlyMap<string, SupervisedProcess>;
  startSubgraph(name: string, databaseUrl: string, demoNow: Date): void;
  startGateway(): void;
  /** Resolves when all that were started listen; rejects when one of them cannot. */
  ready(): Promise<void>;
  /** The gateway first, so that no request meets a subgraph that is already gone. */
  stop(): Promise<void>;
}

export function createStackProcesses(context: StackContext): StackProcesses {
  const byName = new Map<string, SupervisedProcess>();
  const start = (name: string, script: readonly string[], environment: Readonly<Record<string, string>>) => {
    const logFile = join(context.stateDirectory, 'logs', `${name}.log`);
    const description = {
      name,
      arguments: script,
      environment: { ...commonEnvironment(context, name), ...environment },
      logFile,
    };
    byName.set(name, superviseProcess(description, narrator(name, logFile, context.report)));
  };

  return {
    byName,
    startSubgraph(name, databaseUrl, demoNow) {
      const script = packageFile(`dist/subgraphs/${name}/main.js`);
      start(name, [script, '--migrate', '--seed'], subgraphEnvironment(context, name, databaseUrl, demoNow));
    },
    startGateway() {
      const settings = writeGatewaySettings({
        stateDirectory: context.stateDirectory,
        port: context.ports.get('gateway')!,
        registryUrl: loopback(context.ports, 'metadata'),
        identity: context.identity,
        clientId: context.clients.gateway.id,
        policyDirectory: context.policyDirectory,
      });
      const secret = {
        GORDIAN_CLIENT_SECRET: context.clients.gateway.secret,
        GORDIAN_AUDIT_KEY: keptSecret(context.stateDirectory, 'audit.key'),
      };
      start('gateway', [packageFile('dist/gateway/main.js'), '--config', settings], secret);
    },
    async ready() {
      await Promise.all([...byName.values()].map((process) => process.ready));
    },
    async stop() {
      await byName.get('gateway')?.stop();
      await Promise.all([...byName.values()].map((process) => process.stop()));
    },
  };
}

function commonEnvironment(context: StackContext, name: string): Record<string, string> {
  return {
    ...context.inheritedEnvironment,
    // Libraries skip checks that are for developers of their users; a subgraph costs about a tenth less.
    NODE_ENV: 'production',
    APOLLO_TELEMETRY_DISABLED: '1',
    GORDIAN_PORT: String(context.ports.get(name)!),
  };
}

function subgraphEnvironment(
  { clients, identity, ports, activityPerMinute, policyDirectory, stateDirectory }: StackContext,
  name: string,
  databaseUrl: string,
  demoNow: Date,
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
    }),
  };
}

/** Tells the user of every quarter of a seed, which is enough to see that it moves, and of every death. */
function narrator(name: string, logFile: string, report: (message: string) => void): (event: ProcessEvent) => void {
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
