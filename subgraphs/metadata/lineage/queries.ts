// The SQL of lineage: neighbours of many nodes in one statement, and the changes that a registration makes to the graph.
// Depth lives in the caller's loop and never in a tuple: recursive SQL that carries depth or paths visits a node once
// per path, which grows by a power with every hop.
import type { Queries } from '../../../kit/postgres.ts';

export interface NodeRow {
  readonly id: number;
  readonly urn: string;
  readonly kind: string;
  readonly label: string;
  readonly coordinate: string | null;
  readonly productId: number | null;
}

export interface EdgeRow {
  readonly src: number;
  readonly dst: number;
  readonly origins: number;
  readonly transform: string;
  readonly subtype: string | null;
  readonly masking: boolean;
  readonly firstSeen: Date;
}

export interface Degrees {
  readonly id: number;
  readonly sources: number;
  readonly consumers: number;
}

export interface NewNode {
  readonly urn: string;
  readonly kind: string;
  readonly label: string;
  readonly coordinate: string | null;
  readonly productUrn: string | null;
}

/** An edge that a registration knows of, by the URNs of its ends. */
export interface NewEdge {
  readonly from: string;
  readonly to: string;
  readonly origins: number;
  readonly transform: string;
  readonly subtype: string | null;
  readonly masking: boolean;
}

/** The bits of `lineage_edge.origins`. */
export const originBits = { DECLARED: 1, FEDERATION: 2 } as const;

const nodeColumns = 'id, urn, kind, label, coordinate, product_id AS "productId"';
const edgeColumns = 'src, dst, origins, transform, subtype, masking, first_seen AS "firstSeen"';

/** A node with more neighbours than this is answered in part, and the walk says so. */
export const maxNeighbours = 500;

export function nodesByUrn(database: Queries, urns: readonly string[]): Promise<NodeRow[]> {
  return database.query(`SELECT ${nodeColumns} FROM lineage_node WHERE urn = ANY($1)`, [urns]);
}

export function nodesById(database: Queries, ids: readonly number[]): Promise<NodeRow[]> {
  return database.query(`SELECT ${nodeColumns} FROM lineage_node WHERE id = ANY($1)`, [ids]);
}

/** Edges that end in the given nodes, at most `maxNeighbours` for each. */
export function edgesInto(database: Queries, ids: readonly number[]): Promise<EdgeRow[]> {
  return database.query(
    `SELECT edge.* FROM unnest($1::int[]) AS node (id) CROSS JOIN LATERAL (
       SELECT ${edgeColumns} FROM lineage_edge WHERE dst = node.id AND valid_to = 'infinity' ORDER BY src LIMIT $2
     ) AS edge`,
    [ids, maxNeighbours],
  );
}

/** Edges that start at the given nodes, at most `maxNeighbours` for each. */
export function edgesOutOf(database: Queries, ids: readonly number[]): Promise<EdgeRow[]> {
  return database.query(
    `SELECT edge.* FROM unnest($1::int[]) AS node (id) CROSS JOIN LATERAL (
       SELECT ${edgeColumns} FROM lineage_edge WHERE src = node.id AND valid_to = 'infinity' ORDER BY dst LIMIT $2
     ) AS edge`,
    [ids, maxNeighbours],
  );
}

/** How many direct sources and consumers each node has. */
export function degrees(database: Queries, ids: readonly number[]): Promise<Degrees[]> {
  return database.query(
    `SELECT node.id,
       (SELECT count(*) FROM lineage_edge WHERE dst = node.id AND valid_to = 'infinity') AS sources,
       (SELECT count(*) FROM lineage_edge WHERE src = node.id AND valid_to = 'infinity') AS consumers
     FROM unnest($1::int[]) AS node (id)`,
    [ids],
  );
}

export function currentNodes(database: Queries): Promise<NodeRow[]> {
  return database.query(`SELECT ${nodeColumns} FROM lineage_node`);
}

export function currentEdges(database: Queries): Promise<EdgeRow[]> {
  return database.query(`SELECT ${edgeColumns} FROM lineage_edge WHERE valid_to = 'infinity'`);
}

export async function upsertNodes(database: Queries, nodes: readonly NewNode[]): Promise<void> {
  await database.query(
    `INSERT INTO lineage_node (urn, kind, label, coordinate, product_id)
     SELECT node.urn, node.kind, node.label, node.coordinate, product.id
     FROM jsonb_to_recordset($1) AS node (urn text, kind text, label text, coordinate text, "productUrn" text)
     LEFT JOIN product ON product.urn = node."productUrn"
     ON CONFLICT (urn) DO UPDATE SET label = excluded.label, product_id = excluded.product_id
     WHERE (lineage_node.label, lineage_node.product_id) IS DISTINCT FROM (excluded.label, excluded.product_id)`,
    [JSON.stringify(nodes)],
  );
}

const edgeIdentity = 'src, dst, origins, transform, subtype, masking';
const wantedEdges = `wanted AS (
  SELECT src.id AS src, dst.id AS dst, edge.origins, edge.transform, edge.subtype, edge.masking
  FROM jsonb_to_recordset($1) AS edge ("from" text, "to" text, origins smallint, transform text, subtype text, masking boolean)
  JOIN lineage_node AS src ON src.urn = edge."from" JOIN lineage_node AS dst ON dst.urn = edge."to"
)`;

/**
 * Makes the given edges the current ones. An edge that changed ends and starts anew, so that the past stays readable;
 * one that did not is left alone. Every start and end is logged for copies in memory. The nodes must exist.
 */
export async function replaceEdges(database: Queries, edges: readonly NewEdge[], now: Date): Promise<void> {
  const values = [JSON.stringify(edges), now];
  await database.query(
    `WITH ${wantedEdges}, gone AS (
       SELECT ${edgeIdentity} FROM lineage_edge WHERE valid_to = 'infinity' EXCEPT SELECT ${edgeIdentity} FROM wanted
     ), ended AS (
       UPDATE lineage_edge AS edge SET valid_to = $2 FROM gone
       WHERE edge.valid_to = 'infinity' AND edge.src = gone.src AND edge.dst = gone.dst
       RETURNING edge.src, edge.dst
     )
     INSERT INTO lineage_log (op, src, dst, at) SELECT '-', src, dst, $2 FROM ended ORDER BY src, dst`,
    values,
  );
  await database.query(
    `WITH ${wantedEdges}, started AS (
       INSERT INTO lineage_edge (${edgeIdentity}, first_seen, last_seen)
       SELECT ${edgeIdentity}, $2, $2 FROM wanted
       ON CONFLICT DO NOTHING RETURNING src, dst
     )
     INSERT INTO lineage_log (op, src, dst, at) SELECT '+', src, dst, $2 FROM started ORDER BY src, dst`,
    values,
  );
}

const steps = { UPSTREAM: ['dst', 'src'], DOWNSTREAM: ['src', 'dst'] } as const;

/**
 * Ids of all nodes that are reached from the roots, without the roots. A set: UNION drops what was met before, so that the
 * number of paths does not matter and cycles end.
 */
export async function closureOf(
  database: Queries,
  roots: readonly string[],
  direction: keyof typeof steps,
  limit: number,
): Promise<number[]> {
  const [here, next] = steps[direction];
  const rows = await database.query<{ id: number }>(
    `WITH RECURSIVE root AS (SELECT id FROM lineage_node WHERE urn = ANY($1)),
     reached (id) AS (
       SELECT id FROM root
       UNION
       SELECT edge.${next} FROM reached JOIN lineage_edge AS edge ON edge.${here} = reached.id AND edge.valid_to = 'infinity'
     )
     SELECT id FROM reached WHERE id NOT IN (SELECT id FROM root) LIMIT $2`,
    [roots, limit],
  );
  return rows.map(({ id }) => id);
}

/** The fields of the graph among the nodes, and the products that own any of the nodes; both by URN, sorted. */
export async function closureSummary(
  database: Queries,
  ids: readonly number[],
): Promise<{ readonly fields: string[]; readonly products: string[] }> {
  const [row] = await database.query<{ fields: string[]; products: string[] }>(
    `WITH node AS (SELECT * FROM lineage_node WHERE id = ANY($1))
     SELECT
       ARRAY(SELECT urn FROM node WHERE kind = 'GRAPHQL_FIELD' ORDER BY urn COLLATE "C") AS fields,
       ARRAY(SELECT DISTINCT product.urn FROM node JOIN product ON product.id = node.product_id ORDER BY 1) AS products`,
    [ids],
  );
  return row!;
}
