// The SQL of webhooks on their way.
import { type Page, pageValues } from '../../../../kit/connection.ts';
import type { Queries } from '../../../../kit/postgres.ts';
import { newestFirst } from './subscriptions.ts';

export interface NewDelivery {
  readonly id: string;
  readonly subscriptionId: string;
  readonly eventId: number | null;
  readonly body: string;
  /** That its owner has asked for. */
  readonly isTrial?: true;
}

export interface DueDelivery {
  readonly id: string;
  readonly subscriptionId: string;
  readonly webhookUrl: string;
  readonly body: string;
  /** This one included. */
  readonly attempts: number;
}

export interface DeliveryRow {
  readonly id: string;
  readonly state: 'PENDING' | 'DELIVERED' | 'FAILED';
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export async function insertDeliveries(
  transaction: Queries,
  deliveries: readonly NewDelivery[],
  now: Date,
): Promise<void> {
  await transaction.query(
    `INSERT INTO webhook_delivery (id, subscription_id, event_id, body, is_trial, state, next_attempt_at, created_at)
     SELECT id, "subscriptionId", "eventId", body, coalesce("isTrial", false), 'PENDING', $2, $2
     FROM jsonb_to_recordset($1) AS d (id text, "subscriptionId" text, "eventId" bigint, body text, "isTrial" boolean)
     ON CONFLICT (subscription_id, event_id) DO NOTHING`,
    [JSON.stringify(deliveries), now],
  );
}

/** Over all subscriptions of a person. */
export async function countTrials(
  transaction: Queries,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  since: Date,
): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `SELECT count(*) AS count FROM change_subscription AS subscription
     JOIN webhook_delivery AS delivery ON delivery.subscription_id = subscription.id
     WHERE issuer = $1 AND subject = $2 AND is_trial AND delivery.created_at > $3`,
    [issuer, subject, since],
  );
  return row!.count;
}

export interface Taking {
  readonly now: Date;
  /** Nobody else takes it before. */
  readonly until: Date;
  readonly limit: number;
  /** Of these subscriptions none is taken. */
  readonly except: readonly string[];
}

/** Takes what is due for as long as an attempt may take: whoever dies with one in hand leaves it to another. */
export function takeDue(database: Queries, { now, until, limit, except }: Taking): Promise<DueDelivery[]> {
  return database.query(
    `UPDATE webhook_delivery AS delivery SET attempts = attempts + 1, next_attempt_at = $2
     FROM change_subscription AS subscription
     WHERE delivery.id IN (
         SELECT id FROM webhook_delivery
         WHERE state = 'PENDING' AND next_attempt_at <= $1 AND subscription_id <> ALL ($4)
         ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED
       )
       AND subscription.id = delivery.subscription_id
     RETURNING delivery.id, subscription_id AS "subscriptionId", webhook_url AS "webhookUrl", body, attempts`,
    [now, until, limit, except],
  );
}

export interface Attempt {
  readonly status: number | null;
  readonly error: string | null;
}

export async function finishDelivery(
  database: Queries,
  id: string,
  state: 'DELIVERED' | 'FAILED',
  { status, error }: Attempt,
  now: Date,
): Promise<void> {
  await database.query(
    'UPDATE webhook_delivery SET state = $2, last_status = $3, last_error = $4, finished_at = $5 WHERE id = $1',
    [id, state, status, error, now],
  );
}

/** One that has ended in the meantime stays ended. */
export async function postponeDelivery(
  database: Queries,
  id: string,
  { status, error }: Attempt,
  until: Date,
): Promise<void> {
  await database.query(
    `UPDATE webhook_delivery SET next_attempt_at = $4, last_status = $2, last_error = $3 WHERE id = $1 AND state = 'PENDING'`,
    [id, status, error, until],
  );
}

/** When the next one is due; null when none waits. */
export async function nextDue(database: Queries): Promise<Date | null> {
  const [row] = await database.query<{ due: Date | null }>(
    `SELECT min(next_attempt_at) AS due FROM webhook_delivery WHERE state = 'PENDING'`,
  );
  return row!.due;
}

export async function deleteFinishedBefore(database: Queries, instant: Date): Promise<void> {
  await database.query('DELETE FROM webhook_delivery WHERE finished_at < $1', [instant]);
}

export function deliveriesOf(database: Queries, subscriptionId: string, page: Page): Promise<DeliveryRow[]> {
  return database.query(
    `SELECT id, state, attempts, next_attempt_at AS "nextAttemptAt", last_status AS "lastStatus",
       last_error AS "lastError", created_at AS "createdAt", finished_at AS "finishedAt"
     FROM webhook_delivery
     WHERE subscription_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::text))
     ORDER BY created_at DESC, id DESC LIMIT $4`,
    [subscriptionId, ...pageValues(page, newestFirst), page.limit],
  );
}

export async function countDeliveries(database: Queries, subscriptionId: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*) AS count FROM webhook_delivery WHERE subscription_id = $1',
    [subscriptionId],
  );
  return row!.count;
}
