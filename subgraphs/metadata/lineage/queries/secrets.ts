// The SQL of what must not be shown to everybody.
import type { Queries } from '../../../../kit/postgres.ts';
import { originBits } from './edges.ts';
import { joinNode } from './nodes.ts';

export interface SecretField {
  readonly coordinate: string;
  readonly tags: readonly string[];
  /** That it is read from, and no field that is not secret, as far as anybody says so: what only requests have shown opens nothing. */
  readonly columns: readonly string[];
}

/** Fields that are, or were, tagged `secret`, and the columns below them, now or then: an answer about the past must not tell either. */
export function everSecret(database: Queries): Promise<SecretField[]> {
  return database.query(
    `SELECT secret.coordinate, secret.tags, ARRAY(
       SELECT source.urn FROM lineage_edge AS edge JOIN lineage_node AS source ON source.id = edge.src
       WHERE edge.dst = node.id AND (edge.valid_to = 'infinity' OR edge.valid_to < 'infinity') AND source.kind = 'COLUMN'
         AND NOT EXISTS (
           SELECT FROM lineage_edge AS other JOIN lineage_node AS reader ON reader.id = other.dst
           JOIN field AS open ON open.coordinate = reader.coordinate AND open.valid_to = 'infinity'
           WHERE other.src = source.id AND other.valid_to = 'infinity' AND other.origins <> ${originBits.OBSERVED}
             AND NOT open.tags @> '{secret}'
         )
     ) AS columns
     FROM (SELECT coordinate, '{secret}'::text[] AS tags FROM field WHERE tags @> '{secret}' GROUP BY coordinate) AS secret
     ${joinNode('node', `'graphql://gordian#' || secret.coordinate`)}`,
  );
}
