// Gives a domain its own login role and its own schema, and closes everything else to it, so that no domain can read
// another domain's data. The administrator's work; safe to repeat at every start.

import { createDatabase, type Database, type Queries } from './postgres.ts';
import { hasSqlState } from './postgres-errors.ts';

export interface DomainProvision {
  /** Name of the schema, and with `gordian_` before it of the role: letters, digits, `_` and `-`. */
  readonly domain: string;
  readonly password: string;
}

/** @returns the URL by which the domain itself connects */
export async function provisionDomain(administratorUrl: string, provision: DomainProvision): Promise<string> {
  requireDomainName(provision.domain);
  const database = createDatabase({
    url: administratorUrl,
    applicationName: 'gordian-provision',
    maxConnections: 1,
    lockTimeoutMs: 60_000,
    statementTimeoutMs: 120_000,
  });
  try {
    await withoutRace(() => provisionIn(database, provision));
  } finally {
    await database.close();
  }
  return urlOf(administratorUrl, provision);
}

function roleOf(domain: string): string {
  return `gordian_${domain}`;
}

/** All or nothing. Roles belong to the whole server, so two databases provisioned at once may disturb each other: once more, then. */
async function withoutRace(work: () => Promise<void>): Promise<void> {
  const concurrentUpdate = 'XX000';
  const uniqueViolation = '23505';
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const disturbed = hasSqlState(error, concurrentUpdate) || hasSqlState(error, uniqueViolation);
      if (!disturbed || attempt === 5) throw error;
    }
  }
}

async function provisionIn(database: Database, { domain, password }: DomainProvision): Promise<void> {
  const role = quoted(roleOf(domain));
  const schema = quoted(domain);
  await database.transaction(async (transaction) => {
    const run = (statement: string) => transaction.query(statement);
    await run(`SELECT pg_advisory_xact_lock(hashtext('gordian provision'))`);
    const [settings] = await transaction.query<{ database: string }>('SELECT current_database() AS database');
    const databaseName = quoted(settings!.database);

    if (!(await roleExists(transaction, roleOf(domain)))) await run(`CREATE ROLE ${role}`);
    await run(
      `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT PASSWORD ${literal(password)}`,
    );
    // A role that is not a superuser must be a member of the role to which it gives the schema.
    await run(`GRANT ${role} TO CURRENT_USER`);

    await run(`REVOKE ALL ON SCHEMA public FROM PUBLIC`);
    await run(`REVOKE ALL ON DATABASE ${databaseName} FROM PUBLIC`);
    await run(`GRANT CONNECT, TEMPORARY ON DATABASE ${databaseName} TO ${role}`);

    await run(`CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${role}`);
    await run(`ALTER SCHEMA ${schema} OWNER TO ${role}`);
    await run(`REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC`);

    // Trigram search: only an administrator may create extensions; everyone may use what is in this schema.
    await run(`CREATE SCHEMA IF NOT EXISTS extensions`);
    await run(`GRANT USAGE ON SCHEMA extensions TO ${role}`);
    await run(`CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions`);

    const inDatabase = `ALTER ROLE ${role} IN DATABASE ${databaseName}`;
    await run(`${inDatabase} SET search_path = ${schema}, extensions`);
    await run(`${inDatabase} SET timezone = 'UTC'`);
  });
}

async function roleExists(queries: Queries, role: string): Promise<boolean> {
  const rows = await queries.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  return rows.length > 0;
}

/** Postgres cuts names at 63 bytes, and a cut name could meet another. @throws Error */
export function requireDomainName(domain: string): void {
  if (!/^[a-z][a-z0-9_-]{0,50}$/.test(domain))
    throw new Error(`"${domain}" cannot name a domain: a-z, 0-9, _ and -, at most 51 characters.`);
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function urlOf(administratorUrl: string, { domain, password }: DomainProvision): string {
  const url = new URL(administratorUrl);
  url.username = encodeURIComponent(roleOf(domain));
  url.password = encodeURIComponent(password);
  return url.href;
}
