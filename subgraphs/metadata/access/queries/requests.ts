// The SQL of requests for access and of who agreed to them. A request that is about to change is locked until its transaction ends.
import type { Queries } from '../../../../kit/postgres.ts';
import type { Agreement, PolicyResult } from '../judge-request.ts';

export type AccessState = 'PENDING' | 'APPROVED' | 'DENIED' | 'CANCELLED' | 'EXPIRED';
export type GrantOutcome = 'ALLOW' | 'MASK';

export interface OfPerson {
  readonly issuer: string;
  readonly subject: string;
}

export interface RequestRow extends OfPerson {
  readonly id: string;
  readonly client: string | null;
  readonly targets: readonly string[];
  readonly outcome: GrantOutcome;
  readonly purpose: string;
  readonly justification: string;
  readonly durationSeconds: number;
  readonly state: AccessState;
  readonly policy: readonly PolicyResult[];
  readonly approvers: readonly string[];
  readonly requestedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
}

export interface ApprovalRow extends Agreement {
  readonly requestId: string;
  readonly reason: string;
  readonly until: Date | null;
  readonly at: Date;
}

export const requestColumns = `id, issuer, subject, client, targets, outcome, purpose, justification, duration_seconds AS "durationSeconds",
  state, policy, approvers, requested_at AS "requestedAt", decided_by AS "decidedBy", decided_at AS "decidedAt",
  decision_reason AS "decisionReason"`;

/** Until the transaction ends, this person asks for nothing else, in this process or another. */
export async function lockPerson(transaction: Queries, { issuer, subject }: OfPerson): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', [
    'gordian access',
    `${issuer}\n${subject}`,
  ]);
}

export type NewRequest = Omit<RequestRow, 'id' | 'decidedBy'>;

export async function insertRequest(transaction: Queries, request: NewRequest): Promise<RequestRow> {
  const [row] = await transaction.query<RequestRow>(
    `INSERT INTO access_request (issuer, subject, client, targets, outcome, purpose, justification, duration_seconds, state,
       policy, approvers, requested_at, decided_at, decision_reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING ${requestColumns}`,
    [
      request.issuer,
      request.subject,
      request.client,
      request.targets,
      request.outcome,
      request.purpose,
      request.justification,
      request.durationSeconds,
      request.state,
      JSON.stringify(request.policy),
      request.approvers,
      request.requestedAt,
      request.decidedAt,
      request.decisionReason,
    ],
  );
  return row!;
}

export type Wish = Pick<NewRequest, 'targets' | 'outcome' | 'purpose' | 'durationSeconds'>;

/** Those that have waited since before an instant, or since then. */
export async function closeWaiting(
  transaction: Queries,
  { since, at, reason }: { readonly since: Date; readonly at: Date; readonly reason: string },
): Promise<RequestRow[]> {
  return transaction.query<RequestRow>(
    `UPDATE access_request SET state = 'EXPIRED', decided_at = $2, decision_reason = $3
     WHERE state = 'PENDING' AND requested_at <= $1 RETURNING ${requestColumns}`,
    [since, at, reason],
  );
}

export async function isAnyWaiting(database: Queries, since: Date): Promise<boolean> {
  const [row] = await database.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM access_request WHERE state = 'PENDING' AND requested_at <= $1) AS found`,
    [since],
  );
  return row!.found;
}

/** The same as asked before, while it is open or what it brought is live. */
export async function sameRequest(
  transaction: Queries,
  { issuer, subject }: OfPerson,
  { targets, outcome, purpose, durationSeconds }: Wish,
  now: Date,
): Promise<RequestRow | null> {
  const [row] = await transaction.query<RequestRow>(
    `SELECT ${requestColumns} FROM access_request AS request
     WHERE issuer = $1 AND subject = $2 AND targets = $3 AND outcome = $4 AND purpose = $5 AND duration_seconds = $6
       AND (state = 'PENDING' OR EXISTS (
         SELECT FROM access_grant WHERE request_id = request.id AND revoked_at IS NULL AND valid_until > $7))
     ORDER BY requested_at DESC LIMIT 1`,
    [issuer, subject, targets, outcome, purpose, durationSeconds, now],
  );
  return row ?? null;
}

/** Open requests and live grants of a person, counted by what they name. */
export async function countTargets(transaction: Queries, { issuer, subject }: OfPerson, now: Date): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `SELECT coalesce(sum(cardinality(targets)), 0)::int AS count FROM (
       SELECT targets FROM access_request WHERE issuer = $1 AND subject = $2 AND state = 'PENDING'
       UNION ALL
       SELECT targets FROM access_grant WHERE issuer = $1 AND subject = $2 AND revoked_at IS NULL AND valid_until > $3
     ) AS held`,
    [issuer, subject, now],
  );
  return row!.count;
}

export async function lockRequest(transaction: Queries, id: string): Promise<RequestRow | null> {
  const [row] = await transaction.query<RequestRow>(
    `SELECT ${requestColumns} FROM access_request WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return row ?? null;
}

export interface Closing {
  readonly state: Exclude<AccessState, 'PENDING' | 'EXPIRED'>;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly reason: string;
}

/** The request must be locked. */
export async function closeRequest(
  transaction: Queries,
  id: string,
  { state, decidedBy, decidedAt, reason }: Closing,
): Promise<RequestRow> {
  const [row] = await transaction.query<RequestRow>(
    `UPDATE access_request SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5 WHERE id = $1
     RETURNING ${requestColumns}`,
    [id, state, decidedBy, decidedAt, reason],
  );
  return row!;
}

export function requestsById(database: Queries, ids: readonly string[]): Promise<RequestRow[]> {
  return database.query(`SELECT ${requestColumns} FROM access_request WHERE id = ANY($1)`, [ids]);
}

export function approvalsOfRequests(database: Queries, requestIds: readonly string[]): Promise<ApprovalRow[]> {
  return database.query(
    `SELECT request_id AS "requestId", subject, groups, reason, until, at FROM access_approval
     WHERE request_id = ANY($1) ORDER BY at, subject`,
    [requestIds],
  );
}

/** @returns false when this person has agreed before */
export async function insertApproval(
  transaction: Queries,
  requestId: string,
  { issuer, subject }: OfPerson,
  { groups, reason, until, at }: Omit<ApprovalRow, 'requestId' | 'subject'>,
): Promise<boolean> {
  const rows = await transaction.query(
    `INSERT INTO access_approval (request_id, subject, issuer, groups, reason, until, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING RETURNING subject`,
    [requestId, subject, issuer, groups, reason, until, at],
  );
  return rows.length > 0;
}
