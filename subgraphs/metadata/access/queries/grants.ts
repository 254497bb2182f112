// The SQL of grants. A grant that is about to change is locked until its transaction ends.
import type { Queries } from '../../../../kit/postgres.ts';
import { tellGateways } from './gateway-feed.ts';
import type { GrantOutcome, OfPerson } from './requests.ts';

export interface GrantRow extends OfPerson {
  readonly id: string;
  readonly requestId: string;
  readonly targets: readonly string[];
  readonly openings: readonly string[];
  /** Of the openings, those that the policies agreed to by themselves. */
  readonly byPolicy: readonly string[];
  readonly outcome: GrantOutcome;
  readonly purpose: string;
  readonly approvers: readonly string[];
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
  readonly revokeReason: string | null;
  readonly effectiveAt: Date | null;
  readonly lastUsed: Date | null;
}

export const grantColumns = `id, request_id AS "requestId", issuer, subject, targets, openings,
  by_policy AS "byPolicy", outcome, purpose, approvers, valid_from AS "validFrom", valid_until AS "validUntil", revoked_at AS "revokedAt", revoked_by AS "revokedBy",
  revoke_reason AS "revokeReason", effective_at AS "effectiveAt", last_used AS "lastUsed"`;

export type NewGrant = Pick<
  GrantRow,
  | 'requestId'
  | 'issuer'
  | 'subject'
  | 'targets'
  | 'openings'
  | 'byPolicy'
  | 'outcome'
  | 'purpose'
  | 'approvers'
  | 'validFrom'
  | 'validUntil'
>;

export async function insertGrant(transaction: Queries, grant: NewGrant): Promise<void> {
  await transaction.query(
    `INSERT INTO access_grant (request_id, issuer, subject, targets, openings, by_policy, outcome, purpose, approvers, valid_from, valid_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      grant.requestId,
      grant.issuer,
      grant.subject,
      grant.targets,
      grant.openings,
      grant.byPolicy,
      grant.outcome,
      grant.purpose,
      grant.approvers,
      grant.validFrom,
      grant.validUntil,
    ],
  );
  await tellGateways(transaction);
}

export function grantsOfRequests(database: Queries, requestIds: readonly string[]): Promise<GrantRow[]> {
  return database.query(`SELECT ${grantColumns} FROM access_grant WHERE request_id = ANY($1)`, [requestIds]);
}

export async function lockGrant(transaction: Queries, id: string): Promise<GrantRow | null> {
  const [row] = await transaction.query<GrantRow>(`SELECT ${grantColumns} FROM access_grant WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  return row ?? null;
}

/** The grant must be locked. */
export async function endGrant(
  transaction: Queries,
  id: string,
  { at, by, reason }: { readonly at: Date; readonly by: string; readonly reason: string },
): Promise<GrantRow> {
  const [row] = await transaction.query<GrantRow>(
    `UPDATE access_grant SET revoked_at = $2, revoked_by = $3, revoke_reason = $4 WHERE id = $1 RETURNING ${grantColumns}`,
    [id, at, by, reason],
  );
  await tellGateways(transaction);
  return row!;
}
