// The SQL of what waits for a digest, and of when digests are due.
import type { Queries } from '../../../../kit/postgres.ts';
import type { Digest } from '../digest-time.ts';
import type { NewDelivery } from './deliveries.ts';

export async function insertEntries(transaction: Queries, entries: readonly NewDelivery[]): Promise<void> {
  await transaction.query(
    `INSERT INTO digest_entry (subscription_id, event_id, body)
     SELECT "subscriptionId", "eventId", body
     FROM jsonb_to_recordset($1) AS e ("subscriptionId" text, "eventId" bigint, body text)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(entries)],
  );
}

export interface DueDigest {
  readonly subscriptionId: string;
  readonly digest: Digest;
  readonly timeZone: string;
}

/** The ones that wait longest, of those that nobody else is gathering; they stay locked until the transaction ends. */
export function lockDueDigests(transaction: Queries, now: Date, limit: number): Promise<DueDigest[]> {
  return transaction.query(
    `SELECT id AS "subscriptionId", digest, time_zone AS "timeZone" FROM change_subscription
     WHERE ended_at IS NULL AND next_digest_at <= $1 ORDER BY next_digest_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, limit],
  );
}

export async function moveDigest(transaction: Queries, subscriptionId: string, next: Date): Promise<void> {
  await transaction.query('UPDATE change_subscription SET next_digest_at = $2 WHERE id = $1', [subscriptionId, next]);
}

/** In the order in which it happened. @returns bodies */
export async function takeEntries(transaction: Queries, subscriptionId: string): Promise<string[]> {
  const rows = await transaction.query<{ body: string }>(
    `WITH taken AS (DELETE FROM digest_entry WHERE subscription_id = $1 RETURNING event_id, body)
     SELECT body FROM taken ORDER BY event_id`,
    [subscriptionId],
  );
  return rows.map(({ body }) => body);
}

/** When the next one is due; null when none will be. */
export async function nextDigest(database: Queries): Promise<Date | null> {
  const [row] = await database.query<{ due: Date | null }>(
    'SELECT min(next_digest_at) AS due FROM change_subscription WHERE ended_at IS NULL AND next_digest_at IS NOT NULL',
  );
  return row!.due;
}
