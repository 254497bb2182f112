// The SQL of what must not be shown to everybody.
import type { Queries } from '../../../../kit/postgres.ts';
import { fieldUrn } from '../../../../schema/contract/field-source.ts';
import { originBits } from './edges.ts';
import { joinNode } from './nodes.ts';

export interface SecretField {
  readonly coordinate: string;
  readonly tags: readonly string[];
  /** That it is read from, and no field that is not secret, as far as anybody says so: what only requests have shown opens nothing. */
  readonly columns: readonly string[];
}

/** A type or a table, some of whose fields or columns are secret. */
export interface SecretWhole {
  readonly urn: string;
  /** URNs of all its fields or columns. */
  readonly parts: readonly string[];
}

export interface SecretNodes {
  readonly fields: readonly SecretField[];
  readonly wholes: readonly SecretWhole[];
}

/** @param asSecret coordinates of fields that are to be hidden like secrets, although no contract tags them */
export async function secretNodes(database: Queries, asSecret: readonly string[]): Promise<SecretNodes> {
  const fields = await everSecret(database, asSecret);
  const urns = fields.flatMap(({ coordinate, columns }) => [fieldUrn(coordinate), ...columns]);
  return { fields, wholes: await wholesWith(database, urns) };
}

function wholesWith(database: Queries, parts: readonly string[]): Promise<SecretWhole[]> {
  return database.query(
    `SELECT whole.urn, ARRAY(
       SELECT part.urn FROM lineage_node AS part
       WHERE part.namespace = whole.namespace AND part.name = whole.name AND part.field IS NOT NULL
     ) AS parts
     FROM (SELECT DISTINCT namespace, name FROM lineage_node WHERE urn = ANY($1) AND field IS NOT NULL) AS touched
     JOIN lineage_node AS whole ON whole.namespace = touched.namespace AND whole.name = touched.name
     WHERE whole.field IS NULL AND whole.kind IN ('GRAPHQL_TYPE', 'TABLE')`,
    [parts],
  );
}

/** Fields that are, or were, tagged `secret`, and the columns below them, now or then: an answer about the past must not tell either. */
export function everSecret(database: Queries, asSecret: readonly string[] = []): Promise<SecretField[]> {
  return database.query(
    `SELECT secret.coordinate, secret.tags, ARRAY(
       SELECT source.urn FROM lineage_edge AS edge JOIN lineage_node AS source ON source.id = edge.src
       WHERE edge.dst = node.id AND (edge.valid_to = 'infinity' OR edge.valid_to < 'infinity') AND source.kind = 'COLUMN'
         AND NOT EXISTS (
           SELECT FROM lineage_edge AS other JOIN lineage_node AS reader ON reader.id = other.dst
           JOIN field AS open ON open.coordinate = reader.coordinate AND open.valid_to = 'infinity'
           WHERE other.src = source.id AND other.valid_to = 'infinity' AND other.origins <> ${originBits.OBSERVED}
             AND NOT open.tags @> '{secret}' AND open.coordinate <> ALL($1)
         )
     ) AS columns
     FROM (
       SELECT coordinate, '{secret}'::text[] AS tags FROM field WHERE tags @> '{secret}' OR coordinate = ANY($1) GROUP BY coordinate
     ) AS secret
     ${joinNode('node', `'graphql://gordian#' || secret.coordinate`)}`,
    [asSecret],
  );
}
