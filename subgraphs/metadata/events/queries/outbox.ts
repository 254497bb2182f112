// The SQL of the outbox.
import type { Queries } from '../../../../kit/postgres.ts';
import { productUrn } from '../../../../schema/contract/contract.ts';
import type { EventTopic, MetadataEvent } from '../metadata-event.ts';

/** As the trigger of migration 008 sends it: the id of an event that is committed; nothing, to wake those who send webhooks. */
export const eventChannel = 'metadata_event';

export interface EventRow {
  readonly id: number;
  readonly topic: EventTopic;
  readonly productId: number;
  /** `orders/orders` */
  readonly product: string;
  readonly body: unknown;
  readonly createdAt: Date;
}

/** @throws Error when no such product is registered: nobody would ever hear of it */
export async function insertEvent(transaction: Queries, event: MetadataEvent, now: Date): Promise<void> {
  const { topic, product, ...body } = event;
  const inserted = await transaction.query(
    `INSERT INTO event_outbox (topic, product_id, body, created_at) SELECT $1, id, $3, $4 FROM product WHERE urn = $2
     RETURNING id`,
    [topic, productUrn(product), JSON.stringify(body), now],
  );
  if (inserted.length === 0) throw new Error(`No product ${product} is registered that something could happen to.`);
}

const columns = `event.id, topic, product_id AS "productId", substr(urn, ${productUrn('').length + 1}) AS product,
  body, event.created_at AS "createdAt"`;

export async function eventById(database: Queries, id: number): Promise<EventRow | null> {
  const rows = await database.query<EventRow>(
    `SELECT ${columns} FROM event_outbox AS event JOIN product ON product.id = product_id WHERE event.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface Period {
  readonly from: Date;
  /** Left out itself. */
  readonly to: Date;
  readonly topics: readonly EventTopic[];
  readonly limit: number;
}

/** The latest of them, in the order in which they happened. */
export function eventsBetween(database: Queries, { from, to, topics, limit }: Period): Promise<EventRow[]> {
  return database.query(
    `SELECT * FROM (
       SELECT ${columns} FROM event_outbox AS event JOIN product ON product.id = product_id
       WHERE event.created_at >= $1 AND event.created_at < $2 AND topic = ANY ($3) ORDER BY event.created_at DESC, event.id DESC LIMIT $4
     ) AS latest ORDER BY "createdAt", id`,
    [from, to, topics, limit],
  );
}

/** The oldest that nobody else is routing; they stay locked until the transaction ends. */
export function lockWaitingEvents(transaction: Queries, limit: number): Promise<EventRow[]> {
  return transaction.query(
    `SELECT ${columns} FROM event_outbox AS event JOIN product ON product.id = product_id
     WHERE routed_at IS NULL ORDER BY event.id LIMIT $1 FOR UPDATE OF event SKIP LOCKED`,
    [limit],
  );
}

export async function markRouted(transaction: Queries, ids: readonly number[], now: Date): Promise<void> {
  await transaction.query('UPDATE event_outbox SET routed_at = $2 WHERE id = ANY($1)', [ids, now]);
}

export async function deleteEventsBefore(database: Queries, instant: Date): Promise<void> {
  await database.query('DELETE FROM event_outbox WHERE created_at < $1 AND routed_at IS NOT NULL', [instant]);
}

/** For a delivery without an event. */
export async function wakeSenders(transaction: Queries): Promise<void> {
  await transaction.query(`SELECT pg_notify($1, '')`, [eventChannel]);
}
