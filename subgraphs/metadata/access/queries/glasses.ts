// The SQL of glasses that were broken, and of their reviews. A glass that is about to change is locked until its transaction ends.
import type { Queries } from '../../../../kit/postgres.ts';
import { tellGateways } from './gateway-feed.ts';
import type { OfPerson } from './requests.ts';

export interface GlassRow extends OfPerson {
  readonly id: string;
  readonly client: string | null;
  readonly ticket: string;
  readonly targets: readonly string[];
  readonly reason: string;
  readonly owners: readonly string[];
  readonly authenticatedAt: Date;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly endedAt: Date | null;
  readonly effectiveAt: Date | null;
  readonly lastUsed: Date | null;
  readonly verdict: 'JUSTIFIED' | 'MISUSED' | null;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Date | null;
  readonly reviewNote: string | null;
}

export const glassColumns = `id, issuer, subject, client, ticket, targets, reason, owners, authenticated_at AS "authenticatedAt",
  valid_from AS "validFrom", valid_until AS "validUntil", ended_at AS "endedAt", effective_at AS "effectiveAt",
  last_used AS "lastUsed", verdict, reviewed_by AS "reviewedBy", reviewed_at AS "reviewedAt", review_note AS "reviewNote"`;

export type NewGlass = Pick<
  GlassRow,
  | 'issuer'
  | 'subject'
  | 'client'
  | 'ticket'
  | 'targets'
  | 'reason'
  | 'owners'
  | 'authenticatedAt'
  | 'validFrom'
  | 'validUntil'
>;

/** The person must be locked, and must not have used the ticket before. */
export async function insertGlass(transaction: Queries, glass: NewGlass): Promise<GlassRow> {
  const [row] = await transaction.query<GlassRow>(
    `INSERT INTO break_glass (issuer, subject, client, ticket, targets, reason, owners, authenticated_at, valid_from, valid_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${glassColumns}`,
    [
      glass.issuer,
      glass.subject,
      glass.client,
      glass.ticket,
      glass.targets,
      glass.reason,
      glass.owners,
      glass.authenticatedAt,
      glass.validFrom,
      glass.validUntil,
    ],
  );
  await tellGateways(transaction);
  return row!;
}

/** Those of a person that were broken after an instant. */
export async function countGlasses(database: Queries, { issuer, subject }: OfPerson, since: Date): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM break_glass WHERE issuer = $1 AND subject = $2 AND valid_from > $3',
    [issuer, subject, since],
  );
  return row!.count;
}

export async function glassByTicket(
  database: Queries,
  { issuer, subject }: OfPerson,
  ticket: string,
): Promise<GlassRow | null> {
  const [row] = await database.query<GlassRow>(
    `SELECT ${glassColumns} FROM break_glass WHERE issuer = $1 AND subject = $2 AND ticket = $3`,
    [issuer, subject, ticket],
  );
  return row ?? null;
}

export async function lockGlass(transaction: Queries, id: string): Promise<GlassRow | null> {
  const [row] = await transaction.query<GlassRow>(`SELECT ${glassColumns} FROM break_glass WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  return row ?? null;
}

/** The glass must be locked. */
export async function endGlass(transaction: Queries, id: string, at: Date): Promise<GlassRow> {
  const [row] = await transaction.query<GlassRow>(
    `UPDATE break_glass SET ended_at = $2 WHERE id = $1 RETURNING ${glassColumns}`,
    [id, at],
  );
  await tellGateways(transaction);
  return row!;
}

export type Review = Pick<GlassRow, 'verdict' | 'reviewedBy' | 'reviewedAt' | 'reviewNote'>;

/** The glass must be locked. */
export async function saveReview(
  transaction: Queries,
  id: string,
  { verdict, reviewedBy, reviewedAt, reviewNote }: Review,
): Promise<GlassRow> {
  const [row] = await transaction.query<GlassRow>(
    `UPDATE break_glass SET verdict = $2, reviewed_by = $3, reviewed_at = $4, review_note = $5 WHERE id = $1
     RETURNING ${glassColumns}`,
    [id, verdict, reviewedBy, reviewedAt, reviewNote],
  );
  return row!;
}
