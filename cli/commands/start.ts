// `gordian start`: the whole system on this machine, or a gateway alone on any supergraph, until Ctrl-C.
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { GordianError } from '../../kit/errors.ts';
import { packageFile } from '../../kit/package-files.ts';
import { withExamples } from '../examples.ts';
import { aborted, interruptedBySignal, pickEnvironment } from '../stack/interruption.ts';
import { keepExamplesVerified } from '../stack/keep-examples-verified.ts';
import { collectPort, collectUrl, parseCount, parsePort } from '../stack/launcher-flags.ts';
import { type RunningStack, startStack } from '../stack/stack.ts';
import { startStandaloneGateway } from '../stack/standalone-gateway.ts';

interface StartFlags {
  readonly port?: number;
  readonly setPort: ReadonlyMap<string, number>;
  readonly state: string;
  readonly activity: number;
  readonly policies: string;
  readonly supergraph?: string;
  readonly config?: string;
  readonly policy?: 'domains' | 'none';
  readonly subgraph: ReadonlyMap<string, string>;
}

export function registerStartCommand(program: Command, env: NodeJS.ProcessEnv): void {
  withExamples(
    program
      .command('start')
      .description('Bring up the database, the subgraphs, the gateway and the playground with demo data.')
      .option(
        '-p, --port <port>',
        'port of the gateway; the other processes use the ports after it (default: 4000)',
        parsePort,
      )
      .option(
        '--set-port <name=port>',
        'port of one process, for example postgres=5999; may be repeated',
        collectPort,
        new Map<string, number>(),
      )
      .addOption(
        new Option('--state <dir>', 'where the embedded database, logs and the last supergraph are kept').default(
          packageFile('.gordian'),
          '.gordian',
        ),
      )
      .addOption(
        new Option('--policies <dir>', 'the rules of who may see what; what is changed there serves at once').default(
          packageFile('policies'),
          'policies',
        ),
      )
      .option(
        '--activity <rows>',
        'rows per minute that the demo generators add, so that the data stays fresh; 0 = none',
        parseCount,
        6,
      )
      .option('--supergraph <file>', 'run only a gateway, on this supergraph: no database and no subgraphs of ours')
      .addOption(
        new Option(
          '--policy <policy>',
          'of a gateway that runs alone; none = every field is open to everyone who can reach it',
        ).choices(['domains', 'none']),
      )
      .option(
        '--subgraph <name=url>',
        'where a subgraph is when not at its URL in the supergraph; may be repeated',
        collectUrl,
        new Map<string, string>(),
      )
      .option('--config <file>', 'run only a gateway, with this configuration; the flags above win over it')
      .addHelpText(
        'after',
        '\nDATABASE_URL=postgres://... uses your own Postgres (a role that may create roles and schemas) instead of the embedded one.',
      )
      .action((flags: StartFlags) => (flags.supergraph || flags.config ? startAlone(flags, env) : start(flags, env))),
    'gordian start',
    'gordian start --port 5000 --activity 60',
    'gordian start --supergraph supergraph.graphql --policy none',
  );
}

async function startAlone(flags: StartFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const startedAt = Date.now();
  const interruption = interruptedBySignal(env);
  process.stderr.write(policyWarning(flags));
  const gateway = startStandaloneGateway({
    supergraph: flags.supergraph ? resolve(flags.supergraph) : null,
    configFile: flags.config ? resolve(flags.config) : null,
    port: flags.port ?? null,
    policy: flags.policy ?? null,
    subgraphUrls: flags.subgraph,
    stateDirectory: resolve(flags.state),
    environment: {
      ...pickEnvironment(env),
      ...(env.GORDIAN_CLIENT_SECRET && { GORDIAN_CLIENT_SECRET: env.GORDIAN_CLIENT_SECRET }),
    },
    report: (message) => process.stderr.write(`${message}\n`),
  });
  const url = await Promise.race([gateway.ready, aborted(interruption)]);
  if (url) process.stdout.write(`${pc.bold('The gateway is ready')} after ${elapsed(startedAt)} s:  ${url}/graphql\n`);
  await aborted(interruption);
  await gateway.stop();
  process.exit(0);
}

/** @throws GordianError BAD_USER_INPUT when nothing says what guards a supergraph that comes without contracts */
function policyWarning({ policy, config }: StartFlags): string {
  if (policy === 'none')
    return pc.yellow('WARNING: --policy none. Every field is open to everyone who can reach this gateway.\n');
  if (policy === 'domains')
    return pc.yellow(
      'WARNING: --policy domains. A supergraph file brings no contracts: every field is unclassified, so every field is denied.\n',
    );
  if (config) return '';
  throw new GordianError(
    'BAD_USER_INPUT',
    'A supergraph file brings no contracts: under the rules of policies/ every field would be denied. Add --policy none to open everything, or run a gateway with a registry: --config FILE.',
  );
}

async function start(flags: StartFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const startedAt = Date.now();
  const interruption = interruptedBySignal(env);
  const stack = await startStack({
    stateDirectory: resolve(flags.state),
    basePort: flags.port ?? 4000,
    chosenPorts: flags.setPort,
    databaseUrl: env.DATABASE_URL || null,
    activityPerMinute: flags.activity,
    policyDirectory: resolve(flags.policies),
    inheritedEnvironment: pickEnvironment(env),
    report: (message) => process.stderr.write(`${pc.dim(`${elapsed(startedAt)} s`.padStart(8))}  ${message}\n`),
    signal: interruption,
  }).catch((error: unknown) => {
    if (interruption.aborted) return null;
    throw error;
  });
  if (!stack) process.exit(130);
  process.stdout.write(welcome(stack, elapsed(startedAt)));
  void keepExamplesVerified(stack, interruption, (message) => process.stderr.write(`${message}\n`));
  await aborted(interruption);
  process.stderr.write('\nStopping ...\n');
  await stack.stop();
  process.exit(0);
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

function elapsed(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1000).toFixed(1);
}
