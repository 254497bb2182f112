// `gordian dev`: a project on this machine while it is being written, until Ctrl-C.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { followCommands } from '../dev/dev-commands.ts';
import type { DevOptions, DevSession } from '../dev/dev-options.ts';
import { createDevReport, type DevReport } from '../dev/dev-report.ts';
import { startDevSession } from '../dev/dev-session.ts';
import { openProject } from '../dev/project.ts';
import { type RemoteSubgraph, readRemoteSubgraphs } from '../dev/remote-subgraphs.ts';
import { withExamples } from '../examples.ts';
import { colorsFor, writeData, writeNote } from '../output.ts';
import { requireSafePlace } from '../safe-places.ts';
import { requireToken, tokenFlag, variantFlag } from '../service-flags.ts';
import { aborted, interruptedBySignal, pickEnvironment } from '../stack/interruption.ts';
import { collectNames, collectPort, collectUrl, parseCount, parsePort } from '../stack/launcher-flags.ts';
import { parseUrl } from '../url-flag.ts';

interface DevFlags {
  readonly port: number;
  readonly setPort: ReadonlyMap<string, number>;
  readonly state?: string;
  readonly activity: number;
  readonly only: readonly string[];
  readonly attach: ReadonlyMap<string, string>;
  readonly reset: readonly string[];
  readonly remote?: URL;
  readonly variant: string;
  readonly token?: string;
  readonly gatewayKey?: string;
}

export function registerDevCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const command = program
    .command('dev')
    .description(
      'Run a project on this machine, and follow its files: schemas, contracts, resolvers, migrations, rules.',
    )
    .argument('[folder]', 'of the project', '.')
    .option('-p, --port <port>', 'port of the gateway; the other processes use the ports after it', parsePort, 4000)
    .option(
      '--set-port <name=port>',
      'port of one process, for example postgres=5999; may be repeated',
      collectPort,
      new Map<string, number>(),
    )
    .option('--state <dir>', 'where database and logs are kept (default: .gordian/dev in the project)')
    .option('--activity <rows>', 'rows per minute that demo generators add', parseCount, 0)
    .option('--only <names>', 'run only these subgraphs here; with commas between, or repeated', collectNames, [])
    .option(
      '--attach <name=url>',
      'a subgraph that you run yourself, in any language; may be repeated',
      collectUrl,
      new Map<string, string>(),
    )
    .option(
      '--reset <names>',
      'first throw away the data of these subgraphs, so that all migrations run',
      collectNames,
      [],
    )
    .addOption(
      new Option('--remote <url>', 'take the subgraphs that do not run here from this registry').argParser(parseUrl),
    )
    .addOption(variantFlag())
    .addOption(tokenFlag())
    .option('--gateway-key <file>', 'PEM of the key by which the gateway is known to subgraphs elsewhere')
    .addHelpText(
      'after',
      '\nWhile it runs: Enter shows how everything stands; "restart NAME" and "reset NAME" do what they say.' +
        '\nDATABASE_URL=postgres://... uses your own Postgres (a role that may create roles and schemas) instead of the embedded one.',
    )
    .action((folder: string, flags: DevFlags) => dev(folder, flags, env));
  withExamples(
    command,
    'gordian dev',
    'gordian dev --port 5000 --reset customers',
    'gordian dev --attach reviews=http://127.0.0.1:5001/graphql',
    'gordian dev --only customers --remote https://registry.example.com --variant staging',
  );
}

async function dev(folder: string, flags: DevFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const startedAt = Date.now();
  const project = openProject(folder);
  const interruption = interruptedBySignal(env);
  const report = createDevReport();
  const remote = await remoteSubgraphs(flags, env, report);
  const session = await startDevSession({
    ...optionsOf(flags),
    project,
    stateDirectory: resolve(flags.state ?? join(project.root, '.gordian/dev')),
    databaseUrl: env.DATABASE_URL || null,
    inheritedEnvironment: pickEnvironment(env),
    remote,
    report,
    signal: interruption,
  }).catch((error: unknown) => {
    if (interruption.aborted) return null;
    throw error;
  });
  if (!session) process.exit(130);
  writeData(welcome(session, project.name, ((Date.now() - startedAt) / 1_000).toFixed(1)));
  const commands = followCommands(process.stdin, session, { writeData, writeNote });
  await aborted(interruption);
  commands.stop();
  writeNote('\nStopping ...\n');
  await session.stop();
  process.exit(0);
}

function optionsOf(
  flags: DevFlags,
): Pick<
  DevOptions,
  'basePort' | 'chosenPorts' | 'activityPerMinute' | 'only' | 'attached' | 'reset' | 'gatewayKeyFile'
> {
  return {
    basePort: flags.port,
    chosenPorts: flags.setPort,
    activityPerMinute: flags.activity,
    only: flags.only,
    attached: flags.attach,
    reset: flags.reset,
    gatewayKeyFile: keyFileOf(flags),
  };
}

/** @throws GordianError CONFIG_INVALID */
function keyFileOf({ gatewayKey }: DevFlags): string | null {
  if (gatewayKey === undefined) return null;
  const file = resolve(gatewayKey);
  if (existsSync(file)) return file;
  throw new GordianError('CONFIG_INVALID', `There is no ${file}, which --gateway-key names.`);
}

async function remoteSubgraphs(
  flags: DevFlags,
  env: NodeJS.ProcessEnv,
  report: DevReport,
): Promise<readonly RemoteSubgraph[]> {
  const { remote, variant, gatewayKey } = flags;
  if (remote === undefined) return [];
  requireSafePlace(remote.href, '--remote', env);
  const found = await readRemoteSubgraphs({ url: remote, token: requireToken(flags.token, env) }, variant);
  report.say('remote', `${found.map(({ name }) => name).join(', ')} from ${remote.origin}, variant ${variant}`);
  if (gatewayKey === undefined)
    report.say('remote', 'without --gateway-key these subgraphs answer only if they do not ask who the gateway is');
  return found;
}

function welcome({ url }: DevSession, name: string, seconds: string): string {
  const { bold, cyan } = colorsFor('stdout');
  return `
${bold(`${name} runs`)} after ${seconds} s:  ${bold(cyan(url))}
Save a file, and it serves. Enter shows how everything stands; Ctrl-C stops everything.

`;
}
