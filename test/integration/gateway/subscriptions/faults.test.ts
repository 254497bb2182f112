// What goes wrong behind a subscription, and what its client is told: never silence, and nothing of the inside.
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { openEventStream } from '../../../support/event-stream-client.ts';
import { closeServer, listen } from '../../../support/federation/subgraph-server.ts';
import { startHttpStub } from '../../../support/http-stub.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';
import { connectSocket, type SocketClient } from '../../../support/socket-client.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../../support/standalone-gateway.ts';
import { enriched, patience, startTwoSubgraphs, type TwoSubgraphs, ticket } from './two-subgraphs.ts';

let mesh: TwoSubgraphs;
let nameOf: (id: string) => unknown;

beforeAll(async () => {
  mesh = await startTwoSubgraphs({
    settings: { execution: { deadlineMs: 400, responseBytes: 5_000 } },
    nameOf: (id) => nameOf(id),
  });
});

beforeEach(() => {
  nameOf = (id) => `Name of ${id}`;
});

afterEach(async () => {
  mesh.tickets.breakConnections();
  await mesh.tickets.listened(0);
});

afterAll(() => mesh.close());

async function subscribed(): Promise<SocketClient> {
  const client = await connectSocket(mesh.url);
  client.subscribe('1', enriched);
  await mesh.tickets.listened(1);
  return client;
}

const errorOf = (code: string) => ({
  id: '1',
  type: 'error',
  payload: [{ extensions: { code, subgraph: 'tickets' } }],
});

describe('the subgraph of the events', () => {
  test('is lost: the client is told, and not left to think that nothing happens', async () => {
    const client = await subscribed();
    mesh.tickets.publish(ticket(1));
    expect((await client.next()).type).toBe('next');
    mesh.tickets.breakConnections();
    expect(await client.next()).toMatchObject(errorOf('SUBGRAPH_UNAVAILABLE'));
    client.subscribe('1', enriched);
    await mesh.tickets.listened(1);
    mesh.tickets.publish(ticket(2));
    expect((await client.next()).type).toBe('next');
  });

  test('is lost: an event stream says so before it completes', async () => {
    const stream = await openEventStream(mesh.url, { query: enriched });
    await mesh.tickets.listened(1);
    mesh.tickets.breakConnections();
    expect(await stream.next()).toMatchObject({
      event: 'next',
      data: { errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] },
    });
    expect((await stream.next()).event).toBe('complete');
  });

  test.each([
    ['what is no JSON', 'hello'],
    ['a message of another protocol', '{"type":"data","payload":{}}'],
    ['an event that is too large', `{"id":"1","type":"next","payload":{"data":"${'x'.repeat(6_000)}"}}`],
  ])('sends %s', async (_, text) => {
    const client = await subscribed();
    mesh.tickets.sendRaw(text);
    expect(await client.next()).toMatchObject(errorOf('SUBGRAPH_BAD_RESPONSE'));
    await mesh.tickets.listened(0);
  });

  test.each([
    ['that is no answer of GraphQL', '{"id":"1","type":"next","payload":7}', 'SUBGRAPH_BAD_RESPONSE'],
    ['without a payload', '{"id":"1","type":"next"}', 'SUBGRAPH_BAD_RESPONSE'],
    ['whose value is of another type', '{"id":"1","type":"next","payload":{"data":{"ticketUpdated":[1]}}}', ''],
    [
      'with an error of its own',
      '{"id":"1","type":"next","payload":{"data":null,"errors":[{"message":"SELECT secret"}]}}',
      'SUBGRAPH_ERROR',
    ],
  ])('sends an event %s: it is null with an error, and the next one is whole', async (_, text, code) => {
    const client = await subscribed();
    mesh.tickets.sendRaw(text);
    const { payload } = await client.next();
    expect(payload.data).toEqual({ ticketUpdated: null });
    expect(payload.errors[0].extensions.code).toMatch(code);
    expect(JSON.stringify(payload)).not.toMatch(/secret|127\.0\.0\.1/);
    mesh.tickets.publish(ticket(3));
    expect((await client.next()).payload.errors).toBeUndefined();
  });

  test('refuses the subscription: its errors are the last event', async () => {
    const client = await subscribed();
    mesh.tickets.sendRaw('{"id":"1","type":"error","payload":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}');
    expect((await client.next()).payload).toMatchObject({
      data: { ticketUpdated: null },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await client.next()).toEqual({ id: '1', type: 'complete' });
  });

  test('sends what was not asked: it is dropped', async () => {
    const client = await subscribed();
    mesh.tickets.sendRaw(
      '{"id":"1","type":"next","payload":{"data":{"ticketUpdated":{"subject":"s","secret":1,"customer":null},"more":1}}}',
    );
    expect((await client.next()).payload).toEqual({ data: { ticketUpdated: { subject: 's', customer: null } } });
  });
});

describe('the subgraph that completes the events', () => {
  test('fails: its part is null, and the subscription goes on', async () => {
    const client = await subscribed();
    nameOf = () => {
      throw new Error('SELECT secret');
    };
    mesh.tickets.publish(ticket(1));
    const { payload } = await client.next();
    expect(payload.data).toEqual({ ticketUpdated: { subject: 'Subject 1', customer: { name: null } } });
    expect(JSON.stringify(payload.errors)).not.toContain('secret');
    nameOf = () => 'well again';
    mesh.tickets.publish(ticket(2));
    expect((await client.next()).payload.data.ticketUpdated.customer.name).toBe('well again');
  });

  test('never answers: each event has a deadline of its own', async () => {
    const client = await subscribed();
    nameOf = (id) => (id === 'C1' ? new Promise(() => {}) : 'in time');
    mesh.tickets.publish(ticket(1));
    mesh.tickets.publish(ticket(2));
    const first = (await client.next()).payload;
    expect(first.data.ticketUpdated.customer.name).toBeNull();
    expect(first.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
    expect((await client.next()).payload.data.ticketUpdated.customer.name).toBe('in time');
  });
});

describe('a subgraph that cannot be subscribed to', () => {
  const sdl = 'type Query { a: Int } type Subscription { ticks: Int }';
  let gateway: StandaloneGateway;
  beforeAll(async () => {
    gateway = await startStandaloneGateway(composeSmall({ clock: { sdl, url: 'http://127.0.0.1:1/graphql' } }), {
      ...patience,
      subscriptions: { acceptTimeoutMs: 300 },
    });
  });
  afterAll(() => gateway.close());

  const outcome = async (url: string, protocol: 'ws' | 'sse' = 'ws') => {
    gateway.gateway.config.subscriptions.subgraphs.clock = { protocol, url };
    const client = await connectSocket(gateway.url);
    client.subscribe('1', 'subscription { ticks }');
    const message = await client.next();
    client.close();
    expect(JSON.stringify(message)).not.toContain('127.0.0.1');
    return `${message.type} ${message.payload[0].extensions.code}`;
  };
  test('nobody is there', async () => {
    expect(await outcome('http://127.0.0.1:1/graphql')).toBe('error SUBGRAPH_UNAVAILABLE');
    expect(await outcome('http://127.0.0.1:1/graphql', 'sse')).toBe('error SUBGRAPH_UNAVAILABLE');
  });

  test.each([401, 404, 500])('it answers the handshake with %i', async (status) => {
    const stub = await startHttpStub(() => ({ status, body: { errors: [] } }));
    expect(await outcome(stub.url)).toBe('error SUBGRAPH_UNAVAILABLE');
    expect(await outcome(stub.url, 'sse')).toBe(
      status === 500 ? 'error SUBGRAPH_UNAVAILABLE' : 'error SUBGRAPH_BAD_RESPONSE',
    );
    await stub.close();
  });

  test('it answers with something else than an event stream', async () => {
    const stub = await startHttpStub(() => ({ status: 200, body: { data: { ticks: 1 } } }));
    expect(await outcome(stub.url, 'sse')).toBe('error SUBGRAPH_BAD_RESPONSE');
    await stub.close();
  });

  test('it says nothing', async () => {
    const server = createServer(() => {});
    const sockets: WebSocket[] = [];
    new WebSocketServer({ server }).on('connection', (socket) => sockets.push(socket));
    const url = await listen(server);
    expect(await outcome(url)).toBe('error SUBGRAPH_TIMEOUT');
    expect(await outcome(url, 'sse')).toBe('error SUBGRAPH_TIMEOUT');
    for (const socket of sockets) socket.terminate();
    await closeServer(server);
  });

  test('its stream breaks off', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: next\n');
      response.destroy();
    });
    expect(await outcome(await listen(server), 'sse')).toBe('error SUBGRAPH_UNAVAILABLE');
    await closeServer(server);
  });

  test('its stream ends without the end of the subscription', async () => {
    const server = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(),
    );
    expect(await outcome(await listen(server), 'sse')).toBe('error SUBGRAPH_UNAVAILABLE');
    await closeServer(server);
  });

  test('its stream has an event without an end', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = setInterval(() => response.write(`data: ${'x'.repeat(1024 * 1024)}\n`), 1);
      response.on('close', () => clearInterval(more));
    });
    expect(await outcome(await listen(server), 'sse')).toBe('error SUBGRAPH_BAD_RESPONSE');
    await closeServer(server);
  });
});
