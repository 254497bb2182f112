// The SQL of what consumers run, as gateways reported it.
import type { Queries } from '../../../../kit/postgres.ts';

/** @param hashes SHA-256, hex
 *  @returns those whose text is kept */
export function documentsOf(
  database: Queries,
  hashes: readonly string[],
): Promise<{ readonly hash: string; readonly document: string }[]> {
  return database.query(
    `SELECT encode(hash, 'hex') AS hash, document FROM operation
     WHERE hash = ANY (SELECT decode(hex, 'hex') FROM unnest($1::text[]) AS hex) AND document IS NOT NULL`,
    [hashes],
  );
}
