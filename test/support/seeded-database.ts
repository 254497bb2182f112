// The seeded database of a domain: made by the first file of a run that asks for it, and copied for everyone. A copy takes
// Postgres a fraction of what a seed takes.
import { inject } from 'vitest';
import { migrate } from '../../kit/migrate.ts';
import { packageFile } from '../../kit/package-files.ts';
import { createDatabase, type Queries } from '../../kit/postgres.ts';
import { type Seed, seedOnce } from '../../kit/seed-once.ts';
import { asAdministrator, createDomainDatabase, postgresUrl, type TestDatabase } from './postgres.ts';

export interface SeededDomain {
  readonly name: string;
  readonly seed: Seed;
  /** The instant of the demo data. */
  readonly now: Date;
}

/** A database of your own, in which the domain is migrated and seeded. */
export async function createSeededDatabase(domain: SeededDomain): Promise<TestDatabase> {
  const template = `seeded_${inject('runId')}_${domain.name}_${domain.now.getTime()}`;
  const administrator = createDatabase({
    url: postgresUrl(),
    applicationName: 'test',
    // One file seeds while the others wait for it.
    statementTimeoutMs: 0,
    lockTimeoutMs: 0,
    idleInTransactionTimeoutMs: 0,
  });
  await administrator.transaction((transaction) => requireTemplate(transaction, template, domain));
  await administrator.close();
  return createDomainDatabase(domain.name, {}, template);
}

async function requireTemplate(transaction: Queries, template: string, domain: SeededDomain): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', [template]);
  const known = await transaction.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (known.length > 0) return;
  const { name, seed, now } = domain;
  const database = await createDomainDatabase(name, { statementTimeoutMs: 0 });
  await migrate(database, packageFile(`subgraphs/${name}/migrations`));
  await seedOnce({ database, name, now, seed, progress: () => {} });
  await database.close();
  // Under its name only when it is whole.
  await asAdministrator(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} RENAME TO ${template}`);
}
