// The SQL of lineage nodes: fields, columns, types, tables, products, jobs and operations.
import type { Queries } from '../../../../kit/postgres.ts';

export type NodeKind =
  | 'PRODUCT'
  | 'GRAPHQL_TYPE'
  | 'GRAPHQL_FIELD'
  | 'TABLE'
  | 'COLUMN'
  | 'TOPIC'
  | 'JOB'
  | 'OPERATION';

/** What OpenLineage calls a dataset, a job, or a field of a dataset. */
export interface NodeIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly field: string | null;
}

export interface NodeRow {
  readonly id: number;
  readonly urn: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly coordinate: string | null;
  readonly productId: number | null;
  /** The name in OpenLineage; null for what has none. */
  readonly namespace: string | null;
  readonly name: string | null;
  readonly field: string | null;
}

export interface NewNode {
  readonly urn: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly coordinate: string | null;
  readonly productUrn: string | null;
  readonly identity: NodeIdentity | null;
}

const columns = 'id, urn, kind, label, coordinate, product_id AS "productId", namespace, name, field';

/** Joins the node of a URN by one look-up for each row, however many rows the planner expects. */
export function joinNode(alias: string, urn: string): string {
  return `CROSS JOIN LATERAL (SELECT id FROM lineage_node WHERE urn = ${urn} LIMIT 1) AS ${alias}`;
}

export function nodesByUrn(database: Queries, urns: readonly string[]): Promise<NodeRow[]> {
  return database.query(`SELECT ${columns} FROM lineage_node WHERE urn = ANY($1)`, [urns]);
}

export function nodesById(database: Queries, ids: readonly number[]): Promise<NodeRow[]> {
  return database.query(`SELECT ${columns} FROM lineage_node WHERE id = ANY($1)`, [ids]);
}

export interface NodeSearch {
  readonly text: string;
  readonly kinds: readonly NodeKind[];
  readonly limit: number;
  /** Operations are found by their names as well, and not only by their hashes. */
  readonly knowsOperationNames: boolean;
  /** URNs of nodes that are not there for this search, and so take no place among the others. */
  readonly hidden: readonly string[];
}

/** Nodes whose name or URN has the text: first whose name it is, then whose name begins with it, the shortest first. */
export function nodesByText(
  database: Queries,
  { text, kinds, limit, knowsOperationNames, hidden }: NodeSearch,
): Promise<NodeRow[]> {
  return database.query(
    `SELECT ${columns} FROM lineage_node
     CROSS JOIN LATERAL (
       SELECT lower(CASE WHEN kind = 'OPERATION' AND NOT $4 THEN urn ELSE label END) AS shown, lower($1) AS text
     ) AS searched
     WHERE kind = ANY($2) AND urn <> ALL($5) AND (strpos(searched.shown, searched.text) > 0 OR strpos(lower(urn), searched.text) > 0)
     ORDER BY searched.shown <> searched.text, strpos(searched.shown, searched.text) <> 1, length(searched.shown), urn
     LIMIT $3`,
    [text, kinds, limit, knowsOperationNames, hidden],
  );
}

/** A job, or a dataset or a field of one. What a contract describes goes before what only pipelines name. */
export async function nodeByIdentity(
  database: Queries,
  { namespace, name, field }: NodeIdentity,
  what: 'JOB' | 'DATASET',
): Promise<NodeRow | null> {
  const [row] = await database.query<NodeRow>(
    `SELECT ${columns} FROM lineage_node
     WHERE namespace = $1 AND name = $2 AND field IS NOT DISTINCT FROM $3 AND (kind = 'JOB') = ($4 = 'JOB')
     ORDER BY product_id IS NULL, id LIMIT 1`,
    [namespace, name, field, what],
  );
  return row ?? null;
}

/** Ids of the products (`orders/orders`) that nodes belong to. */
export async function productsOfNodes(database: Queries, urns: readonly string[]): Promise<string[]> {
  const rows = await database.query<{ urn: string }>(
    `SELECT DISTINCT product.urn FROM lineage_node AS node JOIN product ON product.id = node.product_id
     WHERE node.urn = ANY($1)`,
    [urns],
  );
  return rows.map(({ urn }) => urn.replace('gordian:product:', ''));
}

/** Fields of datasets, in the order of their names. */
export function fieldsOfDatasets(
  database: Queries,
  { namespace, name }: Pick<NodeIdentity, 'namespace' | 'name'>,
  limit: number,
): Promise<NodeRow[]> {
  return database.query(
    `SELECT ${columns} FROM lineage_node WHERE namespace = $1 AND name = $2 AND field IS NOT NULL
     ORDER BY field, product_id IS NULL, id LIMIT $3`,
    [namespace, name, limit],
  );
}

export function currentNodes(database: Queries): Promise<NodeRow[]> {
  return database.query(`SELECT ${columns} FROM lineage_node WHERE kind IN ('GRAPHQL_FIELD', 'COLUMN')`);
}

/** What a registration knows of a node holds; what a run knows of it only fills gaps. Nodes in the order of their URNs, so that writers meet in one order. */
export async function upsertNodes(
  database: Queries,
  nodes: readonly NewNode[],
  knows: 'registry' | 'run' = 'registry',
): Promise<void> {
  const sorted = [...nodes].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const conflict =
    knows === 'run'
      ? 'DO NOTHING'
      : `DO UPDATE SET label = excluded.label, product_id = excluded.product_id,
           namespace = excluded.namespace, name = excluded.name, field = excluded.field
         WHERE (lineage_node.label, lineage_node.product_id, lineage_node.namespace, lineage_node.name, lineage_node.field)
           IS DISTINCT FROM (excluded.label, excluded.product_id, excluded.namespace, excluded.name, excluded.field)`;
  await database.query(
    `INSERT INTO lineage_node (urn, kind, label, coordinate, product_id, namespace, name, field)
     SELECT node.urn, node.kind, node.label, node.coordinate, product.id,
       node.identity ->> 'namespace', node.identity ->> 'name', node.identity ->> 'field'
     FROM jsonb_to_recordset($1)
       AS node (urn text, kind text, label text, coordinate text, "productUrn" text, identity jsonb)
     LEFT JOIN product ON product.urn = node."productUrn"
     ON CONFLICT (urn) ${conflict}`,
    [JSON.stringify(sorted)],
  );
}
