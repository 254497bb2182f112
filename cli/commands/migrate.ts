// `gordian migrate`: applies the migrations of a domain, as a step of a deployment that does not leave it to the domain's process.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { migrate } from '../../kit/migrate.ts';
import { createDatabase } from '../../kit/postgres.ts';
import { withExamples } from '../examples.ts';
import { formatFlag, listFormats } from '../format-flag.ts';
import { writeData, writeJson, writeNote } from '../output.ts';

interface MigrateFlags {
  readonly database?: string;
  readonly format: string;
}

export function registerMigrateCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const verb = program
    .command('migrate <folder>')
    .description("Apply the migrations of a subgraph's folder to its database; safe to repeat.")
    .option('--database <url>', 'with the role of the domain; GORDIAN_DATABASE_URL when it is left out')
    .addOption(formatFlag(listFormats, env))
    .action(async (folder: string, { database = env.GORDIAN_DATABASE_URL, format }: MigrateFlags) => {
      const applied = await applyMigrations(migrationsIn(folder), requireDatabase(database));
      if (format === 'json') writeJson({ applied });
      else writeData(applied.map((name) => `${name}\n`).join(''));
      writeNote(applied.length === 0 ? 'Nothing to do: all of them are there.\n' : `Applied ${applied.length}.\n`);
    });
  withExamples(verb, 'gordian migrate subgraphs/orders --database postgres://gordian_orders@127.0.0.1/app');
}

/** @throws GordianError CONFIG_INVALID */
function migrationsIn(folder: string): string {
  const migrations = join(resolve(folder), 'migrations');
  if (existsSync(migrations)) return migrations;
  throw new GordianError('CONFIG_INVALID', `There is no ${migrations}. Name the folder of a subgraph.`);
}

/** @throws GordianError CONFIG_INVALID */
function requireDatabase(url: string | undefined): string {
  if (url && URL.canParse(url)) return url;
  throw new GordianError(
    'CONFIG_INVALID',
    'Name the database with --database or GORDIAN_DATABASE_URL: postgres://role:password@host:5432/name',
  );
}

/** A migration may take as long as it takes. */
async function applyMigrations(folder: string, url: string): Promise<readonly string[]> {
  const database = createDatabase({
    url,
    applicationName: 'gordian-migrate',
    maxConnections: 1,
    statementTimeoutMs: 0,
  });
  try {
    return await migrate(database, folder);
  } finally {
    await database.close();
  }
}
