// The SQL of datasets and jobs as tools of OpenLineage list them.
import type { Queries } from '../../../../kit/postgres.ts';
import type { NodeRow } from './nodes.ts';

export interface FacetRow {
  readonly node: number;
  readonly name: string;
  readonly at: Date;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface DatasetFieldRow {
  readonly dataset: number;
  readonly field: string;
}

export interface ListedDataset extends Pick<NodeRow, 'id' | 'urn' | 'kind' | 'label'> {
  readonly namespace: string;
  readonly name: string;
}

export function facetsOfNodes(database: Queries, ids: readonly number[]): Promise<FacetRow[]> {
  return database.query('SELECT node, name, at, body FROM lineage_facet WHERE node = ANY($1) ORDER BY node, name', [
    ids,
  ]);
}

/** Of a dataset. */
const maxFields = 1_000;

export function fieldsOfDatasetNodes(
  database: Queries,
  ids: readonly number[],
): Promise<(DatasetFieldRow & { urn: string })[]> {
  return database.query(
    `SELECT dataset.id AS dataset, column_.field, column_.urn FROM lineage_node AS dataset CROSS JOIN LATERAL (
       SELECT DISTINCT ON (field) field, urn FROM lineage_node
       WHERE namespace = dataset.namespace AND name = dataset.name AND field IS NOT NULL
       ORDER BY field, product_id IS NULL, id LIMIT ${maxFields}
     ) AS column_ WHERE dataset.id = ANY($1) AND dataset.kind <> 'JOB' ORDER BY dataset.id, column_.field`,
    [ids],
  );
}

/** In their order; each namespace is found by one step through the index. */
export async function namespaces(database: Queries, after: string, limit: number): Promise<string[]> {
  const rows = await database.query<{ namespace: string }>(
    `WITH RECURSIVE found AS (
       (SELECT namespace FROM lineage_node WHERE namespace > $1 ORDER BY namespace LIMIT 1)
       UNION ALL
       SELECT (SELECT node.namespace FROM lineage_node AS node WHERE node.namespace > found.namespace ORDER BY node.namespace LIMIT 1)
       FROM found WHERE found.namespace IS NOT NULL
     ) SELECT namespace FROM found WHERE namespace IS NOT NULL LIMIT $2`,
    [after, limit],
  );
  return rows.map(({ namespace }) => namespace);
}

export function datasetsOfNamespace(
  database: Queries,
  namespace: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<ListedDataset[]> {
  return database.query(
    `SELECT id, urn, kind, label, namespace, name FROM lineage_node
     WHERE namespace = $1 AND field IS NULL AND kind <> 'JOB' ORDER BY name, id LIMIT $2 OFFSET $3`,
    [namespace, limit, offset],
  );
}

export async function datasetCount(database: Queries, namespace: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*) FROM lineage_node WHERE namespace = $1 AND field IS NULL AND kind <> 'JOB'`,
    [namespace],
  );
  return row!.count;
}
