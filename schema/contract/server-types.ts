// The types of servers of the standard, and the keys that each of them has.
import type { Shape } from './check-shape.ts';

export interface ServerKeys {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const files = ['format', 'encoding', 'delimiter'];
const everything = [
  ...['account', 'catalog', 'database', 'dataset', 'endpointUrl', 'host', 'location', 'path', 'port', 'project'],
  ...['region', 'regionName', 'schema', 'serviceName', 'stagingDir', 'stream', 'warehouse', ...files],
];

const table: Readonly<Record<string, ServerKeys>> = {
  api: of(['location']),
  athena: of(['schema'], ['stagingDir', 'catalog', 'regionName', 'workgroup']),
  azure: of(['location', 'format'], ['encoding', 'delimiter']),
  bigquery: of(['project', 'dataset']),
  clickhouse: of(['host', 'port', 'database']),
  cloudsql: of(['host', 'port', 'database', 'schema']),
  custom: of([], everything),
  databricks: of(['catalog', 'schema'], ['host']),
  db2: of(['host', 'port', 'database'], ['schema']),
  denodo: of(['host', 'port'], ['database']),
  dremio: of(['host', 'port'], ['schema']),
  duckdb: of(['database'], ['schema']),
  exasol: of(['host'], ['port', 'schema']),
  glue: of(['account', 'database'], ['location', 'format', 'encoding']),
  hana: of(['host'], ['port', 'database', 'schema']),
  hive: of(['host', 'database'], ['port']),
  iceberg: of(['catalog', 'catalogUrl'], ['namespace', 'warehouse']),
  impala: of(['host', 'database'], ['port']),
  informix: of(['host', 'database'], ['port']),
  kafka: of(['host'], ['format', 'encoding']),
  kinesis: of([], ['region', 'stream', 'format', 'encoding']),
  local: of(['path', 'format'], ['encoding']),
  mysql: of(['host', 'port', 'database']),
  oracle: of(['host', 'port', 'serviceName']),
  postgres: of(['host', 'port', 'database', 'schema']),
  postgresql: of(['host', 'port', 'database', 'schema']),
  presto: of(['host'], ['catalog', 'schema']),
  pubsub: of(['project']),
  redshift: of(['database', 'schema'], ['host', 'region', 'account']),
  s3: of(['location'], ['endpointUrl', ...files]),
  sftp: of(['location'], files),
  snowflake: of(['account', 'database', 'schema'], ['host', 'port', 'warehouse']),
  sqlserver: of(['host', 'database', 'schema'], ['port']),
  synapse: of(['host', 'port', 'database']),
  teradata: of(['host'], ['port', 'database']),
  trino: of(['host', 'port', 'catalog', 'schema']),
  vertica: of(['host', 'port', 'database', 'schema']),
  zen: of(['host', 'database'], ['port']),
};

export const serverKeys: ReadonlyMap<string, ServerKeys> = new Map(Object.entries(table));

const extra = ['catalogUrl', 'namespace', 'workgroup'];

export const shapesOfServerKeys: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries([...everything, ...extra].map((key) => [key, 'text'] as const)),
  // A number, or a variable such as ${DB_PORT}.
  port: { either: ['integer', 'text'] },
};

function of(required: readonly string[], optional: readonly string[] = []): ServerKeys {
  return { required, optional };
}
