// The SQL of what consumers run, as gateways reported it or as they have published it.
import type { Queries } from '../../../../kit/postgres.ts';

/** @param hashes SHA-256, hex
 *  @returns those whose text is kept */
export function documentsOf(
  database: Queries,
  hashes: readonly string[],
): Promise<{ readonly hash: string; readonly document: string }[]> {
  return database.query(
    `SELECT DISTINCT ON (hash) encode(hash, 'hex') AS hash, document FROM (
       SELECT hash, document FROM operation WHERE hash = ANY ($1) AND document IS NOT NULL
       UNION ALL SELECT usage_hash, document FROM stored_operation WHERE usage_hash = ANY ($1)
     ) AS known`,
    [hashes.map((hash) => Buffer.from(hash, 'hex'))],
  );
}
