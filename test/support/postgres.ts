// Fresh databases for tests, on the server that the run shares (postgres-global-setup.ts). Domain roles on it get the
// password of the tests, so a DATABASE_URL for tests must name a server that serves nothing else.

import { randomUUID } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { createDatabase, type Database, type DatabaseOptions } from '../../kit/postgres.ts';
import { provisionDomain } from '../../kit/provision-domain.ts';

export interface TestDatabase extends Database {
  /** Of this database, as the role that the queries run as. */
  readonly url: string;
  readonly administratorUrl: string;
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

/**
 * A new database. Call `drop` in `afterAll`; what a killed run leaves behind ends with its server.
 * @param template a database to copy (template-database.ts); an empty one is made without it
 */
export async function createTestDatabase(
  options: Partial<DatabaseOptions> = {},
  template?: string,
): Promise<TestDatabase> {
  const url = await newDatabase(template);
  return testDatabase(url, url, options);
}

/**
 * As production has it: connected as the domain's own role, in the domain's own schema. `domain` needs no migrations yet.
 * @param template a database to copy (template-database.ts); an empty one is made without it
 */
export async function createDomainDatabase(
  domain: string,
  options: Partial<DatabaseOptions> = {},
  template?: string,
): Promise<TestDatabase> {
  const administratorUrl = await newDatabase(template);
  return testDatabase(await provisionDomain(administratorUrl, { domain, password: 'test' }), administratorUrl, options);
}

/** A database that is dropped when the running test ends. */
export async function createDatabaseForTest(options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  const database = await createTestDatabase(options);
  onTestFinished(() => database.drop());
  return database;
}

async function newDatabase(template = 'template1'): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(postgresUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function testDatabase(url: string, administratorUrl: string, options: Partial<DatabaseOptions>): TestDatabase {
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
    administratorUrl,
    statements,
    drop: async () => {
      await database.close();
      await asAdministrator(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    },
  };
}

export async function asAdministrator(statement: string): Promise<void> {
  const administrator = createDatabase({ url: postgresUrl(), applicationName: 'test', statementTimeoutMs: 60_000 });
  await administrator.query(statement).finally(() => administrator.close());
}
