// `gordian start`: the whole system on this machine, until Ctrl-C.
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { packageFile } from '../../kit/package-files.ts';
import { type RunningStack, startStack } from '../stack/stack.ts';

interface StartFlags {
  readonly port: number;
  readonly setPort: ReadonlyMap<string, number>;
  readonly state: string;
  readonly activity: number;
}

export function registerStartCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('start')
    .description('Bring up the database, the subgraphs, the gateway and the playground with demo data.')
    .option('-p, --port <port>', 'port of the gateway; the other processes use the ports after it', parsePort, 4000)
    .option(
      '--set-port <name=port>',
      'port of one process, for example postgres=5999; may be repeated',
      collectPort,
      new Map<string, number>(),
    )
    .option(
      '--state <dir>',
      'where the embedded database, logs and the last supergraph are kept',
      packageFile('.gordian'),
    )
    .option(
      '--activity <rows>',
      'rows per minute that the demo generators add, so that the data stays fresh; 0 = none',
      parseCount,
      6,
    )
    .addHelpText(
      'after',
      '\nDATABASE_URL=postgres://... uses your own Postgres (a role that may create roles and schemas) instead of the embedded one.',
    )
    .action((flags: StartFlags) => start(flags, env));
}

async function start(flags: StartFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const startedAt = Date.now();
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());
  const stack = await startStack({
    stateDirectory: resolve(flags.state),
    basePort: flags.port,
    chosenPorts: flags.setPort,
    databaseUrl: env.DATABASE_URL || null,
    activityPerMinute: flags.activity,
    inheritedEnvironment: pickEnvironment(env),
    report: (message) => process.stderr.write(`${pc.dim(`${elapsed(startedAt)} s`.padStart(8))}  ${message}\n`),
    signal: interruption.signal,
  }).catch((error: unknown) => {
    if (interruption.signal.aborted) return null;
    throw error;
  });
  if (!stack) process.exit(130);
  process.stdout.write(welcome(stack, elapsed(startedAt)));
  await aborted(interruption.signal);
  process.stderr.write('\nStopping ...\n');
  await stack.stop();
  process.exit(0);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const defaultUrl = 'http://127.0.0.1:4000';

function welcome({ url }: RunningStack, seconds: string): string {
  return `
${pc.bold('Gordian is ready')} after ${seconds} s:  ${pc.bold(pc.cyan(url))}

Three things to try
  1. Open ${url} and run the query in the first tab: one customer, joined from five domains with contract and freshness.
  2. Switch the persona from Analyst to Data steward: the e-mail address appears. Switch back: it is gone, with the reason.
  3. Ask from a shell:
     curl -s ${url}/graphql -H 'content-type: application/json' -H "authorization: Bearer $(npx gordian token --persona analyst${url === defaultUrl ? '' : ` --url ${url}`})" \\
       -d '{"query":"{ customer(id: \\"CG-12520\\") { name email lifetimeValue { amount } } }"}'

Ctrl-C stops everything.
`;
}

/** What a process needs of the shell's environment to run at all; nothing else reaches it. */
function pickEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = ['PATH', 'SystemRoot', 'TZ', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(wanted.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

function elapsed(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1000).toFixed(1);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_000)
    throw new InvalidArgumentError('a port is a whole number from 1 to 65000.');
  return port;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError('give a whole number, 0 or more.');
  return count;
}

function collectPort(text: string, ports: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const [name, port] = text.split('=');
  if (!name || !port) throw new InvalidArgumentError('write it as name=port, for example postgres=5999.');
  return new Map([...ports, [name, parsePort(port)]]);
}
