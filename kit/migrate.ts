// Applies the numbered SQL files of a folder, `001-name.sql`, to the current schema of a connection. Each file runs in its
// own transaction; what was applied is remembered with a checksum, because an edited file would make databases differ.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GordianError } from './errors.ts';
import type { Database, Queries } from './postgres.ts';

interface Migration {
  readonly name: string;
  readonly number: number;
  readonly text: string;
  readonly checksum: string;
}

const namePattern = /^(\d{3})-[a-z0-9-]+\.sql$/;

/**
 * Returns the names of the files applied now. Processes that migrate at the same time wait for each other, so give it a
 * database without a statement timeout.
 */
export async function migrate(database: Database, folder: string): Promise<readonly string[]> {
  const migrations = readMigrations(folder);
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await database.transaction((transaction) => applyOnce(transaction, migration, migrations)))
      applied.push(migration.name);
  }
  return applied;
}

function readMigrations(folder: string): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const migrations = names.map((name) => readMigration(folder, name));
  migrations.forEach(({ name, number }, index) => {
    if (number !== index + 1)
      throw invalid(`${name} breaks the sequence: files are numbered 001, 002, ... without gaps or doubles.`);
  });
  return migrations;
}

function readMigration(folder: string, name: string): Migration {
  const number = namePattern.exec(name)?.[1];
  if (!number)
    throw invalid(`${name} is misnamed: it must be three digits, a dash and a name, such as 001-create-orders.sql.`);
  const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
  return { name, number: Number(number), text, checksum: createHash('sha256').update(text).digest('hex') };
}

async function applyOnce(transaction: Queries, migration: Migration, known: readonly Migration[]): Promise<boolean> {
  await transaction.query(`SET LOCAL lock_timeout = '120s'`);
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('gordian migrate'), hashtext(current_schema()))`);
  await transaction.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations
       (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const rows = await transaction.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations',
  );
  const checksums = new Map(rows.map((row) => [row.name, row.checksum]));
  requireUnchanged(checksums, known);
  if (checksums.has(migration.name)) return false;

  await transaction.query(migration.text).catch((cause: unknown) => {
    throw invalid(`${migration.name} failed; nothing of it was kept.`, cause);
  });
  await transaction.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [
    migration.name,
    migration.checksum,
  ]);
  return true;
}

/** Files of higher numbers than we know come from a newer version that was rolled back; the schema still serves the older one. */
function requireUnchanged(applied: ReadonlyMap<string, string>, known: readonly Migration[]): void {
  for (const [name, checksum] of applied) {
    const migration = known.find((candidate) => candidate.name === name);
    if (migration && migration.checksum !== checksum) {
      throw invalid(`${name} was edited after it was applied. Restore it, and put the change in a new file.`);
    }
    if (!migration && Number(namePattern.exec(name)?.[1]) <= known.length) {
      throw invalid(
        `${name} was applied but is not in the folder. Restore it: applied files are never renamed or removed.`,
      );
    }
  }
}

function invalid(message: string, cause?: unknown): GordianError {
  const details = cause instanceof GordianError ? cause.details : {};
  return new GordianError('MIGRATION_INVALID', `Migration ${message}`, { details, cause });
}
