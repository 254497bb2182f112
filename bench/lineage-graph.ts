// A lineage graph of any size, made by SQL in a Postgres of its own: every node feeds some others anywhere in the graph, so that
// it has circles and nearly everything is reached from everywhere.
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../kit/embedded-postgres.ts';
import { freePort } from '../kit/free-port.ts';
import { migrate } from '../kit/migrate.ts';
import { packageFile } from '../kit/package-files.ts';
import { createDatabase, type Database } from '../kit/postgres.ts';
import { provisionDomain } from '../kit/provision-domain.ts';
import type { Workshop } from './workshop.ts';

export interface GraphServer {
  /** @param statementTimeoutMs 0 for none */
  connect(statementTimeoutMs: number): Database;
}

export const edgesPerNode = 10;

export async function serveLineageGraph(workshop: Workshop, nodes: number): Promise<GraphServer> {
  const postgres = await startEmbeddedPostgres({
    dataDirectory: join(workshop.folder, 'postgres'),
    port: await freePort(),
    settingNames: { port: 'port', directory: 'directory' },
  });
  workshop.atEnd(() => postgres.stop());
  const url = await provisionDomain(postgres.url, { domain: 'metadata', password: 'bench' });
  const connect = (statementTimeoutMs: number): Database => {
    const database = createDatabase({ url, applicationName: 'bench', statementTimeoutMs, maxConnections: 2 });
    workshop.atEnd(() => database.close());
    return database;
  };
  const database = connect(0);
  await migrate(database, packageFile('subgraphs/metadata/migrations'));
  await fill(database, nodes);
  return { connect };
}

/** Without what would check each row again while it is written. */
async function fill(database: Database, nodes: number): Promise<void> {
  await database.query(
    `ALTER TABLE lineage_edge DROP CONSTRAINT lineage_edge_src_fkey, DROP CONSTRAINT lineage_edge_dst_fkey,
       DROP CONSTRAINT lineage_edge_job_fkey`,
  );
  const indexes = await database.query<{ indexname: string; indexdef: string }>(
    `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'lineage_edge'
     AND indexname <> 'lineage_edge_pkey'`,
  );
  for (const { indexname } of indexes) await database.query(`DROP INDEX ${indexname}`);
  await database.query(
    `INSERT INTO lineage_node (urn, kind, label)
     SELECT 'bench://graph#' || n, 'COLUMN', n::text FROM generate_series(1, $1::int) AS n`,
    [nodes],
  );
  await database.query(
    `INSERT INTO lineage_edge (src, dst, origins, transform, masking, first_seen, last_seen, valid_from)
     SELECT src, dst, 4, 'DIRECT', dst % 10 = 0, now(), now(), now()
     FROM generate_series(1, $1::int) AS src CROSS JOIN LATERAL (
       SELECT DISTINCT 1 + abs(hashint8(src::bigint * ${edgesPerNode} + n)) % $1::int AS dst FROM generate_series(1, ${edgesPerNode}) AS n
     ) AS target`,
    [nodes],
  );
  for (const { indexdef } of indexes) await database.query(indexdef);
  await database.query('VACUUM ANALYZE lineage_node, lineage_edge');
}
