// Databases that many files of a run begin with: made by the first that asks for one, and copied for everyone. A copy takes
// Postgres a fraction of what it takes to make one.
import { inject } from 'vitest';
import { createDatabase, type Queries } from '../../kit/postgres.ts';
import { asAdministrator, postgresUrl, type TestDatabase } from './postgres.ts';

/**
 * @param name what it holds, in letters, digits and underscores
 * @param make called once in a run, by whoever comes first; closes nothing
 * @returns the name of the database to copy
 */
export async function templateOf(name: string, make: () => Promise<TestDatabase>): Promise<string> {
  const template = `seeded_${inject('runId')}_${name}`;
  const administrator = createDatabase({
    url: postgresUrl(),
    applicationName: 'test',
    // One file makes it while the others wait for it.
    statementTimeoutMs: 0,
    lockTimeoutMs: 0,
    idleInTransactionTimeoutMs: 0,
  });
  await administrator.transaction((transaction) => requireTemplate(transaction, template, make));
  await administrator.close();
  return template;
}

async function requireTemplate(
  transaction: Queries,
  template: string,
  make: () => Promise<TestDatabase>,
): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', [template]);
  const known = await transaction.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (known.length > 0) return;
  const database = await make();
  await database.close();
  // Under its name only when it is whole.
  await asAdministrator(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} RENAME TO ${template}`);
}
