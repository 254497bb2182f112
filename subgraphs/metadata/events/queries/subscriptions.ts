// The SQL of subscriptions to changes.
import { type Page, pageValues } from '../../../../kit/connection.ts';
import type { SortOrder } from '../../../../kit/cursor.ts';
import type { Queries } from '../../../../kit/postgres.ts';
import type { ChangeAxis, ChangeSeverity } from '../../../../schema/contract-changes/contract-change.ts';
import type { Digest } from '../digest-time.ts';
import type { EventTopic } from '../metadata-event.ts';

export interface SubscriptionRow {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly client: string | null;
  readonly topics: readonly EventTopic[];
  /** Types, fields or product ids; none: everything. */
  readonly match: readonly string[];
  /** None: all. */
  readonly axes: readonly ChangeAxis[];
  readonly minSeverity: ChangeSeverity;
  readonly includeUpstream: boolean;
  readonly onlyIfUsed: boolean;
  readonly webhookUrl: string;
  /** `NONE`: each event is told by itself, at once. */
  readonly digest: Digest | 'NONE';
  /** By its name in the IANA database. */
  readonly timeZone: string;
  /** Null without a digest. */
  readonly nextDigestAt: Date | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly endedBecause: string | null;
}

export interface Owner {
  readonly issuer: string;
  readonly subject: string;
}

export const newestFirst: SortOrder = { name: 'SUBSCRIPTION_NEWEST', columns: ['instant', 'text'] };

const columns = `id, issuer, subject, client, topics, match, axes, min_severity AS "minSeverity",
  include_upstream AS "includeUpstream", only_if_used AS "onlyIfUsed", webhook_url AS "webhookUrl",
  digest, time_zone AS "timeZone", next_digest_at AS "nextDigestAt",
  created_at AS "createdAt", ended_at AS "endedAt", ended_because AS "endedBecause"`;

export async function insertSubscription(transaction: Queries, row: SubscriptionRow): Promise<void> {
  await transaction.query(
    `INSERT INTO change_subscription (id, issuer, subject, client, topics, match, axes, min_severity, include_upstream,
       only_if_used, webhook_url, created_at, digest, time_zone, next_digest_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      row.id,
      row.issuer,
      row.subject,
      row.client,
      row.topics,
      row.match,
      row.axes,
      row.minSeverity,
      row.includeUpstream,
      row.onlyIfUsed,
      row.webhookUrl,
      row.createdAt,
      row.digest,
      row.timeZone,
      row.nextDigestAt,
    ],
  );
}

/** So that one person's requests cannot pass a limit side by side. */
export async function lockOwner(transaction: Queries, { issuer, subject }: Owner): Promise<void> {
  await transaction.query("SELECT pg_advisory_xact_lock(hashtext('change subscription'), hashtext($1))", [
    `${issuer} ${subject}`,
  ]);
}

export async function countLive(transaction: Queries, { issuer, subject }: Owner): Promise<number> {
  await lockOwner(transaction, { issuer, subject });
  const [row] = await transaction.query<{ count: number }>(
    'SELECT count(*) AS count FROM change_subscription WHERE issuer = $1 AND subject = $2 AND ended_at IS NULL',
    [issuer, subject],
  );
  return row!.count;
}

export function liveSubscriptions(database: Queries): Promise<SubscriptionRow[]> {
  return database.query(`SELECT ${columns} FROM change_subscription WHERE ended_at IS NULL ORDER BY id`);
}

export async function subscriptionOf(
  database: Queries,
  id: string,
  { issuer, subject }: Owner,
): Promise<SubscriptionRow | null> {
  const rows = await database.query<SubscriptionRow>(
    `SELECT ${columns} FROM change_subscription WHERE id = $1 AND issuer = $2 AND subject = $3`,
    [id, issuer, subject],
  );
  return rows[0] ?? null;
}

export function subscriptionsOf(database: Queries, { issuer, subject }: Owner, page: Page): Promise<SubscriptionRow[]> {
  return database.query(
    `SELECT ${columns} FROM change_subscription
     WHERE issuer = $1 AND subject = $2 AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::text))
     ORDER BY created_at DESC, id DESC LIMIT $5`,
    [issuer, subject, ...pageValues(page, newestFirst), page.limit],
  );
}

export async function countSubscriptions(database: Queries, { issuer, subject }: Owner): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*) AS count FROM change_subscription WHERE issuer = $1 AND subject = $2',
    [issuer, subject],
  );
  return row!.count;
}

/** What waited to be sent is not sent any more. Nothing happens to one that has ended. */
export async function endSubscription(transaction: Queries, id: string, because: string, now: Date): Promise<void> {
  await transaction.query(
    'UPDATE change_subscription SET ended_at = $3, ended_because = $2 WHERE id = $1 AND ended_at IS NULL',
    [id, because, now],
  );
  await transaction.query(
    `UPDATE webhook_delivery SET state = 'FAILED', finished_at = $2, last_error = 'The subscription has ended.'
     WHERE subscription_id = $1 AND state = 'PENDING'`,
    [id, now],
  );
  await transaction.query('DELETE FROM digest_entry WHERE subscription_id = $1', [id]);
}

/** Those that ended so long ago, of which nothing is left that was sent. */
export async function deleteEndedBefore(database: Queries, instant: Date): Promise<void> {
  await database.query(
    `DELETE FROM change_subscription AS ended WHERE ended_at < $1
       AND NOT EXISTS (SELECT FROM webhook_delivery WHERE subscription_id = ended.id)
       AND NOT EXISTS (SELECT FROM digest_entry WHERE subscription_id = ended.id)`,
    [instant],
  );
}
