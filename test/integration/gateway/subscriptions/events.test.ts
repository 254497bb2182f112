// What a subscription brings: events, completed by the plan from another subgraph, in order; and that nothing stays behind.
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openEventStream } from '../../../support/event-stream-client.ts';
import { sendOperation } from '../../../support/graphql-client.ts';
import { connectSocket, type SocketClient } from '../../../support/socket-client.ts';
import { enriched, startTwoSubgraphs, type TwoSubgraphs, ticket } from './two-subgraphs.ts';

let mesh: TwoSubgraphs;

beforeAll(async () => {
  mesh = await startTwoSubgraphs({
    settings: { subscriptions: { subgraphs: { tickets: { protocol: 'ws' } } }, server: { corsOrigins: [] } },
  });
});

// Whatever a test leaves behind is not heard by the next one.
afterEach(async () => {
  mesh.tickets.breakConnections();
  await mesh.tickets.listened(0);
});

afterAll(() => mesh.close());

const completed = (number: number) => ({
  data: { ticketUpdated: { subject: `Subject ${number}`, customer: { name: `Name of C${number}` } } },
});

async function subscribed(query = enriched, variables?: object): Promise<SocketClient> {
  const client = await connectSocket(mesh.url);
  client.subscribe('1', query, variables);
  await mesh.tickets.listened(1);
  return client;
}

async function gone(client: SocketClient): Promise<void> {
  client.close();
  await mesh.tickets.listened(0);
}

describe('over graphql-transport-ws', () => {
  test('each event is completed from the other subgraph', async () => {
    const client = await subscribed();
    mesh.tickets.publish(ticket(1));
    expect(await client.next()).toEqual({ id: '1', type: 'next', payload: completed(1) });
    await gone(client);
  });

  test('the aliases of the client are in the answer, and not in what the subgraph is asked', async () => {
    const client = await subscribed(
      'subscription ($id: ID) { t: ticketUpdated(customerId: $id) { about: subject kind: __typename } }',
      { id: 'C1' },
    );
    mesh.tickets.publish(ticket(1));
    expect((await client.next()).payload).toEqual({ data: { t: { about: 'Subject 1', kind: 'Ticket' } } });
    await gone(client);
  });

  test('when the subgraph completes, so does the client', async () => {
    const client = await subscribed();
    mesh.tickets.publish(ticket(1));
    mesh.tickets.complete();
    expect((await client.next()).type).toBe('next');
    expect(await client.next()).toEqual({ id: '1', type: 'complete' });
    await gone(client);
  });

  test('several subscriptions on one connection are told apart', async () => {
    const client = await subscribed();
    client.subscribe('2', 'subscription { ticketUpdated { id } }');
    await mesh.tickets.listened(2);
    mesh.tickets.publish(ticket(7));
    const messages = [await client.next(), await client.next()];
    expect(Object.fromEntries(messages.map(({ id, payload }) => [id, payload]))).toEqual({
      1: completed(7),
      2: { data: { ticketUpdated: { id: 'T7' } } },
    });
    await gone(client);
  });

  test('unsubscribing frees the subgraph, and the id', async () => {
    const client = await subscribed();
    expect(mesh.gateway.listeners.counts.subscriptions).toBe(1);
    client.send({ id: '1', type: 'complete' });
    await mesh.tickets.listened(0);
    expect(mesh.gateway.listeners.counts.subscriptions).toBe(0);
    client.subscribe('1', enriched);
    await mesh.tickets.listened(1);
    mesh.tickets.publish(ticket(2));
    expect((await client.next()).payload).toEqual(completed(2));
    await gone(client);
  });

  test('queries and mutations come this way too, and their answer is the last message', async () => {
    const client = await connectSocket(mesh.url);
    client.subscribe('q', '{ ticket { subject } }');
    expect(await client.next()).toEqual({ id: 'q', type: 'next', payload: { data: { ticket: { subject: 'asked' } } } });
    expect(await client.next()).toEqual({ id: 'q', type: 'complete' });
    client.subscribe('m', 'mutation { open(subject: "new") { subject } }');
    expect(await client.next()).toMatchObject({ id: 'm', payload: { data: { open: { subject: 'new' } } } });
    client.close();
  });

  test('the client library of the protocol understands it', async () => {
    const client = createClient({ url: `${mesh.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const events = client.iterate({ query: enriched });
    const first = events.next();
    await mesh.tickets.listened(1);
    mesh.tickets.publish(ticket(3));
    expect((await first).value).toEqual(completed(3));
    await events.return?.();
    await mesh.tickets.listened(0);
    await client.dispose();
  });
});

describe('order', () => {
  test('a hundred events whose completion takes turns arrive as they were sent', async () => {
    const waiting: (() => void)[] = [];
    const slow = await startTwoSubgraphs({
      settings: { subscriptions: { maxWaitingEvents: 1_000 } },
      nameOf: (id) => new Promise((resolve) => waiting.push(() => resolve(id))),
    });
    const client = await connectSocket(slow.url);
    client.subscribe('1', enriched);
    await slow.tickets.listened(1);
    for (let number = 0; number < 100; number++) slow.tickets.publish(ticket(number));
    const release = setInterval(() => {
      for (const answer of waiting.splice(0).reverse()) answer();
    }, 1);
    const subjects = [];
    while (subjects.length < 100) subjects.push((await client.next()).payload.data.ticketUpdated.customer.name);
    clearInterval(release);
    expect(subjects).toEqual(Array.from({ length: 100 }, (_, number) => `C${number}`));
    client.close();
    await slow.close();
  });
});

describe('as an event stream', () => {
  test('each event is completed from the other subgraph, and the end of the stream is told', async () => {
    const stream = await openEventStream(mesh.url, { query: enriched });
    expect(stream.type).toBe('text/event-stream; charset=utf-8');
    await mesh.tickets.listened(1);
    mesh.tickets.publish(ticket(4));
    expect(await stream.next()).toEqual({ event: 'next', data: completed(4) });
    mesh.tickets.complete();
    expect(await stream.next()).toEqual({ event: 'complete', data: null });
    await stream.ended;
  });

  test('leaving frees the subgraph', async () => {
    const stream = await openEventStream(mesh.url, { query: enriched });
    await mesh.tickets.listened(1);
    stream.leave();
    await mesh.tickets.listened(0);
  });

  test('a query of a client that takes nothing but events is one event', async () => {
    const stream = await openEventStream(mesh.url, { query: '{ ticket { subject } }' });
    expect(await stream.next()).toEqual({ event: 'next', data: { data: { ticket: { subject: 'asked' } } } });
    expect((await stream.next()).event).toBe('complete');
  });

  test('by GET too, with the header that no page of another origin can send', async () => {
    const query = new URLSearchParams({ query: enriched });
    const get = (headers: Record<string, string>) =>
      fetch(`${mesh.url}/graphql?${query}`, { headers: { accept: 'text/event-stream', ...headers } });
    const refused = await get({});
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as { errors: object[] }).errors[0]).toMatchObject({
      extensions: { code: 'PREFLIGHT_REQUIRED' },
    });
    const accepted = await get({ 'graphql-require-preflight': '1' });
    expect(accepted.status).toBe(200);
    await mesh.tickets.listened(1);
    await accepted.body?.cancel();
    await mesh.tickets.listened(0);
  });

  test('a client that accepts JSON as well gets its queries as JSON, and its subscriptions as events', async () => {
    const ask = (query: string) =>
      fetch(`${mesh.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed',
        },
        body: JSON.stringify({ query }),
      });
    const answer = await ask('{ ticket { subject } }');
    expect(answer.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    expect(await answer.json()).toEqual({ data: { ticket: { subject: 'asked' } } });
    const stream = await ask(enriched);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    await stream.body?.cancel();
    await mesh.tickets.listened(0);
  });
});

test('without an event stream, a subscription is refused with both ways named', async () => {
  const { status, body } = await sendOperation(mesh.url, enriched);
  expect(status).toBe(400);
  expect(body.errors[0].message).toBe(
    'A subscription has many answers: send "accept: text/event-stream", or use graphql-transport-ws on this path.',
  );
});

test('a subgraph may send its events as an event stream', async () => {
  const sse = await startTwoSubgraphs({ settings: { subscriptions: { subgraphs: { tickets: { protocol: 'sse' } } } } });
  const client = await connectSocket(sse.url);
  client.subscribe('1', enriched);
  await sse.tickets.listened(1);
  expect(sse.tickets.headers.at(-1)).toMatchObject({ accept: 'text/event-stream' });
  sse.tickets.publish(ticket(5));
  expect((await client.next()).payload).toEqual(completed(5));
  sse.tickets.complete();
  expect((await client.next()).type).toBe('complete');
  client.subscribe('2', enriched);
  await sse.tickets.listened(1);
  client.close();
  await sse.tickets.listened(0);
  await sse.close();
});

test('a subgraph may have another place for its events', async () => {
  const url = mesh.tickets.url.replace('http', 'ws');
  const other = await startTwoSubgraphs({ settings: { subscriptions: { subgraphs: { tickets: { url } } } } });
  const client = await connectSocket(other.url);
  client.subscribe('1', enriched);
  await mesh.tickets.listened(1);
  client.close();
  await mesh.tickets.listened(0);
  await other.close();
});

test('the handshake with the subgraph proves who asks', async () => {
  const client = await subscribed();
  expect(mesh.tickets.headers.at(-1)?.authorization).toMatch(/^Bearer ey/);
  await gone(client);
});
