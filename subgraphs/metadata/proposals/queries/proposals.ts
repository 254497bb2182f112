// The SQL of proposals. One that is about to change is locked until its transaction ends.
import { type Page, pageValues } from '../../../../kit/connection.ts';
import type { SortOrder } from '../../../../kit/cursor.ts';
import type { Queries } from '../../../../kit/postgres.ts';
import type { Proposal, ProposalState } from '../proposal.ts';

export const newestFirst: SortOrder = { name: 'PROPOSALS_NEWEST', columns: ['instant', 'text'] };

const columns = `proposal.id, proposal.contract_id AS "contractId", product.urn AS "productUrn",
  proposal.base_version AS "baseVersion", proposal.version, proposal.changes, proposal.affected, proposal.state,
  proposal.source_revision AS "sourceRevision", proposal.proposed_by AS "proposedBy", proposal.proposed_at AS "proposedAt",
  proposal.deadline, proposal.closed_at AS "closedAt"`;
const from = `FROM change_proposal AS proposal JOIN contract ON contract.id = proposal.contract_id
  JOIN product ON product.id = contract.product_id`;

/** The one that is not closed and not past its deadline, if there is one of these changes. */
export async function openProposal(
  database: Queries,
  productUrn: string,
  changesHash: string,
  now: Date,
): Promise<Proposal | null> {
  const [row] = await database.query<Proposal>(
    `SELECT ${columns} ${from} WHERE product.urn = $1 AND proposal.changes_hash = decode($2, 'hex')
       AND (proposal.state = 'APPROVED' OR proposal.state IN ('PENDING', 'REJECTED') AND proposal.deadline > $3)`,
    [productUrn, changesHash, now],
  );
  return row ?? null;
}

export interface NewProposal
  extends Pick<
    Proposal,
    'productUrn' | 'baseVersion' | 'version' | 'changes' | 'affected' | 'sourceRevision' | 'proposedBy' | 'deadline'
  > {
  /** SHA-256, hex. */
  readonly changesHash: string;
  readonly odcs: string;
  readonly sdl: string;
}

/** What was asked about the same changes and got no answer in time makes room. */
export async function insertProposal(transaction: Queries, proposal: NewProposal, now: Date): Promise<Proposal> {
  await transaction.query(
    `UPDATE change_proposal SET state = 'EXPIRED', closed_at = deadline FROM contract JOIN product ON product.id = contract.product_id
     WHERE contract.id = contract_id AND urn = $1 AND changes_hash = decode($2, 'hex') AND state IN ('PENDING', 'REJECTED') AND deadline <= $3`,
    [proposal.productUrn, proposal.changesHash, now],
  );
  const [row] = await transaction.query<{ id: string }>(
    `INSERT INTO change_proposal (contract_id, base_version, version, changes_hash, changes, affected, odcs, sdl, state,
       source_revision, proposed_by, proposed_at, deadline)
     SELECT contract.id, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, 'PENDING', $9, $10, $11, $12
     FROM contract JOIN product ON product.id = contract.product_id WHERE urn = $1 AND port = 'graphql'
     RETURNING change_proposal.id`,
    [
      proposal.productUrn,
      proposal.baseVersion,
      proposal.version,
      proposal.changesHash,
      JSON.stringify(proposal.changes),
      JSON.stringify(proposal.affected),
      proposal.odcs,
      proposal.sdl,
      proposal.sourceRevision,
      proposal.proposedBy,
      now,
      proposal.deadline,
    ],
  );
  return (await proposalsById(transaction, [row!.id]))[0]!;
}

export function proposalsById(database: Queries, ids: readonly string[]): Promise<Proposal[]> {
  return database.query(`SELECT ${columns} ${from} WHERE proposal.id = ANY ($1::uuid[])`, [ids]);
}

export async function lockProposal(transaction: Queries, id: string): Promise<Proposal | null> {
  const [row] = await transaction.query<Proposal>(
    `SELECT ${columns} ${from} WHERE proposal.id = $1 FOR UPDATE OF proposal`,
    [id],
  );
  return row ?? null;
}

/** The proposal must be locked, by itself or by the lock of the registry. */
export async function moveProposal(transaction: Queries, id: string, state: ProposalState, now: Date): Promise<void> {
  await transaction.query(
    `UPDATE change_proposal SET state = $2, closed_at = CASE WHEN $2 IN ('WITHDRAWN', 'PUBLISHED', 'FORCED') THEN $3::timestamptz END
     WHERE id = $1 AND state <> $2`,
    [id, state, now],
  );
}

/** Of each version the one that led to it, or the one that offers it and is open. */
export function proposalsOfVersions(
  database: Queries,
  versions: readonly { readonly contractId: number; readonly version: string }[],
): Promise<Proposal[]> {
  return database.query(
    `SELECT DISTINCT ON (proposal.contract_id, proposal.version) ${columns} ${from}
     JOIN unnest($1::int[], $2::text[]) AS wanted (contract_id, version)
       ON wanted.contract_id = proposal.contract_id AND wanted.version = proposal.version
     ORDER BY proposal.contract_id, proposal.version, proposal.proposed_at DESC`,
    [versions.map(({ contractId }) => contractId), versions.map(({ version }) => version)],
  );
}

export interface ProposalFilter {
  readonly productUrn: string | null;
  readonly state: ProposalState | null;
  /** One of those that the changes break. */
  readonly consumer: string | null;
  readonly now: Date;
}

const matches = `($1::text IS NULL OR product.urn = $1)
  AND ($2::text IS NULL OR $2 = CASE WHEN proposal.state IN ('PENDING', 'REJECTED') AND proposal.deadline <= $3 THEN 'EXPIRED'
    ELSE proposal.state END)
  AND ($4::text IS NULL OR proposal.affected @> jsonb_build_array(jsonb_build_object('consumer', $4::text)))`;

function filterValues({ productUrn, state, consumer, now }: ProposalFilter): unknown[] {
  return [productUrn, state, now, consumer];
}

export function proposalPage(database: Queries, filter: ProposalFilter, page: Page): Promise<Proposal[]> {
  return database.query(
    `SELECT ${columns} ${from} WHERE ${matches}
       AND ($5::timestamptz IS NULL OR (proposal.proposed_at, proposal.id) < ($5, $6::uuid))
     ORDER BY proposal.proposed_at DESC, proposal.id DESC LIMIT $7`,
    [...filterValues(filter), ...pageValues(page, newestFirst), page.limit],
  );
}

export async function proposalCount(database: Queries, filter: ProposalFilter): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*) AS count ${from} WHERE ${matches}`,
    filterValues(filter),
  );
  return row!.count;
}
