// The SQL of what domains report of themselves: which columns of their databases have reached which fields. What has been seen adds
// up, and is forgotten when it has not been seen for long.
import type { Queries } from '../../../../kit/postgres.ts';
import { logPairs, originBits, type Pair } from './edges.ts';
import { joinNode } from './nodes.ts';

/** By URNs. */
export interface SeenEdge {
  readonly from: string;
  readonly to: string;
  readonly transform: 'DIRECT' | 'INDIRECT';
}

export interface SeenBy {
  /** The node of the process that reports. */
  readonly job: number;
  /** It reports on fields of their products only. */
  readonly domains: readonly string[];
  readonly now: Date;
}

/** An edge that nobody has seen for so long is one that the domain no longer has. */
const forgottenAfter = '30 days';

/** A field that its contract says to conceal what it is made from does so here as well. */
const seen = `seen AS (
  SELECT src.id AS src, dst.id AS dst, min(edge.transform) AS transform, bool_or(dst.masking) AS masking
  FROM jsonb_to_recordset($1) AS edge ("from" text, "to" text, transform text)
  ${joinNode('src', 'edge."from"')}
  CROSS JOIN LATERAL (
    SELECT node.id, coalesce(
      (SELECT bool_and(masking) FROM lineage_edge WHERE dst = node.id AND job IS NULL AND valid_to = 'infinity'), false
    ) AS masking
    FROM lineage_node AS node JOIN product ON product.id = node.product_id
    WHERE node.urn = edge."to" AND node.kind = 'GRAPHQL_FIELD'
      AND split_part(replace(product.urn, 'gordian:product:', ''), '/', 1) = ANY ($3::text[])
    LIMIT 1
  ) AS dst
  GROUP BY src.id, dst.id
)`;

/** The nodes of the columns must exist; fields that do not, and those of others, are left out. Edges are locked. */
export async function saveSeen(
  transaction: Queries,
  edges: readonly SeenEdge[],
  { job, domains, now }: SeenBy,
): Promise<number | null> {
  const values = [JSON.stringify(edges), job, domains, now];
  const changed = await transaction.query<Pair>(
    `WITH ${seen}
     UPDATE lineage_edge AS edge SET valid_to = $4 FROM seen
     WHERE edge.src = seen.src AND edge.dst = seen.dst AND edge.job = $2::int AND edge.valid_to = 'infinity'
       AND (edge.transform > seen.transform OR edge.masking <> seen.masking)
     RETURNING edge.src, edge.dst`,
    values,
  );
  const added = await transaction.query<Pair & { readonly isNew: boolean }>(
    `WITH ${seen}
     INSERT INTO lineage_edge (src, dst, origins, transform, masking, confidence, job, first_seen, last_seen, valid_from)
     SELECT src, dst, ${originBits.OBSERVED}, transform, masking, 1, $2::int, $4, $4, $4 FROM seen ORDER BY src, dst
     ON CONFLICT (src, dst, job) WHERE valid_to = 'infinity' DO UPDATE SET last_seen = excluded.last_seen
     RETURNING src, dst, xmax = 0 AS "isNew"`,
    values,
  );
  const forgotten = await transaction.query<Pair>(
    `UPDATE lineage_edge SET valid_to = $2
     WHERE job = $1 AND valid_to = 'infinity' AND last_seen < $2::timestamptz - interval '${forgottenAfter}'
     RETURNING src, dst`,
    [job, now],
  );
  return logPairs(transaction, [...changed, ...added.filter(({ isNew }) => isNew), ...forgotten], now);
}
