// What the support domain reads. Batched questions take keys and give rows in key order. Writes are in conversation/, the
// demo data in demo/.
import type { Page } from '../../kit/connection.ts';
import { pageValues } from '../../kit/connection.ts';
import { groupInKeyOrder, inKeyOrder } from '../../kit/in-key-order.ts';
import { containing } from '../../kit/like-pattern.ts';
import { type OrderColumn, type Ordering, orderingBy, type SortDirection } from '../../kit/ordering.ts';
import type { Queries } from '../../kit/postgres.ts';

export type TicketStatus = 'OPEN' | 'PENDING' | 'CLOSED';
export type TicketChannel = 'EMAIL' | 'PHONE' | 'WEB' | 'CHAT';
export type MessageAuthor = 'CUSTOMER' | 'AGENT';

/** In rows a priority is its place in this list, counted from 1, because lists are ordered by it. */
export const priorities = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;
export type TicketPriority = (typeof priorities)[number];

export interface TicketRow {
  readonly id: string;
  readonly customerId: string;
  readonly subject: string;
  readonly status: TicketStatus;
  readonly priority: number;
  readonly channel: TicketChannel;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly aboutOrderId: string | null;
  readonly aboutProductId: string | null;
  readonly satisfactionScore: number | null;
  readonly satisfactionComment: string | null;
  readonly ratedAt: Date | null;
  readonly updatedAt: Date;
}

export interface MessageRow {
  readonly id: number;
  readonly ticketId: string;
  readonly author: MessageAuthor;
  readonly body: string;
  readonly sentAt: Date;
}

export interface CustomerSummary {
  readonly customerId: string;
  readonly openTicketCount: number;
  readonly lastContactAt: Date | null;
  readonly satisfaction: number | null;
}

export interface TicketFilter {
  readonly status?: readonly TicketStatus[] | null;
  readonly priority?: readonly TicketPriority[] | null;
  readonly channel?: readonly TicketChannel[] | null;
  readonly customerId?: string | null;
  readonly orderId?: string | null;
  readonly productId?: string | null;
  readonly subjectContains?: string | null;
  readonly openedAfter?: Date | null;
  readonly openedBefore?: Date | null;
}

export interface TicketOrder {
  readonly field: 'OPENED_AT' | 'UPDATED_AT' | 'PRIORITY';
  readonly direction: SortDirection;
}

export type TicketOrdering = Ordering<TicketRow>;
export type MessageOrdering = Ordering<MessageRow>;

const orderColumns: Readonly<Record<TicketOrder['field'], OrderColumn<TicketRow>>> = {
  OPENED_AT: { column: 'ticket.opened_at', type: 'timestamptz', kind: 'instant', valueOf: (row) => row.openedAt },
  UPDATED_AT: { column: 'ticket.updated_at', type: 'timestamptz', kind: 'instant', valueOf: (row) => row.updatedAt },
  PRIORITY: { column: 'ticket.priority', type: 'bigint', kind: 'number', valueOf: (row) => row.priority },
};

export function ticketOrdering(order: TicketOrder = { field: 'OPENED_AT', direction: 'DESC' }): TicketOrdering {
  const id = { column: 'ticket.id', type: 'text', valueOf: (row: TicketRow) => row.id } as const;
  return orderingBy(order.field, order.direction, orderColumns[order.field], id);
}

export function messageOrdering(direction: SortDirection): MessageOrdering {
  const sentAt: OrderColumn<MessageRow> = {
    column: 'sent_at',
    type: 'timestamptz',
    kind: 'instant',
    valueOf: (row) => row.sentAt,
  };
  const id = { column: 'id', type: 'bigint', valueOf: (row: MessageRow) => row.id } as const;
  return orderingBy('SENT_AT', direction, sentAt, id);
}

export const ticketColumns = `ticket.id, ticket.customer_id AS "customerId", ticket.subject, ticket.status, ticket.priority,
  ticket.channel, ticket.opened_at AS "openedAt", ticket.closed_at AS "closedAt",
  ticket.about_order_id AS "aboutOrderId", ticket.about_product_id AS "aboutProductId",
  ticket.satisfaction_score AS "satisfactionScore", ticket.satisfaction_comment AS "satisfactionComment",
  ticket.rated_at AS "ratedAt", ticket.updated_at AS "updatedAt"`;

export const messageColumns = 'id, ticket_id AS "ticketId", author, body, sent_at AS "sentAt"';

export async function ticketsById(db: Queries, ids: readonly string[]): Promise<(TicketRow | null)[]> {
  const rows = await db.query<TicketRow>(`SELECT ${ticketColumns} FROM ticket WHERE id = ANY($1::text[])`, [ids]);
  return inKeyOrder(ids, rows, (row) => row.id);
}

// The filter takes parameters 1 to 9.
const ticketFilter = `($1::text[] IS NULL OR ticket.status = ANY($1))
  AND ($2::smallint[] IS NULL OR ticket.priority = ANY($2))
  AND ($3::text[] IS NULL OR ticket.channel = ANY($3))
  AND ($4::text IS NULL OR ticket.customer_id = $4)
  AND ($5::text IS NULL OR ticket.about_order_id = $5)
  AND ($6::text IS NULL OR ticket.about_product_id = $6)
  AND ($7::text IS NULL OR lower(ticket.subject) LIKE lower($7))
  AND ($8::timestamptz IS NULL OR ticket.opened_at >= $8)
  AND ($9::timestamptz IS NULL OR ticket.opened_at < $9)`;

function filterValues(filter: TicketFilter): unknown[] {
  return [
    filter.status ?? null,
    filter.priority?.map(priorityNumber) ?? null,
    filter.channel ?? null,
    filter.customerId ?? null,
    filter.orderId ?? null,
    filter.productId ?? null,
    containing(filter.subjectContains),
    filter.openedAfter ?? null,
    filter.openedBefore ?? null,
  ];
}

export function priorityNumber(priority: TicketPriority): number {
  return priorities.indexOf(priority) + 1;
}

export function ticketPage(
  db: Queries,
  filter: TicketFilter,
  ordering: TicketOrdering,
  page: Page,
): Promise<TicketRow[]> {
  return db.query<TicketRow>(
    `SELECT ${ticketColumns} FROM ticket WHERE ${ticketFilter} AND ${ordering.after(10)} ${ordering.orderBy} LIMIT $12`,
    [...filterValues(filter), ...pageValues(page, ordering), page.limit],
  );
}

export async function ticketCount(db: Queries, filter: TicketFilter): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM ticket WHERE ${ticketFilter}`,
    filterValues(filter),
  );
  return row!.count;
}

/** Whose tickets a nested list shows. */
export type TicketOwner = 'customer' | 'product';

const ownerColumns = { customer: 'ticket.customer_id', product: 'ticket.about_product_id' } as const;

/** One page of tickets for each owner, in one statement. */
export async function ticketPagesOf(
  db: Queries,
  owner: TicketOwner,
  ownerIds: readonly string[],
  filter: TicketFilter,
  ordering: TicketOrdering,
  page: Page,
): Promise<TicketRow[][]> {
  const rows = await db.query<TicketRow & { ownerId: string }>(
    `SELECT owner.id AS "ownerId", item.* FROM unnest($10::text[]) AS owner (id) CROSS JOIN LATERAL (
       SELECT ${ticketColumns} FROM ticket WHERE ${ownerColumns[owner]} = owner.id AND ${ticketFilter}
       AND ${ordering.after(11)} ${ordering.orderBy} LIMIT $13) AS item`,
    [...filterValues(filter), ownerIds, ...pageValues(page, ordering), page.limit],
  );
  return groupInKeyOrder(ownerIds, rows, (row) => row.ownerId);
}

export async function ticketCountsOf(
  db: Queries,
  owner: TicketOwner,
  ownerIds: readonly string[],
  filter: TicketFilter,
): Promise<number[]> {
  const rows = await db.query<{ ownerId: string; count: number }>(
    `SELECT ${ownerColumns[owner]} AS "ownerId", count(*) AS count FROM ticket
     WHERE ${ownerColumns[owner]} = ANY($10::text[]) AND ${ticketFilter} GROUP BY ${ownerColumns[owner]}`,
    [...filterValues(filter), ownerIds],
  );
  return inKeyOrder(ownerIds, rows, (row) => row.ownerId).map((row) => row?.count ?? 0);
}

/** At most 100 for each customer: the most urgent first, then the oldest. */
export async function openTicketsOfCustomers(db: Queries, customerIds: readonly string[]): Promise<TicketRow[][]> {
  const rows = await db.query<TicketRow>(
    `SELECT item.* FROM unnest($1::text[]) AS customer (id) CROSS JOIN LATERAL (
       SELECT ${ticketColumns} FROM ticket WHERE customer_id = customer.id AND status <> 'CLOSED'
       ORDER BY priority DESC, opened_at, id LIMIT 100) AS item`,
    [customerIds],
  );
  return groupInKeyOrder(customerIds, rows, (row) => row.customerId);
}

/** At most 100 for each order, the last opened first. */
export async function ticketsOfOrders(db: Queries, orderIds: readonly string[]): Promise<TicketRow[][]> {
  const rows = await db.query<TicketRow>(
    `SELECT item.* FROM unnest($1::text[]) AS orders (id) CROSS JOIN LATERAL (
       SELECT ${ticketColumns} FROM ticket WHERE about_order_id = orders.id
       ORDER BY opened_at DESC, id DESC LIMIT 100) AS item`,
    [orderIds],
  );
  return groupInKeyOrder(orderIds, rows, (row) => row.aboutOrderId!);
}

/** What support knows of each customer as a whole; a customer it never met has no tickets and no contact. */
export async function customerSummaries(db: Queries, customerIds: readonly string[]): Promise<CustomerSummary[]> {
  const rows = await db.query<CustomerSummary>(
    `SELECT ticket.customer_id AS "customerId",
       count(*) FILTER (WHERE ticket.status <> 'CLOSED') AS "openTicketCount",
       max(conversation.last_sent_at) AS "lastContactAt",
       round(avg(ticket.satisfaction_score), 2)::float8 AS satisfaction
     FROM ticket CROSS JOIN LATERAL (
       SELECT max(sent_at) AS last_sent_at FROM ticket_message WHERE ticket_id = ticket.id) AS conversation
     WHERE ticket.customer_id = ANY($1::text[]) GROUP BY ticket.customer_id`,
    [customerIds],
  );
  const stranger = { openTicketCount: 0, lastContactAt: null, satisfaction: null };
  return inKeyOrder(customerIds, rows, (row) => row.customerId).map(
    (row, index) => row ?? { customerId: customerIds[index]!, ...stranger },
  );
}

/** One page of messages for each ticket, in one statement. */
export async function messagePagesOfTickets(
  db: Queries,
  ticketIds: readonly string[],
  ordering: MessageOrdering,
  page: Page,
): Promise<MessageRow[][]> {
  const rows = await db.query<MessageRow>(
    `SELECT item.* FROM unnest($1::text[]) AS parent (id) CROSS JOIN LATERAL (
       SELECT ${messageColumns} FROM ticket_message WHERE ticket_id = parent.id AND ${ordering.after(2)}
       ${ordering.orderBy} LIMIT $4) AS item`,
    [ticketIds, ...pageValues(page, ordering), page.limit],
  );
  return groupInKeyOrder(ticketIds, rows, (row) => row.ticketId);
}

export async function messageCountsOfTickets(db: Queries, ticketIds: readonly string[]): Promise<number[]> {
  const rows = await db.query<{ ticketId: string; count: number }>(
    `SELECT ticket_id AS "ticketId", count(*) AS count FROM ticket_message
     WHERE ticket_id = ANY($1::text[]) GROUP BY ticket_id`,
    [ticketIds],
  );
  return inKeyOrder(ticketIds, rows, (row) => row.ticketId).map((row) => row?.count ?? 0);
}

/** When the newest fact of the domain became known; null in an empty domain. */
export async function watermark(db: Queries): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>(
    'SELECT greatest((SELECT max(updated_at) FROM ticket), (SELECT max(sent_at) FROM ticket_message)) AS at',
  );
  return row!.at;
}
