// The rules by which tickets are opened and answered: each idempotency key counts once, one writer at a time per ticket.
import { GordianError } from '../../../kit/errors.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { badInput, foreignIdInput, idempotencyKeyInput, textInput } from '../../../kit/user-input.ts';
import { type MessageRow, priorities, type TicketStatus } from '../queries.ts';
import {
  addMessage,
  addTicket,
  lockTicket,
  messageByKey,
  type NewMessage,
  type NewTicket,
  setTicketStatus,
  ticketByKey,
} from './queries.ts';

export interface OpenTicketInput extends Omit<NewTicket, 'aboutOrderId' | 'aboutProductId'> {
  readonly body: string;
  readonly aboutOrderId?: string | null;
  readonly aboutProductId?: string | null;
}

export interface AddTicketMessageInput extends NewMessage {
  readonly closeTicket: boolean;
}

export interface OpenedTicket {
  readonly ticketId: string;
  readonly recorded: boolean;
}

export interface AddedMessage extends OpenedTicket {
  readonly message: MessageRow;
}

export async function openTicket(database: Database, input: OpenTicketInput): Promise<OpenedTicket> {
  const ticket = checkedTicket(input);
  const body = bodyInput(input.body);
  return database.transaction(async (transaction) => {
    const ticketId = await addTicket(transaction, ticket);
    if (ticketId === null) return { ticketId: await earlierTicket(transaction, ticket, body), recorded: false };
    await addMessage(transaction, { ticketId, author: 'CUSTOMER', body, idempotencyKey: ticket.idempotencyKey });
    return { ticketId, recorded: true };
  });
}

export async function addTicketMessage(database: Database, input: AddTicketMessageInput): Promise<AddedMessage> {
  const { ticketId } = input;
  const newMessage = checkedMessage(input);
  return database.transaction(async (transaction) => {
    if (!(await lockTicket(transaction, ticketId))) {
      throw new GordianError('NOT_FOUND', 'input.ticketId names no ticket.', { details: { field: 'input.ticketId' } });
    }
    const earlier = await messageByKey(transaction, ticketId, newMessage.idempotencyKey);
    if (earlier) return { ticketId, message: sameMessage(earlier, newMessage), recorded: false };
    const message = await addMessage(transaction, newMessage);
    await setTicketStatus(transaction, ticketId, statusAfter(input));
    return { ticketId, message, recorded: true };
  });
}

/** Whoever did not speak last owes the answer, unless an agent closes. */
function statusAfter(input: AddTicketMessageInput): TicketStatus {
  if (input.author === 'CUSTOMER') return 'OPEN';
  return input.closeTicket ? 'CLOSED' : 'PENDING';
}

function checkedTicket(input: OpenTicketInput): NewTicket {
  if (input.aboutOrderId != null && input.aboutProductId != null) {
    throw badInput('input.aboutProductId', 'cannot be given together with input.aboutOrderId');
  }
  return {
    customerId: foreignIdInput('input.customerId', input.customerId),
    subject: textInput('input.subject', input.subject, 3, 200),
    priority: input.priority,
    channel: input.channel,
    aboutOrderId: optionalIdInput('input.aboutOrderId', input.aboutOrderId),
    aboutProductId: optionalIdInput('input.aboutProductId', input.aboutProductId),
    idempotencyKey: idempotencyKeyInput('input.idempotencyKey', input.idempotencyKey),
  };
}

function checkedMessage(input: AddTicketMessageInput): NewMessage {
  if (input.closeTicket && input.author === 'CUSTOMER') {
    throw badInput('input.closeTicket', 'is for messages of an agent');
  }
  return {
    ticketId: input.ticketId,
    author: input.author,
    body: bodyInput(input.body),
    idempotencyKey: idempotencyKeyInput('input.idempotencyKey', input.idempotencyKey),
  };
}

function optionalIdInput(field: string, id: string | null | undefined): string | null {
  return id == null ? null : foreignIdInput(field, id);
}

function bodyInput(body: string): string {
  return textInput('input.body', body, 1, 10_000);
}

async function earlierTicket(transaction: Queries, ticket: NewTicket, body: string): Promise<string> {
  const row = (await ticketByKey(transaction, ticket.idempotencyKey))!;
  const earlier = { ...row, priority: priorities[row.priority - 1] };
  const compared = ['customerId', 'subject', 'priority', 'channel', 'aboutOrderId', 'aboutProductId'] as const;
  if (row.firstBody !== body || compared.some((key) => earlier[key] !== ticket[key])) throw keyConflict('ticket');
  return row.id;
}

function sameMessage(earlier: MessageRow, message: NewMessage): MessageRow {
  if (earlier.author !== message.author || earlier.body !== message.body) throw keyConflict('message');
  return earlier;
}

function keyConflict(kind: string): GordianError {
  return new GordianError('CONFLICT', `input.idempotencyKey was used for another ${kind}; choose a new key.`, {
    details: { field: 'input.idempotencyKey' },
  });
}
