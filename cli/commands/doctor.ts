// `gordian doctor`: what could keep `gordian start` from working on this machine, each with its mend.
import { accessSync, constants } from 'node:fs';
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { packageRoot } from '../../kit/package-files.ts';
import { createDatabase } from '../../kit/postgres.ts';
import type { Problem } from '../../schema/problem.ts';
import { readConfigFile } from '../config-file.ts';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatFlag } from '../format-flag.ts';
import { printJunit } from '../junit.ts';
import { colorsFor, writeData } from '../output.ts';
import { reportProblems } from '../problem-report.ts';
import { assignPorts, requireFreePorts } from '../stack/ports.ts';

interface Finding {
  readonly check: string;
  /** Null when all is well. */
  readonly problem: string | null;
}

interface DoctorFlags {
  readonly config?: string;
  readonly port: number;
  readonly format: string;
}

export function registerDoctorCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const verb = program
    .command('doctor')
    .description('Check Node, folder, ports, database, configuration, keys and telemetry before a start.')
    .option('-p, --port <port>', 'port of the gateway, as for start', Number, 4000)
    .option('--config <file>', 'where registry and gateway are (default: gordian.yaml, if there is one)')
    .addOption(formatFlag(['table', 'json', 'github', 'junit'], env))
    .action(async ({ config, port, format }: DoctorFlags) => {
      const findings = await examine(env, port, config);
      writeData(report(findings, format));
      process.exitCode = findings.some(({ problem }) => problem) ? exitCodes.findings : exitCodes.ok;
    });
  withExamples(verb, 'gordian doctor', 'gordian doctor --port 5000 --format json');
}

async function examine(env: NodeJS.ProcessEnv, port: number, configFile?: string): Promise<Finding[]> {
  const ports = [...assignPorts(port, [], new Map())];
  return [
    await check(`Node ${process.versions.node}`, requireNode),
    await check(`folder ${packageRoot()}`, () => accessSync(packageRoot(), constants.W_OK)),
    ...(await Promise.all(
      ports.map(([name, number]) =>
        check(`port ${number} (${name})`, () => requireFreePorts(new Map([[name, number]]), [name])),
      ),
    )),
    env.DATABASE_URL
      ? await check('DATABASE_URL', () => pingDatabase(env.DATABASE_URL!))
      : await check('embedded Postgres (DATABASE_URL is not set)', () => undefined),
    await check(`configuration ${configFile ?? 'gordian.yaml'}`, () => void readConfigFile(configFile)),
    ...(env.GORDIAN_SIGNING_KEY_FILE
      ? [await check('key that signs supergraphs', () => accessSync(env.GORDIAN_SIGNING_KEY_FILE!, constants.R_OK))]
      : []),
    await check('telemetry of the composition library is off', () => requireNoTelemetry(env)),
  ];
}

async function check(name: string, examine: () => void | Promise<void>): Promise<Finding> {
  try {
    await examine();
    return { check: name, problem: null };
  } catch (error) {
    return { check: name, problem: (error as Error).message };
  }
}

function requireNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new GordianError('NODE_TOO_OLD', 'Gordian needs Node 20.19 or newer.');
}

async function pingDatabase(url: string): Promise<void> {
  const database = createDatabase({ url, applicationName: 'gordian doctor', maxConnections: 1 });
  try {
    await database.ping();
  } finally {
    await database.close();
  }
}

/** What Gordian starts has it switched off; a shell that switches it on means something else. */
function requireNoTelemetry({ APOLLO_TELEMETRY_DISABLED: disabled }: NodeJS.ProcessEnv): void {
  if (disabled === undefined || /^(1|true)$/i.test(disabled)) return;
  throw new GordianError('CONFIG_INVALID', 'APOLLO_TELEMETRY_DISABLED switches it on: unset it, or set it to 1.');
}

function report(findings: readonly Finding[], format: string): string {
  if (format === 'json')
    return `${JSON.stringify({ ok: findings.every(({ problem }) => !problem), findings }, null, 2)}\n`;
  if (format === 'junit')
    return printJunit(
      'doctor',
      findings.map(({ check, problem }) => ({
        file: 'doctor',
        line: 1,
        name: check,
        failures: problem ? [problem] : [],
      })),
    );
  if (format === 'github') return reportProblems(findings.flatMap(problemOf), 'github');
  const { green, red } = colorsFor('stdout');
  return findings
    .map(({ check, problem }) => (problem ? `${red('✗')} ${check}: ${problem}\n` : `${green('✓')} ${check}\n`))
    .join('');
}

function problemOf({ check, problem }: Finding): Problem[] {
  if (problem === null) return [];
  return [{ file: check, line: 1, column: 1, code: 'doctor', severity: 'error', message: problem }];
}
