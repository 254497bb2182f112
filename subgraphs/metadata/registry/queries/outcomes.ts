// The SQL of what registrations were answered.
import type { Queries } from '../../../../kit/postgres.ts';

export interface Asked {
  readonly client: string;
  readonly key: string;
  /** SHA-256, hex. */
  readonly requestHash: string;
}

export async function outcomeOf<Outcome>(
  transaction: Queries,
  { client, key }: Asked,
): Promise<{ readonly requestHash: string; readonly outcome: Outcome } | null> {
  const [row] = await transaction.query<{ requestHash: string; outcome: Outcome }>(
    `SELECT encode(request_hash, 'hex') AS "requestHash", outcome FROM registration_outcome
     WHERE client = $1 AND idempotency_key = $2`,
    [client, key],
  );
  return row ?? null;
}

export async function saveOutcome(
  transaction: Queries,
  { client, key, requestHash }: Asked,
  outcome: object,
  now: Date,
): Promise<void> {
  await transaction.query(
    `INSERT INTO registration_outcome (client, idempotency_key, request_hash, outcome, answered_at)
     VALUES ($1, $2, decode($3, 'hex'), $4, $5)`,
    [client, key, requestHash, JSON.stringify(outcome), now],
  );
}

export async function forgetOutcomes(transaction: Queries, before: Date): Promise<void> {
  await transaction.query('DELETE FROM registration_outcome WHERE answered_at < $1', [before]);
}
