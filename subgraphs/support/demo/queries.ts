// SQL of the demo data: the seed, and the generator that keeps it alive.
import type { Queries } from '../../../kit/postgres.ts';
import { type MessageRow, type TicketRow, type TicketStatus, ticketColumns } from '../queries.ts';

/** A message of the demo data, which was sent at some time in the past. */
export type SeededMessage = Omit<MessageRow, 'id'>;

export async function insertTickets(db: Queries, tickets: readonly TicketRow[]): Promise<void> {
  await db.query(
    `INSERT INTO ticket (id, customer_id, subject, status, priority, channel, opened_at, closed_at, about_order_id,
       about_product_id, satisfaction_score, satisfaction_comment, rated_at, updated_at)
     SELECT id, "customerId", subject, status, priority, channel, "openedAt", "closedAt", "aboutOrderId",
       "aboutProductId", "satisfactionScore", "satisfactionComment", "ratedAt", "updatedAt"
     FROM jsonb_to_recordset($1::jsonb) AS row (id text, "customerId" text, subject text, status text,
       priority smallint, channel text, "openedAt" timestamptz, "closedAt" timestamptz, "aboutOrderId" text,
       "aboutProductId" text, "satisfactionScore" smallint, "satisfactionComment" text, "ratedAt" timestamptz,
       "updatedAt" timestamptz)`,
    [JSON.stringify(tickets)],
  );
}

/** In the order given, so that ids rise with it. */
export async function insertMessages(db: Queries, messages: readonly SeededMessage[]): Promise<void> {
  await db.query(
    `INSERT INTO ticket_message (ticket_id, author, body, sent_at)
     SELECT item->>'ticketId', item->>'author', item->>'body', (item->>'sentAt')::timestamptz
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS row (item, place) ORDER BY place`,
    [JSON.stringify(messages)],
  );
}

/** The next ticket opened gets the number after `last`. */
export async function continueTicketNumbers(db: Queries, last: number): Promise<void> {
  await db.query(`SELECT setval('ticket_number', $1::bigint)`, [last]);
}

/** A ticket in one of these states, at random; null when there is none. */
export async function anyTicket(db: Queries, statuses: readonly TicketStatus[]): Promise<TicketRow | null> {
  const rows = await db.query<TicketRow>(
    `SELECT ${ticketColumns} FROM ticket WHERE status = ANY($1::text[]) ORDER BY random() LIMIT 1`,
    [statuses],
  );
  return rows[0] ?? null;
}
