// The SQL of the database schemas that the contracts in force describe.
import type { Queries } from '../../../../kit/postgres.ts';
import type { DescribedServer } from '../identity.ts';

export function registeredServers(database: Queries): Promise<DescribedServer[]> {
  return database.query('SELECT server, namespace, database, schema FROM lineage_server ORDER BY server');
}

/** Those on which the products of a domain have tables. */
export function serversOfDomain(database: Queries, domain: string): Promise<DescribedServer[]> {
  return database.query(
    `SELECT DISTINCT server.server, server.namespace, server.database, server.schema
     FROM product JOIN lineage_node AS node ON node.product_id = product.id AND node.kind = 'TABLE'
     JOIN lineage_server AS server ON server.server = substring(node.urn FROM '^postgres://([^#]+)#')
     WHERE split_part(replace(product.urn, 'gordian:product:', ''), '/', 1) = $1`,
    [domain],
  );
}

export async function replaceServers(transaction: Queries, servers: readonly DescribedServer[]): Promise<void> {
  await transaction.query('DELETE FROM lineage_server WHERE server <> ALL ($1)', [servers.map(({ server }) => server)]);
  await transaction.query(
    `INSERT INTO lineage_server SELECT * FROM jsonb_to_recordset($1)
       AS described (server text, namespace text, database text, schema text)
     ON CONFLICT (server) DO UPDATE
       SET namespace = excluded.namespace, database = excluded.database, schema = excluded.schema`,
    [JSON.stringify(servers)],
  );
}
