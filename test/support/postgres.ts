// Fresh databases for tests, on the server that the run shares (postgres-global-setup.ts).

import { randomUUID } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { createDatabase, type Database, type DatabaseOptions } from '../../kit/postgres.ts';

export interface TestDatabase extends Database {
  /** Administrator's URL of this database alone. */
  readonly url: string;
  /** Statements sent through this database since the last `statements.splice(0)`, in order. */
  readonly statements: string[];
  /** Closes and drops it, whoever is still connected. */
  drop(): Promise<void>;
}

/** Administrator's URL of the run's server. */
export function postgresUrl(): string {
  const url = inject('postgresUrl');
  if (url) return url;
  throw new Error('No Postgres in this run: tests that need one belong to test/integration, not test/unit.');
}

/** A new, empty database. Call `drop` in `afterAll`; what a killed run leaves behind ends with its server. */
export async function createTestDatabase(options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(`CREATE DATABASE ${name}`);
  const url = withDatabase(postgresUrl(), name);
  const statements: string[] = [];
  const database = createDatabase({
    applicationName: 'test',
    maxConnections: 5,
    ...options,
    url,
    onQuery: (text) => {
      statements.push(text);
      options.onQuery?.(text);
    },
  });
  return {
    ...database,
    url,
    statements,
    drop: async () => {
      await database.close();
      await asAdministrator(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** A database that is dropped when the running test ends. */
export async function createDatabaseForTest(options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  const database = await createTestDatabase(options);
  onTestFinished(() => database.drop());
  return database;
}

async function asAdministrator(statement: string): Promise<void> {
  const administrator = createDatabase({ url: postgresUrl(), applicationName: 'test', statementTimeoutMs: 60_000 });
  await administrator.query(statement).finally(() => administrator.close());
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
