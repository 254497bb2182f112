// The SQL of drift: what is said of a product and not seen, and what is seen and not said.
import type { Queries } from '../../../../kit/postgres.ts';
import { originBits, type Pair } from './edges.ts';

export type DriftKind = 'DECLARED_NOT_OBSERVED' | 'OBSERVED_NOT_DECLARED';

export interface DriftRow extends Pair {
  readonly kind: DriftKind;
}

const said = originBits.DECLARED | originBits.FEDERATION;

const reported = originBits.OPENLINEAGE | originBits.OBSERVED;

/**
 * Of edges into columns and fields of a product that no other product's database is asked about: what a contract declares and
 * neither a run has reported nor a request has shown since, and what one of them says and no contract or schema does. A column that
 * only decides which rows a request is shown needs no declaration.
 */
export function driftOf(database: Queries, productId: number, since: Date, limit: number): Promise<DriftRow[]> {
  return database.query(
    `SELECT src, dst, CASE WHEN bool_or(edge.origins & ${said} > 0) THEN 'DECLARED_NOT_OBSERVED' ELSE 'OBSERVED_NOT_DECLARED' END AS kind
     FROM lineage_node AS node JOIN lineage_edge AS edge ON edge.dst = node.id AND edge.valid_to = 'infinity'
     JOIN lineage_node AS source ON source.id = edge.src
     WHERE node.product_id = $1 AND node.kind IN ('GRAPHQL_FIELD', 'COLUMN') AND source.kind IN ('GRAPHQL_FIELD', 'COLUMN')
     GROUP BY src, dst
     HAVING (bool_or(edge.origins & ${originBits.DECLARED} > 0)
         AND NOT bool_or(edge.origins & ${originBits.FEDERATION} > 0)
         AND NOT bool_or(edge.origins & ${reported} > 0 AND edge.last_seen >= $2))
       OR (bool_or(edge.origins & ${reported} > 0 AND edge.last_seen >= $2
             AND (edge.transform = 'DIRECT' OR edge.origins & ${originBits.OBSERVED} = 0))
         AND NOT bool_or(edge.origins & ${said} > 0))
     ORDER BY kind, dst, src LIMIT $3`,
    [productId, since, limit],
  );
}
