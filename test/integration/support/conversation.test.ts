// Opening and answering tickets: whose turn it is afterwards, once per key, refused with the field named.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openSupport } from './support-under-test.ts';

let support: DomainUnderTest;
beforeAll(async () => {
  support = await openSupport();
});
afterAll(() => support.drop());

const openDocument = `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { recorded ticket {
  id subject status priority channel closedAt customer { id } about { ... on Order { id } ... on Product { id } }
  messages { nodes { author body } } } } }`;
const addDocument = `mutation ($input: AddTicketMessageInput!) { addTicketMessage(input: $input) { recorded
  message { author body } ticket { id status closedAt messages { totalCount } } } }`;

const question = {
  customerId: 'CG-12520',
  subject: '  Where is my chair?  ',
  body: 'It was to come today.',
  priority: 'HIGH',
  channel: 'CHAT',
  aboutOrderId: 'CA-2016-152156',
};

async function open(input: Record<string, unknown> = {}) {
  const answer = await support.ask(openDocument, { input: { ...question, idempotencyKey: randomUUID(), ...input } });
  return answer.openTicket;
}

async function add(input: Record<string, unknown>) {
  const answer = await support.ask(addDocument, { input: { idempotencyKey: randomUUID(), ...input } });
  return answer.addTicketMessage;
}

async function rows(): Promise<unknown> {
  return support.database.query(
    'SELECT (SELECT count(*) FROM ticket) AS tickets, (SELECT count(*) FROM ticket_message) AS messages',
  );
}

describe('openTicket', () => {
  test('makes a ticket with its first message', async () => {
    const { recorded, ticket } = await open();
    expect(recorded).toBe(true);
    expect(ticket).toMatchObject({
      subject: 'Where is my chair?',
      status: 'OPEN',
      priority: 'HIGH',
      channel: 'CHAT',
      closedAt: null,
      customer: { id: 'CG-12520' },
      about: { id: 'CA-2016-152156' },
      messages: { nodes: [{ author: 'CUSTOMER', body: 'It was to come today.' }] },
    });
    expect(ticket.id).toMatch(/^K-\d+$/);
  });

  test('takes a question about nothing in particular, from the web and of normal priority unless said', async () => {
    const input = { customerId: 'CG-12520', subject: 'Opening hours', body: 'When?', idempotencyKey: randomUUID() };
    const { ticket } = (await support.ask(openDocument, { input })).openTicket;
    expect(ticket).toMatchObject({ about: null, channel: 'WEB', priority: 'NORMAL' });
  });

  test('sent five times at once with one key opens one ticket', async () => {
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => open({ idempotencyKey })));
    expect(answers.filter((answer) => answer.recorded)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.ticket.id)).size).toBe(1);
    expect(answers[0].ticket.messages.nodes).toHaveLength(1);
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['a subject of two characters', { subject: ' Hi ' }, 'BAD_USER_INPUT', 'input.subject'],
    ['a subject of 201 characters', { subject: 'x'.repeat(201) }, 'BAD_USER_INPUT', 'input.subject'],
    ['a subject with a NUL', { subject: 'a\0b\0c' }, 'BAD_USER_INPUT', 'input.subject'],
    ['a blank body', { body: ' \n' }, 'BAD_USER_INPUT', 'input.body'],
    ['a body of 10001 characters', { body: 'x'.repeat(10_001) }, 'BAD_USER_INPUT', 'input.body'],
    ['a customer id that is none', { customerId: "'; --" }, 'BAD_USER_INPUT', 'input.customerId'],
    ['an order id that is none', { aboutOrderId: '' }, 'BAD_USER_INPUT', 'input.aboutOrderId'],
    ['two subjects', { aboutProductId: 'FUR-BO-10001798' }, 'BAD_USER_INPUT', 'input.aboutProductId'],
    ['a short key', { idempotencyKey: 'short' }, 'BAD_USER_INPUT', 'input.idempotencyKey'],
  ])('refuses %s', async (_, input, code, field) => {
    const before = await rows();
    const refusal = await support.refusal(openDocument, {
      input: { ...question, idempotencyKey: randomUUID(), ...input },
    });
    expect(refusal).toMatchObject({ code, field, path: 'openTicket' });
    expect(await rows()).toEqual(before);
  });

  test.each(['subject', 'body', 'priority', 'customerId'])('refuses a used key with another %s', async (changed) => {
    const idempotencyKey = randomUUID();
    await open({ idempotencyKey });
    const other = { subject: 'Something else', body: 'Else.', priority: 'LOW', customerId: 'QQ-1' }[changed];
    const input = { ...question, idempotencyKey, [changed]: other };
    const refusal = await support.refusal(openDocument, { input });
    expect(refusal).toMatchObject({ code: 'CONFLICT', field: 'input.idempotencyKey' });
  });
});

describe('addTicketMessage', () => {
  test.each([
    ['an agent waits for the customer', { author: 'AGENT' }, 'PENDING'],
    ['a customer waits for us', { author: 'CUSTOMER' }, 'OPEN'],
    ['an agent may close', { author: 'AGENT', closeTicket: true }, 'CLOSED'],
  ])('%s', async (_, input, status) => {
    const { ticket } = await open();
    const added = await add({ ticketId: ticket.id, body: 'Let me see.', ...input });
    expect(added).toMatchObject({
      recorded: true,
      message: { author: input.author, body: 'Let me see.' },
      ticket: { status, messages: { totalCount: 2 } },
    });
    expect(added.ticket.closedAt === null).toBe(status !== 'CLOSED');
  });

  test('a customer who answers opens a closed ticket again', async () => {
    const { ticket } = await open();
    await add({ ticketId: ticket.id, author: 'AGENT', body: 'Done.', closeTicket: true });
    const answered = await add({ ticketId: ticket.id, author: 'CUSTOMER', body: 'It is not.' });
    expect(answered.ticket).toMatchObject({ status: 'OPEN', closedAt: null });
  });

  test('moves updatedAt, openTicketCount and lastContactAt', async () => {
    const { ticket } = await open({ customerId: 'QQ-9' });
    const customer = `query ($id: ID!) { ticket(id: $id) { updatedAt customer { openTicketCount lastContactAt } } }`;
    const before = (await support.ask(customer, { id: ticket.id })).ticket;
    await add({ ticketId: ticket.id, author: 'AGENT', body: 'Done.', closeTicket: true });
    const after = (await support.ask(customer, { id: ticket.id })).ticket;
    expect([before.customer.openTicketCount, after.customer.openTicketCount]).toEqual([1, 0]);
    expect(after.customer.lastContactAt > before.customer.lastContactAt).toBe(true);
    expect(after.updatedAt > before.updatedAt).toBe(true);
  });

  test('sent five times at once with one key adds one message', async () => {
    const { ticket } = await open();
    const message = { ticketId: ticket.id, author: 'AGENT', body: 'Once.', idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => add(message)));
    expect(answers.filter((answer) => answer.recorded)).toHaveLength(1);
    expect(answers[0].ticket.messages.totalCount).toBe(2);
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['an unknown ticket', { ticketId: 'K-0' }, 'NOT_FOUND', 'input.ticketId'],
    ['a blank body', { body: '' }, 'BAD_USER_INPUT', 'input.body'],
    ['a customer who closes', { author: 'CUSTOMER', closeTicket: true }, 'BAD_USER_INPUT', 'input.closeTicket'],
    ['a short key', { idempotencyKey: 'short' }, 'BAD_USER_INPUT', 'input.idempotencyKey'],
  ])('refuses %s', async (_, input, code, field) => {
    const before = await rows();
    const message = { ticketId: 'K-1', author: 'AGENT', body: 'Hello.', idempotencyKey: randomUUID(), ...input };
    const refusal = await support.refusal(addDocument, { input: message });
    expect(refusal).toMatchObject({ code, field, path: 'addTicketMessage' });
    expect(await rows()).toEqual(before);
  });

  test('refuses a used key with another text', async () => {
    const { ticket } = await open();
    const message = { ticketId: ticket.id, author: 'AGENT', body: 'First.', idempotencyKey: randomUUID() };
    await add(message);
    const refusal = await support.refusal(addDocument, { input: { ...message, body: 'Second.' } });
    expect(refusal).toMatchObject({ code: 'CONFLICT', field: 'input.idempotencyKey' });
  });
});
