// Throws away what a domain keeps, so that its migrations and its seed run anew. For databases that are there for trying things out;
// the domain has to be provisioned again afterwards.
import { createDatabase } from './postgres.ts';
import { requireDomainName } from './provision-domain.ts';

/** @param administratorUrl of a role that may drop the schema of the domain */
export async function resetDomain(administratorUrl: string, domain: string): Promise<void> {
  requireDomainName(domain);
  const database = createDatabase({
    url: administratorUrl,
    applicationName: 'gordian-reset',
    maxConnections: 1,
    lockTimeoutMs: 30_000,
    statementTimeoutMs: 60_000,
  });
  try {
    await database.query(`DROP SCHEMA IF EXISTS "${domain}" CASCADE`);
  } finally {
    await database.close();
  }
}
