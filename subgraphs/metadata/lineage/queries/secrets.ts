// The SQL of what must not be shown to everybody.
import type { Queries } from '../../../../kit/postgres.ts';

export interface SecretField {
  readonly coordinate: string;
  readonly tags: readonly string[];
  /** That it is read from, and no field that is not secret. */
  readonly columns: readonly string[];
}

/** Fields that are, or were, tagged `secret`: an answer about the past must not tell either. */
export function everSecret(database: Queries): Promise<SecretField[]> {
  return database.query(
    `SELECT secret.coordinate, array_agg(DISTINCT tag) AS tags, array_remove(array_agg(DISTINCT physical.urn), NULL) AS columns
     FROM field AS secret CROSS JOIN LATERAL unnest(secret.tags) AS tag
     LEFT JOIN LATERAL (
       SELECT urn FROM unnest(secret.physical) AS urn
       WHERE NOT EXISTS (
         SELECT FROM field AS open WHERE open.valid_to = 'infinity' AND NOT open.tags @> '{secret}' AND urn = ANY (open.physical)
           AND open.subgraph = secret.subgraph
       )
     ) AS physical ON true
     WHERE secret.tags @> '{secret}' GROUP BY secret.coordinate`,
  );
}
