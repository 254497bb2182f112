// The SQL that takes over what usage reports know of operations: each is a node, fed by the fields that it asks for.
import type { Queries } from '../../../../kit/postgres.ts';
import { lockEdges, logPairs, originBits, type Pair } from './edges.ts';
import { joinNode } from './nodes.ts';

const urn = `'gordian:operation:' || encode(operation.hash, 'hex')`;
/** At once; the rest is for the next time. */
const batch = 500;

/** @returns whether there may be more */
export async function takeOperations(transaction: Queries, now: Date): Promise<boolean> {
  const operations = await transaction.query<{ id: number }>(
    `DELETE FROM operation_to_observe WHERE operation_id IN (
       SELECT operation_id FROM operation_to_observe ORDER BY operation_id LIMIT $1 FOR UPDATE SKIP LOCKED
     ) RETURNING operation_id AS id`,
    [batch],
  );
  const ids = operations.map(({ id }) => id);
  if (ids.length === 0) return false;
  await transaction.query(
    `INSERT INTO lineage_node (urn, kind, label)
     SELECT ${urn}, 'OPERATION', coalesce(name, left(encode(hash, 'hex'), 12))
     FROM operation WHERE id = ANY($1) ORDER BY hash ON CONFLICT DO NOTHING`,
    [ids],
  );
  await lockEdges(transaction);
  const pairs = await transaction.query<Pair>(
    `INSERT INTO lineage_edge (src, dst, origins, transform, confidence, job, first_seen, last_seen, valid_from)
     SELECT field.id, node.id, ${originBits.OBSERVED}, 'DIRECT', 1, node.id, operation.reported_at, operation.reported_at, $2
     FROM operation ${joinNode('node', urn)}
     JOIN operation_field AS asked ON asked.operation_id = operation.id
     CROSS JOIN LATERAL (
       SELECT id FROM lineage_node WHERE urn = 'graphql://gordian#' || asked.coordinate AND kind = 'GRAPHQL_FIELD' LIMIT 1
     ) AS field
     WHERE operation.id = ANY($1) ORDER BY field.id, node.id
     ON CONFLICT DO NOTHING RETURNING src, dst`,
    [ids, now],
  );
  await logPairs(transaction, pairs, now);
  return ids.length === batch;
}

/** By the hour: of what is asked for all the time, each question would move it. */
export async function refreshSeen(database: Queries, now: Date): Promise<void> {
  await database.query(
    `UPDATE lineage_edge AS edge SET last_seen = seen.last_seen
     FROM (
       SELECT node.id, max(usage_seen.last_seen) AS last_seen FROM usage_seen
       JOIN operation ON operation.id = usage_seen.operation_id
       ${joinNode('node', urn)}
       WHERE usage_seen.last_seen > $1::timestamptz - interval '2 hours' GROUP BY node.id
     ) AS seen
     WHERE edge.job = seen.id AND edge.valid_to = 'infinity' AND edge.last_seen < seen.last_seen - interval '1 hour'`,
    [now],
  );
}
