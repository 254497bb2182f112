// `gordian doctor`: what could keep `gordian start` from working on this machine, each with its mend.
import { accessSync, constants } from 'node:fs';
import type { Command } from 'commander';
import pc from 'picocolors';
import { GordianError } from '../../kit/errors.ts';
import { packageRoot } from '../../kit/package-files.ts';
import { createDatabase } from '../../kit/postgres.ts';
import { exitCodes } from '../exit-codes.ts';
import { writeData } from '../output.ts';
import { assignPorts, requireFreePorts } from '../stack/ports.ts';

interface Finding {
  readonly check: string;
  /** Null when all is well. */
  readonly problem: string | null;
}

export function registerDoctorCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('doctor')
    .description('Check Node, folder, ports and database before a start.')
    .action(async () => {
      const findings = await examine(env);
      for (const { check, problem } of findings)
        writeData(problem ? `${pc.red('✗')} ${check}: ${problem}\n` : `${pc.green('✓')} ${check}\n`);
      process.exitCode = findings.some(({ problem }) => problem) ? exitCodes.findings : exitCodes.ok;
    });
}

async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  return [
    await check(`Node ${process.versions.node}`, requireNode),
    await check(`folder ${packageRoot()}`, () => accessSync(packageRoot(), constants.W_OK)),
    ...(await Promise.all(
      [...assignPorts(4000, [], new Map())].map(([name, port]) =>
        check(`port ${port} (${name})`, () => requireFreePorts(new Map([[name, port]]), [name])),
      ),
    )),
    env.DATABASE_URL
      ? await check('DATABASE_URL', () => pingDatabase(env.DATABASE_URL!))
      : await check('embedded Postgres (DATABASE_URL is not set)', () => undefined),
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
