// The SQL of what consumers said of proposals. Nothing that was said is changed.
import type { Queries } from '../../../../kit/postgres.ts';
import type { Acknowledgement } from '../proposal.ts';

/** In the order in which they were given. */
export function acknowledgementsOf(database: Queries, proposalIds: readonly string[]): Promise<Acknowledgement[]> {
  return database.query(
    `SELECT proposal_id AS "proposalId", consumer, response, source, given_by AS "givenBy", given_at AS "givenAt",
       migrate_by AS "migrateBy", note
     FROM proposal_acknowledgement WHERE proposal_id = ANY ($1::uuid[]) ORDER BY seq`,
    [proposalIds],
  );
}

export async function insertAcknowledgement(transaction: Queries, said: Acknowledgement): Promise<void> {
  await transaction.query(
    `INSERT INTO proposal_acknowledgement (proposal_id, consumer, response, source, given_by, given_at, migrate_by, note)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [said.proposalId, said.consumer, said.response, said.source, said.givenBy, said.givenAt, said.migrateBy, said.note],
  );
}
