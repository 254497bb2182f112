// The seeded database of a domain, and the database of the metadata subgraph as its migrations leave it.
import { onTestFinished } from 'vitest';
import { migrate } from '../../kit/migrate.ts';
import { packageFile } from '../../kit/package-files.ts';
import type { DatabaseOptions } from '../../kit/postgres.ts';
import { type Seed, seedOnce } from '../../kit/seed-once.ts';
import { createDomainDatabase, createTestDatabase, type TestDatabase } from './postgres.ts';
import { templateOf } from './template-database.ts';

export interface SeededDomain {
  readonly name: string;
  readonly seed: Seed;
  /** The instant of the demo data. */
  readonly now: Date;
}

/** A database of your own, in which the domain is migrated and seeded. */
export async function createSeededDatabase(domain: SeededDomain): Promise<TestDatabase> {
  const { name, now } = domain;
  return createDomainDatabase(name, {}, await templateOf(`${name}_${now.getTime()}`, () => seeded(domain)));
}

/** A database of your own, in which metadata's tables are, and nothing in them. */
export async function createMetadataDatabase(options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  return createTestDatabase(options, await templateOf('metadata_tables', migrated));
}

/** One that is dropped when the running test ends. */
export async function createMetadataDatabaseForTest(options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  const database = await createMetadataDatabase(options);
  onTestFinished(() => database.drop());
  return database;
}

async function seeded({ name, seed, now }: SeededDomain): Promise<TestDatabase> {
  const database = await createDomainDatabase(name, { statementTimeoutMs: 0 });
  await migrate(database, packageFile(`subgraphs/${name}/migrations`));
  await seedOnce({ database, name, now, seed, progress: () => {} });
  return database;
}

async function migrated(): Promise<TestDatabase> {
  const database = await createTestDatabase({ statementTimeoutMs: 0 });
  await migrate(database, packageFile('subgraphs/metadata/migrations'));
  return database;
}
