// The events of the support domain, from the commit of a change to the message on a WebSocket, with the rules around them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous } from '../../../kit/caller.ts';
import { callerWith, type ServedDomain } from '../../support/served-domain.ts';
import { openSocket, type RefusedHandshake, type SocketClient } from '../../support/socket-client.ts';
import { serveSupport } from './support-under-test.ts';

let support: ServedDomain;
beforeAll(async () => {
  support = await serveSupport();
});
afterAll(() => support.stop());

const updates = `subscription ($customerId: ID) { ticketUpdated(customerId: $customerId) {
  subject status customer { id } messages { nodes { body } } } }`;

test('whoever listens hears of a ticket that is opened, and of its answer as it is by then', async () => {
  const client = await listening('CG-12520');
  const ticketId = await openTicket('CG-12520', 'The lamp flickers');
  expect((await heard(client, 'The lamp flickers')).at(-1)).toMatchObject({
    data: { ticketUpdated: { status: 'OPEN', customer: { id: 'CG-12520' } } },
  });
  await answerTicket(ticketId);
  // Its first message is a change as well, which may be heard before the answer.
  let answer = (await heard(client, 'The lamp flickers')).at(-1)!;
  while (answer.data.ticketUpdated.status === 'OPEN') answer = (await heard(client, 'The lamp flickers')).at(-1)!;
  expect(answer).toMatchObject({ data: { ticketUpdated: { status: 'PENDING' } } });
  client.close();
});

test('the tickets of other customers are not heard of', async () => {
  const client = await listening('CG-12520');
  await openTicket('DV-13045', 'Somebody else');
  await openTicket('CG-12520', 'The one who is listened to');
  const subjects = (await heard(client, 'The one who is listened to')).map(({ data }) => data.ticketUpdated.subject);
  expect(subjects).not.toContain('Somebody else');
  client.close();
});

test('a change that is rolled back is not heard of', async () => {
  const client = await listening('CG-12520');
  await support.database
    .transaction(async (transaction) => {
      await transaction.query("UPDATE ticket SET subject = 'Never' WHERE customer_id = 'CG-12520'");
      throw new Error('changed my mind');
    })
    .catch(() => {});
  await openTicket('CG-12520', 'After the rollback');
  const subjects = (await heard(client, 'After the rollback')).map(({ data }) => data.ticketUpdated.subject);
  expect(subjects).not.toContain('Never');
  client.close();
});

test('what the caller may not read is null in an event, and the error says so', async () => {
  const client = await listening('CG-12520', callerWith());
  await openTicket('CG-12520', 'A secret inside');
  const answer = (await heard(client, 'A secret inside')).at(-1)!;
  expect(answer.data.ticketUpdated.messages.nodes).toEqual([{ body: null }]);
  expect(answer.errors[0].extensions).toMatchObject({ code: 'FORBIDDEN', coordinate: 'TicketMessage.body' });
  client.close();
});

test('someone who is not logged in hears nothing', async () => {
  const client = await support.listen(anonymous, updates);
  const { payload } = await client.next();
  expect(payload.errors[0].extensions).toMatchObject({
    code: 'UNAUTHENTICATED',
    coordinate: 'Subscription.ticketUpdated',
  });
  client.close();
});

test('a call past the gateway is refused before the handshake', async () => {
  const refused = (await openSocket(support.url).catch((error: unknown) => error)) as RefusedHandshake;
  expect(refused.status).toBe(401);
  expect(JSON.parse(refused.body).errors[0].extensions.code).toBe('UNAUTHENTICATED');
});

test('only subscriptions come this way', async () => {
  const client = await support.listen(callerWith(), '{ ticket(id: "K-1") { subject } }');
  expect(await client.next()).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'BAD_REQUEST' } }] });
  client.close();
});

test('an operation that does not fit the schema is refused', async () => {
  const client = await support.listen(callerWith(), 'subscription { ticketUpdated { colour } }');
  expect(await client.next()).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  client.close();
});

let keys = 0;

/** A client whose subscription runs: it has been told of a change until it heard. */
async function listening(customerId: string, caller = callerWith('support:confidential:read')): Promise<SocketClient> {
  const client = await support.listen(caller, updates, { customerId });
  const heardIt = client.next();
  const tell = setInterval(
    () => support.database.query("UPDATE ticket SET channel = channel WHERE customer_id = 'CG-12520'"),
    50,
  );
  await heardIt;
  clearInterval(tell);
  return client;
}

/** The events up to the one about a ticket of this subject. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
async function heard(client: SocketClient, subject: string): Promise<any[]> {
  const answers = [];
  do answers.push((await client.next()).payload);
  while (answers.at(-1).data.ticketUpdated.subject !== subject);
  return answers;
}

async function openTicket(customerId: string, subject: string): Promise<string> {
  const { body } = await support.ask(
    callerWith('support:write'),
    `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id } } }`,
    { input: { customerId, subject, body: 'Please help.', priority: 'NORMAL', channel: 'WEB', idempotencyKey: key() } },
  );
  return body.data.openTicket.ticket.id;
}

async function answerTicket(ticketId: string): Promise<void> {
  const { body } = await support.ask(
    { ...callerWith('support:write'), roles: new Set(['support-agent']) },
    `mutation ($input: AddTicketMessageInput!) { addTicketMessage(input: $input) { recorded } }`,
    { input: { ticketId, author: 'AGENT', body: 'We look into it.', idempotencyKey: key() } },
  );
  expect(body.errors).toBeUndefined();
}

function key(): string {
  keys += 1;
  return `ticket-updated-${keys}`;
}
