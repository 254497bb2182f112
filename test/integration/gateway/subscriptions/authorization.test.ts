// Who may hear what: decided when a subscription begins, again for each event, and over when the token is.
import { buildSchema } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Generation } from '../../../../gateway/supergraph/generation.ts';
import { compilePolicy } from '../../../../policies/compiler/compile-policy.ts';
import { repositoryRules } from '../../../../policies/rules.ts';
import { or, rule } from '../../../../policies/shield.ts';
import type { Classification } from '../../../../schema/artefact.ts';
import { openEventStream } from '../../../support/event-stream-client.ts';
import { connectSocket, openSocket, type SocketClient } from '../../../support/socket-client.ts';
import { nowSeconds, startTestIssuer, type TestIssuer } from '../../../support/token-issuer.ts';
import { enriched, startTwoSubgraphs, type TwoSubgraphs, ticket } from './two-subgraphs.ts';

let mesh: TwoSubgraphs;
let issuer: TestIssuer;
let open: Generation;

/** What the rules of a test say at the moment. */
const allowed = { subscription: true, subject: true, name: true, oddTickets: true };

beforeAll(async () => {
  issuer = await startTestIssuer();
  mesh = await startTwoSubgraphs({
    settings: { authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] } },
  });
  open = mesh.gateway.generations.current()!;
  serve({ ...open, policy: switchable(open) });
});

beforeEach(() => Object.assign(allowed, { subscription: true, subject: true, name: true, oddTickets: true }));

afterEach(async () => {
  mesh.tickets.breakConnections();
  await mesh.tickets.listened(0);
});

afterAll(async () => {
  await mesh.close();
  await issuer.stop();
});

describe('an event', () => {
  test('has null where the policy has come to deny a field, and the other subgraph is not asked for it', async () => {
    const client = await subscribed();
    mesh.tickets.publish(ticket(1));
    expect((await client.next()).payload.errors).toBeUndefined();
    const asked = mesh.customers.queries.length;
    allowed.name = false;
    mesh.tickets.publish(ticket(2));
    const { payload } = await client.next();
    expect(payload.data).toEqual({ ticketUpdated: { subject: 'Subject 2', customer: { name: null } } });
    expect(payload.errors).toMatchObject([
      { path: ['ticketUpdated', 'customer', 'name'], extensions: { code: 'FORBIDDEN', coordinate: 'Customer.name' } },
    ]);
    expect(mesh.customers.queries).toHaveLength(asked);
  });

  test('about a hidden row is not sent at all', async () => {
    allowed.oddTickets = false;
    const client = await subscribed();
    for (const number of [1, 2, 3, 4]) mesh.tickets.publish(ticket(number));
    const told = [(await client.next()).payload, (await client.next()).payload];
    expect(told).toMatchObject([2, 4].map((number) => ({ data: { ticketUpdated: { subject: `Subject ${number}` } } })));
    expect(told.map(({ errors }) => errors)).toEqual([undefined, undefined]);
  });

  test('does not show what came before it was denied', async () => {
    const client = await subscribed();
    allowed.subject = false;
    mesh.tickets.publish(ticket(3));
    const { payload } = await client.next();
    expect(payload.data.ticketUpdated.subject).toBeNull();
    expect(JSON.stringify(payload)).not.toContain('Subject 3');
  });
});

describe('a subscription', () => {
  test('that the policy denies is refused at once, and its subgraph never hears of it', async () => {
    allowed.subscription = false;
    const heardBefore = mesh.tickets.headers.length;
    const client = await connectSocket(mesh.url, { authorization: await token() });
    client.subscribe('1', enriched);
    expect(await client.next()).toMatchObject({
      id: '1',
      type: 'error',
      payload: [
        { path: ['ticketUpdated'], extensions: { code: 'FORBIDDEN', coordinate: 'Subscription.ticketUpdated' } },
      ],
    });
    expect(mesh.tickets.headers).toHaveLength(heardBefore);
    client.close();
  });

  test('ends with the next event when the policy has come to deny it', async () => {
    const client = await subscribed();
    allowed.subscription = false;
    mesh.tickets.publish(ticket(1));
    expect(await client.next()).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    await mesh.tickets.listened(0);
  });

  test('ends when its events would need more than they were asked for', async () => {
    allowed.subject = false;
    const client = await subscribed();
    mesh.tickets.publish(ticket(1));
    expect((await client.next()).payload.data.ticketUpdated.subject).toBeNull();
    allowed.subject = true;
    mesh.tickets.publish(ticket(2));
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'SUBSCRIPTION_OUTDATED' } }],
    });
    await mesh.tickets.listened(0);
  });

  test('goes on with a new generation that asks the same of the subgraph', async () => {
    const client = await subscribed();
    const former = mesh.gateway.generations.current()!;
    serve({ ...former, policy: switchable(former), id: 'next' });
    mesh.tickets.publish(ticket(1));
    expect((await client.next()).payload.data.ticketUpdated.customer.name).toBe('Name of C1');
  });

  test('ends with a new generation that knows no such field', async () => {
    const client = await subscribed();
    const former = mesh.gateway.generations.current()!;
    serve({ ...former, planner: { ...former.planner, apiSchema: buildSchema('type Query { other: Int }') } });
    mesh.tickets.publish(ticket(1));
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    await mesh.tickets.listened(0);
    serve(former);
  });
});

describe('the token', () => {
  test.each([
    ['in connection_init', async () => ({ parameters: { authorization: await token() } })],
    ['in connection_init, as other clients spell it', async () => ({ parameters: { Authorization: await token() } })],
    ['in the header of the handshake', async () => ({ options: { headers: { authorization: await token() } } })],
  ])('%s says who asks', async (_, bring) => {
    const brought: { parameters?: object; options?: object } = await bring();
    const client = await connectSocket(mesh.url, brought.parameters, brought.options);
    client.subscribe('1', enriched);
    await mesh.tickets.listened(1);
    client.close();
  });

  test('absent, the caller is anonymous and told to log in', async () => {
    const client = await connectSocket(mesh.url);
    client.subscribe('1', enriched);
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    client.close();
  });

  test.each([
    ['that is not acceptable', async () => ({ authorization: 'Bearer x.y.z' }), {}],
    ['that is no text', async () => ({ authorization: 7 }), {}],
    ['that has ended', async () => ({ authorization: await token(-60) }), {}],
    ['beside another one', async () => ({ authorization: await token() }), { authorization: 'Bearer x.y.z' }],
    ['whose purpose is not granted', async () => ({ authorization: await token(), 'x-purpose': 'fun' }), {}],
  ])('%s closes the connection', async (_, bring, headers) => {
    const client = await openSocket(mesh.url, { headers });
    client.send({ type: 'connection_init', payload: await bring() });
    const { code, reason } = await client.closed;
    expect(code).toBe(4403);
    expect(reason).toMatch(/^(UNAUTHENTICATED|FORBIDDEN): /);
  });

  test('that cannot be judged because the keys are away closes the connection for now', async () => {
    const away = await startTestIssuer();
    const other = await startTwoSubgraphs({
      settings: { authentication: { issuers: [{ issuer: away.url, audience: 'gordian', jwksUrl: away.jwksUrl }] } },
    });
    const claims = { iss: away.url, aud: 'gordian', sub: 'somebody', exp: nowSeconds() + 60 };
    away.answer = { status: 500, body: 'broken' };
    const client = await openSocket(other.url);
    client.send({ type: 'connection_init', payload: { authorization: `Bearer ${await away.sign(claims)}` } });
    expect(await client.closed).toMatchObject({ code: 1013, reason: expect.stringMatching(/^KEYS_UNAVAILABLE: /) });
    await Promise.all([other.close(), away.stop()]);
  });

  test('that ends during a subscription closes the connection, and frees the subgraph', async () => {
    const client = await connectSocket(mesh.url, { authorization: await token(2) });
    client.subscribe('1', enriched);
    await mesh.tickets.listened(1);
    expect(await client.closed).toEqual({
      code: 4403,
      reason: 'The token has expired. Connect again with a new one.',
    });
    await mesh.tickets.listened(0);
  });

  test('that ends during an event stream ends it with an error', async () => {
    const stream = await openEventStream(mesh.url, { query: enriched }, { authorization: await token(2) });
    await mesh.tickets.listened(1);
    expect(await stream.next()).toMatchObject({
      event: 'next',
      data: {
        errors: [
          {
            message: 'The token has expired. Subscribe again with a new one.',
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      },
    });
    expect((await stream.next()).event).toBe('complete');
    await mesh.tickets.listened(0);
  });

  test('that is not acceptable refuses an event stream with 401', async () => {
    await expect(openEventStream(mesh.url, { query: enriched }, { authorization: 'Bearer x.y.z' })).rejects.toThrow(
      /refused with 401: .*UNAUTHENTICATED/,
    );
  });
});

async function subscribed(query = enriched): Promise<SocketClient> {
  const client = await connectSocket(mesh.url, { authorization: await token() });
  client.subscribe('1', query);
  await mesh.tickets.listened(1);
  return client;
}

async function token(lifetimeSeconds = 600): Promise<string> {
  const claims = { iss: issuer.url, aud: 'gordian', sub: 'somebody', exp: nowSeconds() + lifetimeSeconds };
  return `Bearer ${await issuer.sign(claims)}`;
}

/** From now on requests and events run on this generation. */
function serve(generation: Generation): void {
  mesh.gateway.generations.current = () => generation;
}

function switchable({ planner }: Generation) {
  const when = (name: keyof typeof allowed) => rule(`${name} is allowed`, { cache: 'contextual' })(() => allowed[name]);
  const isEven = rule('is even', { cache: 'no_cache', fragment: '... on Ticket { id }' })(
    ({ id }: { id: string }) => Number(id.slice(1)) % 2 === 0,
  );
  const coordinates = [
    'Query.ticket',
    'Query.customer',
    'Mutation.open',
    'Subscription.ticketUpdated',
    'Ticket.id',
    'Ticket.subject',
    'Ticket.customer',
    'Customer.id',
    'Customer.name',
  ];
  const classification: Classification = {
    level: 'INTERNAL',
    tags: [],
    product: 'tickets/small',
    domain: 'tickets',
    rowFiltered: true,
  };
  return compilePolicy({
    schema: planner.apiSchema,
    classifications: new Map(coordinates.map((coordinate) => [coordinate, classification])),
    domains: [
      {
        subgraph: 'tickets',
        domain: 'tickets',
        rules: {
          Subscription: { ticketUpdated: when('subscription') },
          Ticket: { subject: when('subject') },
          Customer: { name: when('name') },
        },
        masks: {},
        rows: { Ticket: or(when('oddTickets'), isEven) },
      },
    ],
    guardrails: repositoryRules.guardrails,
    subgraph: null,
  });
}
