// Who may listen, and how much of everything: the door, the protocol, and what a client that misbehaves costs.
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectSocket, openSocket, type RefusedHandshake } from '../../../support/socket-client.ts';
import { enriched, startTwoSubgraphs, type TwoSubgraphs, ticket } from './two-subgraphs.ts';

let mesh: TwoSubgraphs;

beforeAll(async () => {
  mesh = await startTwoSubgraphs({
    settings: {
      server: { corsOrigins: ['https://app.example'] },
      limits: { bodyBytes: 10_000, maxDepth: 5 },
      subscriptions: {
        initTimeoutMs: 300,
        maxPerConnection: 3,
        maxSubscriptions: 5,
        maxConnections: 20,
        maxWaitingEvents: 10,
      },
    },
  });
});

afterEach(async () => {
  mesh.tickets.breakConnections();
  await mesh.tickets.listened(0);
});

afterAll(() => mesh.close());

describe('the door', () => {
  const refused: readonly [string, Parameters<typeof openSocket>[1], number, string][] = [
    ['another subprotocol', { protocol: 'graphql-ws' }, 400, 'BAD_REQUEST'],
    ['a page of another origin', { origin: 'https://evil.example' }, 403, 'ORIGIN_NOT_ALLOWED'],
    ['a page without an origin of its own', { origin: 'null' }, 403, 'ORIGIN_NOT_ALLOWED'],
  ];
  test.each(refused)('%s is refused before the handshake', async (_, options, status, code) => {
    const error = (await openSocket(mesh.url, options).catch((error: unknown) => error)) as RefusedHandshake;
    expect(error.status).toBe(status);
    expect(JSON.parse(error.body).errors[0].extensions.code).toBe(code);
  });

  test('so many headers that one might be overlooked are refused before the handshake', async () => {
    const headers = Object.fromEntries(Array.from({ length: 101 }, (_, number) => [`x-${number}`, '1']));
    const error = (await openSocket(mesh.url, { headers }).catch((error: unknown) => error)) as RefusedHandshake;
    expect(error.status).toBe(400);
  });

  test('another path is refused before the handshake', async () => {
    const error = (await openSocket(`${mesh.url}/elsewhere`).catch((error: unknown) => error)) as RefusedHandshake;
    expect(error.status).toBe(404);
  });

  test.each(['https://app.example', 'own'])('pages of the origin %s may connect', async (origin) => {
    const client = await connectSocket(mesh.url, {}, { origin: origin === 'own' ? mesh.url : origin });
    client.close();
    await client.closed;
  });
});

describe('the protocol', () => {
  const broken: readonly [string, readonly string[], number][] = [
    ['no JSON', ['hello'], 4400],
    ['null', ['null'], 4400],
    ['a list', ['[]'], 4400],
    ['an unknown type', ['{"type":"start"}'], 4400],
    ['what only a server says', ['{"type":"connection_ack"}'], 4400],
    ['parameters that are no object', ['{"type":"connection_init","payload":[1]}'], 4400],
    ['subscribe without an id', ['{"type":"subscribe","payload":{"query":"{ a }"}}'], 4400],
    ['subscribe with an empty id', ['{"id":"","type":"subscribe","payload":{"query":"{ a }"}}'], 4400],
    ['an endless id', [`{"id":"${'x'.repeat(200)}","type":"complete"}`], 4400],
    ['subscribe without a payload', ['{"id":"1","type":"subscribe"}'], 4400],
    ['subscribe before the acknowledgement', ['{"id":"1","type":"subscribe","payload":{"query":"{ a }"}}'], 4401],
    ['connection_init twice', ['{"type":"connection_init"}', '{"type":"connection_init"}'], 4429],
    ['two lists in each other, a hundred thousand times', [`${'['.repeat(4_000)}`], 4400],
  ];
  test.each(broken)('%s closes the connection', async (_, messages, code) => {
    const client = await openSocket(mesh.url);
    for (const message of messages) client.sendText(message);
    expect((await client.closed).code).toBe(code);
  });

  test('bytes are no text', async () => {
    const client = await openSocket(mesh.url);
    client.socket.send(Buffer.from('{"type":"ping"}'));
    expect((await client.closed).code).toBe(4400);
  });

  test('a message larger than a body may be closes the connection', async () => {
    const client = await openSocket(mesh.url);
    client.sendText(' '.repeat(10_001));
    expect((await client.closed).code).toBe(1009);
  });

  test('who says nothing is not waited for', async () => {
    const client = await openSocket(mesh.url);
    expect(await client.closed).toEqual({ code: 4408, reason: 'connection_init did not arrive in time' });
  });

  test('an id that is in use closes the connection, and frees the subgraph', async () => {
    const client = await connectSocket(mesh.url);
    client.subscribe('1', enriched);
    await mesh.tickets.listened(1);
    client.subscribe('1', enriched);
    expect((await client.closed).code).toBe(4409);
    await mesh.tickets.listened(0);
  });

  test('a ping is answered', async () => {
    const client = await openSocket(mesh.url);
    client.send({ type: 'ping' });
    expect(await client.next()).toEqual({ type: 'pong' });
    client.close();
  });
});

describe('an operation', () => {
  const refused: readonly [string, object, string][] = [
    ['that is no GraphQL', { query: 'subscription {' }, 'GRAPHQL_PARSE_FAILED'],
    ['that does not fit the schema', { query: 'subscription { nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'of two subscriptions',
      { query: 'subscription { a: ticketUpdated { id } b: ticketUpdated { id } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['without a document', {}, 'BAD_REQUEST'],
    ['whose variables are no object', { query: enriched, variables: [] }, 'BAD_REQUEST'],
    [
      'that is too deep',
      { query: `subscription { ${'a{'.repeat(6)} b ${'}'.repeat(6)} }` },
      'OPERATION_LIMIT_EXCEEDED',
    ],
    [
      'without its variable',
      { query: 'subscription ($id: ID!) { ticketUpdated(customerId: $id) { id } }' },
      'BAD_USER_INPUT',
    ],
  ];
  test.each(refused)('%s is refused, and no other', async (_, payload, code) => {
    const client = await connectSocket(mesh.url);
    client.send({ id: 'wrong', type: 'subscribe', payload });
    expect(await client.next()).toMatchObject({ id: 'wrong', type: 'error', payload: [{ extensions: { code } }] });
    client.subscribe('right', '{ ticket { id } }');
    expect((await client.next()).id).toBe('right');
    client.close();
  });

  test('more of them at once than a connection may have are refused with the setting', async () => {
    const client = await connectSocket(mesh.url);
    for (const id of ['1', '2', '3']) client.subscribe(id, enriched);
    await mesh.tickets.listened(3);
    client.subscribe('4', enriched);
    expect(await client.next()).toMatchObject({
      id: '4',
      type: 'error',
      payload: [{ extensions: { code: 'OVERLOADED', limit: 'subscriptions.maxPerConnection', allowed: 3 } }],
    });
    client.close();
  });
});

describe('many subscriptions', () => {
  test('beyond the limit are refused, whoever has the others', async () => {
    const clients = await Promise.all([connectSocket(mesh.url), connectSocket(mesh.url)]);
    for (const client of clients) for (const id of ['1', '2']) client.subscribe(id, enriched);
    await mesh.tickets.listened(4);
    clients[0]!.subscribe('3', enriched);
    await mesh.tickets.listened(5);
    clients[1]!.subscribe('3', enriched);
    expect(await clients[1]!.next()).toMatchObject({
      id: '3',
      type: 'error',
      payload: [{ extensions: { code: 'OVERLOADED', limit: 'subscriptions.maxSubscriptions', allowed: 5 } }],
    });
    for (const client of clients) client.close();
  });
});

describe('many connections', () => {
  test('beyond the limit are refused, and let in when others have left', async () => {
    await mesh.connected(0);
    const clients = await Promise.all(Array.from({ length: 20 }, () => connectSocket(mesh.url)));
    const error = (await openSocket(mesh.url).catch((error: unknown) => error)) as RefusedHandshake;
    expect(error.status).toBe(503);
    expect(JSON.parse(error.body).errors[0].extensions).toMatchObject({ limit: 'subscriptions.maxConnections' });
    const stream = await fetch(`${mesh.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: enriched }),
    });
    expect(stream.status).toBe(503);
    await stream.body?.cancel();
    for (const client of clients) client.close();
    await mesh.connected(0);
    const again = await connectSocket(mesh.url);
    again.close();
  });

  test('ten thousand connects in a row leave no more than the limit, and the gateway answering', async () => {
    await mesh.connected(0);
    const statuses: string[] = [];
    for (let round = 0; round < 50; round++) {
      const handshakes = await Promise.all(Array.from({ length: 200 }, () => handshake(mesh.url)));
      expect(mesh.gateway.listeners.counts.connections).toBe(20);
      statuses.push(...handshakes.map(({ status }) => status));
      for (const { socket } of handshakes) socket.destroy();
      await mesh.connected(0);
    }
    expect(statuses.filter((status) => status === '101')).toHaveLength(50 * 20);
    expect(statuses.filter((status) => status === '503')).toHaveLength(50 * 180);
    const client = await connectSocket(mesh.url);
    client.close();
  }, 60_000);
});

describe('a slow reader', () => {
  test('has its subscription ended, is told so, and costs no more than its queue', async () => {
    const client = await connectSocket(mesh.url);
    client.subscribe('1', 'subscription { ticketUpdated { subject } }');
    await mesh.tickets.listened(1);
    client.socket.pause();
    const large = { ...ticket(1), subject: 'x'.repeat(100_000) };
    for (let count = 0; count < 300; count++) mesh.tickets.publish(large);
    // The subgraph is let go although the client has not read a byte.
    await mesh.tickets.listened(0);
    client.socket.resume();
    let message = await client.next();
    let events = 0;
    for (; message.type === 'next'; message = await client.next()) events++;
    expect(message).toMatchObject({ id: '1', type: 'error', payload: [{ extensions: { code: 'SLOW_READER' } }] });
    expect(events).toBeLessThan(300);
    client.close();
  });

  test('that keeps asking and reads nothing is cut off', async () => {
    const client = await connectSocket(mesh.url);
    for (const id of ['1', '2', '3']) client.subscribe(id, enriched);
    await mesh.tickets.listened(3);
    client.socket.pause();
    const flood = setInterval(() => {
      for (let count = 0; count < 2_000; count++) client.subscribe('one too many', enriched);
    }, 1);
    await mesh.connected(0);
    clearInterval(flood);
    client.socket.terminate();
  }, 30_000);
});

/** A bare WebSocket handshake, and its status. */
function handshake(url: string): Promise<{ status: string; socket: Socket }> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(
        `GET /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
      ),
    );
    socket.once('data', (data) => {
      resolve({ status: data.toString('latin1').slice(9, 12), socket });
    });
    socket.once('error', reject);
  });
}
