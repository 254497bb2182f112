// SQL of the mutations. Whoever takes a `transaction` relies on a lock that lasts until it ends.
import type { Queries } from '../../../kit/postgres.ts';
import {
  type MessageAuthor,
  type MessageRow,
  messageColumns,
  priorityNumber,
  type TicketChannel,
  type TicketPriority,
  type TicketRow,
  type TicketStatus,
  ticketColumns,
} from '../queries.ts';

export interface NewTicket {
  readonly customerId: string;
  readonly subject: string;
  readonly priority: TicketPriority;
  readonly channel: TicketChannel;
  readonly aboutOrderId: string | null;
  readonly aboutProductId: string | null;
  readonly idempotencyKey: string;
}

export interface NewMessage {
  readonly ticketId: string;
  readonly author: MessageAuthor;
  readonly body: string;
  readonly idempotencyKey: string;
}

/** The new ticket's id; null when its idempotency key is taken, also by a transaction that commits meanwhile. */
export async function addTicket(db: Queries, ticket: NewTicket): Promise<string | null> {
  const rows = await db.query<{ id: string }>(
    `INSERT INTO ticket (customer_id, subject, priority, channel, about_order_id, about_product_id, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (idempotency_key) DO NOTHING RETURNING id`,
    [
      ticket.customerId,
      ticket.subject,
      priorityNumber(ticket.priority),
      ticket.channel,
      ticket.aboutOrderId,
      ticket.aboutProductId,
      ticket.idempotencyKey,
    ],
  );
  return rows[0]?.id ?? null;
}

export async function ticketByKey(
  db: Queries,
  idempotencyKey: string,
): Promise<(TicketRow & { readonly firstBody: string }) | null> {
  const rows = await db.query<TicketRow & { readonly firstBody: string }>(
    `SELECT ${ticketColumns},
       (SELECT body FROM ticket_message WHERE ticket_id = ticket.id ORDER BY id LIMIT 1) AS "firstBody"
     FROM ticket WHERE idempotency_key = $1`,
    [idempotencyKey],
  );
  return rows[0] ?? null;
}

/** Whether the ticket exists; then nobody else adds to it until the transaction ends. */
export async function lockTicket(transaction: Queries, id: string): Promise<boolean> {
  const rows = await transaction.query('SELECT id FROM ticket WHERE id = $1 FOR UPDATE', [id]);
  return rows.length > 0;
}

export async function messageByKey(db: Queries, ticketId: string, idempotencyKey: string): Promise<MessageRow | null> {
  const rows = await db.query<MessageRow>(
    `SELECT ${messageColumns} FROM ticket_message WHERE ticket_id = $1 AND idempotency_key = $2`,
    [ticketId, idempotencyKey],
  );
  return rows[0] ?? null;
}

/** Sent now by the wall clock, not at the start of the transaction, which may have waited for the ticket. */
export async function addMessage(db: Queries, message: NewMessage): Promise<MessageRow> {
  const rows = await db.query<MessageRow>(
    `INSERT INTO ticket_message (ticket_id, author, body, sent_at, idempotency_key)
     VALUES ($1, $2, $3, clock_timestamp(), $4) RETURNING ${messageColumns}`,
    [message.ticketId, message.author, message.body, message.idempotencyKey],
  );
  return rows[0]!;
}

export async function setTicketStatus(db: Queries, ticketId: string, status: TicketStatus): Promise<void> {
  await db.query(
    `UPDATE ticket SET status = $2, closed_at = CASE WHEN $2 = 'CLOSED' THEN clock_timestamp() END WHERE id = $1`,
    [ticketId, status],
  );
}
