// docker-compose.yml without an engine: each service's command is run as a bare process with the service's environment, in the
// order of depends_on. Only names of hosts and ports are replaced, because there is no container network.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { keptSigningKey } from '../../cli/signing-key.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../kit/embedded-postgres.ts';
import { freeBasePort } from '../support/free-base-port.ts';
import { personaToken, sendOperation } from '../support/graphql-client.ts';

interface Service {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
}

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const subgraphs = ['customers', 'catalog', 'orders', 'payments', 'support', 'metadata'];
const directory = mkdtempSync(join(tmpdir(), 'gordian-containers-'));
const running: ChildProcess[] = [];
let postgres: EmbeddedPostgres;
let services: Record<string, Service>;
let gatewaySettings: Record<string, unknown>;
let basePort: number;

/** Port of a service on this machine; in its container each listens on 4000. */
const portOf = (service: string): number =>
  basePort + [...subgraphs, 'identity', 'gateway', 'postgres'].indexOf(service);
const urlOf = (service: string): string => `http://127.0.0.1:${portOf(service)}`;

beforeAll(async () => {
  chmodSync(directory, 0o711);
  basePort = await freeBasePort();
  postgres = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), port: portOf('postgres') });
  const { stdout } = await run(process.execPath, ['cli/bootstrap.mjs', 'secrets'], { cwd: root });
  const secrets = new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=', 2) as [string, string]),
  );
  const { privateKeyFile, publicKeysFile } = await keptSigningKey(directory);
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8')
    .replaceAll('/run/secrets/signing-key', privateKeyFile)
    .replaceAll('/registry-keys.json', publicKeysFile)
    .replaceAll(/http:\/\/(\w+):4000/g, (_, service) => urlOf(service))
    .replaceAll(/postgres:\/\/postgres:[^@]+@postgres:5432\/gordian/g, postgres.url)
    .replaceAll('@postgres:5432/gordian', `@127.0.0.1:${portOf('postgres')}${new URL(postgres.url).pathname}`)
    .replaceAll('0.0.0.0', '127.0.0.1')
    .replaceAll(/\$\{([A-Z_]+):-([^}]*)\}/g, '$2')
    .replaceAll(/\$\{([A-Z_]+)[^}]*\}/g, (_, name) => secrets.get(name) ?? `no value for ${name}`);
  const compose = parse(text, { merge: true }) as {
    services: Record<string, Service>;
    configs: { gateway: { content: string } };
  };
  services = compose.services;
  gatewaySettings = parse(compose.configs.gateway.content) as Record<string, unknown>;
});

afterAll(async () => {
  await Promise.all(running.map(stop));
  await postgres?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the services come up in order and answer the composed profile', { timeout: 120_000 }, async () => {
  await complete('provision');
  for (const name of ['identity', ...subgraphs]) serve(name);
  await healthy(`${urlOf('identity')}/personas`);
  await Promise.all(subgraphs.map((name) => healthy(`${urlOf(name)}/ready`)));
  await complete('publish');
  serve('gateway', writeGatewaySettings());
  await healthy(`${urlOf('gateway')}/ready`);

  const token = await personaToken(urlOf('gateway'), 'steward');
  const query =
    '{ customer(id: "CG-12520") { email orderCount openTicketCount account { currency } provenance { contract { version } } } }';
  expect((await sendOperation(urlOf('gateway'), query, { token })).body).toEqual({
    data: {
      customer: {
        email: 'claire.gute@example.com',
        orderCount: expect.any(Number),
        openTicketCount: expect.any(Number),
        account: { currency: 'USD' },
        provenance: { contract: { version: expect.any(String) } },
      },
    },
  });
});

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((ended) => child.once('exit', ended).kill('SIGTERM'));
}

/** Runs a service that ends by itself. */
async function complete(name: string): Promise<void> {
  await run(process.execPath, [...services[name]!.command], { cwd: root, env: environmentOf(name) });
}

function serve(name: string, lastArgument?: string): void {
  const command = services[name]!.command.map((argument) => (argument === '4000' ? String(portOf(name)) : argument));
  const arguments_ = lastArgument ? [...command.slice(0, -1), lastArgument] : command;
  running.push(spawn(process.execPath, arguments_, { cwd: root, env: environmentOf(name), stdio: 'ignore' }));
}

function environmentOf(name: string): Record<string, string> {
  const environment = Object.entries(services[name]!.environment ?? {}).map(
    ([key, value]) => [key, String(value)] as const,
  );
  return Object.fromEntries(
    environment.map(([key, value]) => [key, key === 'GORDIAN_PORT' ? String(portOf(name)) : value]),
  );
}

/** The file that compose would mount, with the ports of this machine. */
function writeGatewaySettings(): string {
  const file = join(directory, 'gateway.yaml');
  const settings = {
    ...gatewaySettings,
    server: { port: portOf('gateway') },
    stateDirectory: join(directory, 'gateway'),
    subgraphUrls: Object.fromEntries(subgraphs.map((name) => [name, `${urlOf(name)}/graphql`])),
  };
  writeFileSync(file, stringify(settings));
  return file;
}

async function healthy(url: string): Promise<void> {
  await expect
    .poll(
      () =>
        fetch(url).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 60_000, interval: 200 },
    )
    .toBe(200);
}
