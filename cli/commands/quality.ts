// `gordian quality`: run the checks of contracts on a database, as a pipeline does before it deploys, or read from the graph how
// they stand. The checks are data, so they go to stdout; the count goes to stderr.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { writeData, writeNote } from '../output.ts';
import { gatewayFlag, requireToken, tokenFlag } from '../service-flags.ts';
import {
  type CheckFormat,
  type CheckReport,
  checkFormatOption,
  isFinding,
  reportChecks,
} from './quality/check-report.ts';
import { knownChecks } from './quality/known-checks.ts';
import { runChecks } from './quality/run-checks.ts';

interface Reporting {
  readonly format: CheckFormat;
  readonly strict: boolean;
}

interface RunOptions extends Reporting {
  readonly database?: string;
}

interface StatusOptions extends Reporting {
  readonly url: URL;
  readonly token?: string;
}

export function registerQualityCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const quality = program.command('quality').description('Run the quality checks of contracts, or see how they stand.');
  addRunVerb(quality, 'run', env);
  const status = reportingVerb(quality, 'status [product]', env)
    .description('How the checks of a product stand, or of all products.')
    .addOption(gatewayFlag())
    .addOption(tokenFlag())
    .action(async (product: string | undefined, { url, token, ...options }: StatusOptions) =>
      print(await knownChecks({ url, token: requireToken(token, env) }, product ?? null), options),
    );
  withExamples(
    status,
    'gordian quality status orders/orders',
    'gordian quality status --format junit --output checks.xml',
  );
}

/** @param name what the verb is called: `run` of quality, `test` of contracts */
export function addRunVerb(parent: Command, name: string, env: NodeJS.ProcessEnv): void {
  const run = reportingVerb(parent, `${name} <folder>`, env)
    .description("Run the checks of a subgraph's contracts on a database; nothing is written there.")
    .option('--database <url>', 'with the role of the domain; GORDIAN_DATABASE_URL when it is left out')
    .action(async (folder: string, { database, ...options }: RunOptions) =>
      print(await runChecks(folder, database ?? required(env.GORDIAN_DATABASE_URL, databaseMissing)), options),
    );
  withExamples(
    run,
    `gordian ${parent.name()} ${name} subgraphs/orders --database postgres://gordian_orders@127.0.0.1/app`,
  );
}

function reportingVerb(parent: Command, usage: string, env: NodeJS.ProcessEnv): Command {
  return parent
    .command(usage)
    .addOption(checkFormatOption(env))
    .option('--strict', 'fail on checks that only warn, too', false);
}

function print(reports: readonly CheckReport[], { format, strict }: Reporting): void {
  writeData(reportChecks(reports, format));
  const count = (status: CheckReport['status']) => reports.filter((report) => report.status === status).length;
  writeNote(`${count('PASSING')} passing, ${count('FAILING')} failing, ${count('UNKNOWN')} unknown.\n`);
  process.exitCode = reports.some((report) => isFinding(report, strict)) ? exitCodes.findings : exitCodes.ok;
}

const databaseMissing = new GordianError(
  'CONFIG_INVALID',
  'Name the database with --database or GORDIAN_DATABASE_URL.',
);
function required(value: string | undefined, missing: GordianError): string {
  if (value) return value;
  throw missing;
}
