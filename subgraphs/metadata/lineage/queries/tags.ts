// The SQL of what fields are tagged with, on nodes of the graph.
import type { Queries } from '../../../../kit/postgres.ts';
import type { NodeKind } from './nodes.ts';

/** `pii` stands for `pii.email` as well. Columns that a single tagged field shows as they are have its tag. */
export async function taggedNodes(database: Queries, tag: string): Promise<number[]> {
  const rows = await database.query<{ id: number }>(
    `WITH tagged AS (
       SELECT node.id FROM field JOIN lineage_node AS node ON node.urn = 'graphql://gordian#' || field.coordinate
       WHERE field.valid_to = 'infinity'
         AND EXISTS (SELECT FROM unnest(field.tags) AS given WHERE given = $1 OR starts_with(given, $1 || '.'))
     )
     SELECT id FROM tagged
     UNION
     SELECT edge.src FROM tagged JOIN lineage_edge AS edge ON edge.dst = tagged.id AND edge.valid_to = 'infinity'
     JOIN lineage_node AS source ON source.id = edge.src AND source.kind = 'COLUMN'
     WHERE edge.carries AND edge.subtype = 'IDENTITY' AND NOT EXISTS (
       SELECT FROM lineage_edge AS other WHERE other.dst = edge.dst AND other.src <> edge.src AND other.carries
         AND other.valid_to = 'infinity'
     )
     ORDER BY id`,
    [tag],
  );
  return rows.map(({ id }) => id);
}

export async function nodesOfKinds(
  database: Queries,
  ids: readonly number[],
  kinds: readonly NodeKind[],
): Promise<number[]> {
  const rows = await database.query<{ id: number }>(
    'SELECT id FROM lineage_node WHERE id = ANY($1) AND kind = ANY($2) ORDER BY urn',
    [ids, kinds],
  );
  return rows.map(({ id }) => id);
}
