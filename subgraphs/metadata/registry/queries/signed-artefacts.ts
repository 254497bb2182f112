// The SQL of signatures: the newest publication of a variant as it was signed.
import type { Queries } from '../../../../kit/postgres.ts';
import type { SignedArtefact } from '../sign-artefact.ts';

export interface SignedPublication {
  readonly seq: number;
  readonly publishedAt: Date;
  /** Null where nobody has signed it. */
  readonly signature: string | null;
}

/** @returns null where nothing is published */
export async function latestSignature(database: Queries, variant: string): Promise<SignedPublication | null> {
  const [row] = await database.query<SignedPublication>(
    `SELECT publication.seq::int AS seq, publication.published_at AS "publishedAt", signed.signature
     FROM publication LEFT JOIN signed_artefact AS signed ON signed.publication_seq = publication.seq
     WHERE publication.variant = $1 ORDER BY publication.seq DESC LIMIT 1`,
    [variant],
  );
  return row ?? null;
}

export interface ServedArtefact extends SignedArtefact {
  readonly id: string;
}

/** @returns null where the newest publication is not signed */
export async function latestSigned(database: Queries, variant: string): Promise<ServedArtefact | null> {
  const [row] = await database.query<ServedArtefact>(
    `SELECT publication.artefact_id AS id, signed.bytes, signed.signature
     FROM (SELECT seq, artefact_id FROM publication WHERE variant = $1 ORDER BY seq DESC LIMIT 1) AS publication
     JOIN signed_artefact AS signed ON signed.publication_seq = publication.seq`,
    [variant],
  );
  return row ?? null;
}

/** In the place of what was signed for the variant before. */
export async function saveSigned(
  transaction: Queries,
  variant: string,
  seq: number,
  { bytes, signature }: SignedArtefact,
): Promise<void> {
  await transaction.query(
    `DELETE FROM signed_artefact USING publication
     WHERE publication.seq = signed_artefact.publication_seq AND publication.variant = $1`,
    [variant],
  );
  await transaction.query('INSERT INTO signed_artefact (publication_seq, bytes, signature) VALUES ($1, $2, $3)', [
    seq,
    bytes,
    signature,
  ]);
}
