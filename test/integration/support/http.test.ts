// The support subgraph over real HTTP, with its rules around it: what a direct call gets, and what each scope opens.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendOperation } from '../../support/graphql-client.ts';
import { callerWith, type ServedDomain } from '../../support/served-domain.ts';
import { serveSupport } from './support-under-test.ts';

let support: ServedDomain;
beforeAll(async () => {
  support = await serveSupport();
});
afterAll(() => support.stop());

const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer {
  openTicketCount openTickets { subject messages { nodes { author body } } } } } }`;
const variables = { representations: [{ __typename: 'Customer', id: 'CG-12520' }] };

test('a call past the gateway is refused', async () => {
  const { status, body } = await sendOperation(support.url, query, { variables });
  expect(status).toBe(401);
  expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect(body.data ?? null).toBeNull();
});

test('a caller without scopes reads everything but what customers wrote', async () => {
  const { body } = await support.ask(callerWith(), query, variables);
  const [claire] = body.data._entities;
  expect(claire.openTicketCount).toBe(1);
  expect(claire.openTickets[0].messages.nodes).toEqual([{ author: 'CUSTOMER', body: null }]);
  expect(body.errors[0].extensions).toMatchObject({ code: 'FORBIDDEN', coordinate: 'TicketMessage.body' });
});

test('support reads that too', async () => {
  const { body } = await support.ask(callerWith('support:confidential:read'), query, variables);
  expect(body.errors).toBeUndefined();
  expect(body.data._entities[0].openTickets[0].messages.nodes[0].body).toContain('dent');
});

test('a ticket that is not there is named by its field', async () => {
  const mutation = `mutation { addTicketMessage(input: { ticketId: "K-0", author: CUSTOMER, body: "Hello?",
    idempotencyKey: "over-http" }) { recorded } }`;
  const { body } = await support.ask(callerWith('support:write'), mutation);
  expect(body.errors[0]).toMatchObject({
    message: 'input.ticketId names no ticket.',
    extensions: { code: 'NOT_FOUND', field: 'input.ticketId' },
  });
});
