// More than the gateway takes, over real sockets: from everybody together, and from one client.
import { createConnection } from 'node:net';
import { Client } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

let subgraph: HttpStub;
/** Resolves when the subgraph may answer. */
let mayAnswer = Promise.resolve();
const clients: Client[] = [];

beforeAll(async () => {
  subgraph = await startHttpStub(async () => {
    await mayAnswer;
    return { status: 200, body: { data: { slow: 'done' } } };
  });
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.destroy()));
  await subgraph.close();
});

async function start(settings: object): Promise<StandaloneGateway> {
  const supergraph = composeSmall({ small: { sdl: 'type Query { slow: String }', url: subgraph.url } });
  // The first plan waits for a thread that has just started.
  const planning = { budgetMs: 30_000, waitMs: 30_000 };
  const gateway = await startStandaloneGateway(supergraph, { planning, ...settings });
  await ask(connect(gateway, '127.0.0.9'));
  return gateway;
}

const done = { data: { slow: 'done' } };

describe('a gateway that has as many operations under way as it may', () => {
  let gateway: StandaloneGateway;

  beforeAll(async () => {
    gateway = await start({ admission: { maxOperations: 2 }, limits: { batchSize: 10 } });
  });

  afterAll(() => gateway.close());

  /** Runs `work` while two operations wait for the subgraph. */
  async function whileFull(work: () => Promise<void>): Promise<void> {
    const before = subgraph.requests.length;
    let letAnswer = (): void => undefined;
    mayAnswer = new Promise((resolve) => {
      letAnswer = resolve;
    });
    const under = [ask(connect(gateway)), ask(connect(gateway))];
    await expect.poll(() => subgraph.requests.length - before, { timeout: 20_000 }).toBe(2);
    await work();
    letAnswer();
    for (const { body } of await Promise.all(under)) expect(body).toEqual(done);
  }

  test('refuses a further one at once, names the limit, and takes the next when one is done', async () => {
    await whileFull(async () => {
      const { status, headers, body } = await ask(connect(gateway));
      expect([status, headers['retry-after']]).toEqual([503, '1']);
      expect(body).toEqual({
        errors: [
          {
            message: 'The gateway has as many operations under way as it may: 2 (setting admission.maxOperations).',
            extensions: {
              code: 'OVERLOADED',
              requestId: headers['x-request-id'],
              limit: 'admission.maxOperations',
              allowed: 2,
              retryAfterSeconds: 1,
            },
          },
        ],
      });
    });
    expect((await ask(connect(gateway))).status).toBe(200);
  });

  test.each(['/health', '/ready', '/.well-known/jwks.json'])('still answers %s', async (path) => {
    await whileFull(async () => {
      const { statusCode, body } = await connect(gateway).request({ method: 'GET', path });
      await body.dump();
      expect(statusCode).toBe(200);
    });
  });

  test('keeps the connection of whom it refuses', async () => {
    await whileFull(async () => {
      const client = connect(gateway);
      let connections = 0;
      client.on('connect', () => connections++);
      for (const status of [503, 503, 503]) expect((await ask(client)).status).toBe(status);
      expect(connections).toBe(1);
    });
  });

  test('forgets those whose clients have left', async () => {
    await whileFull(async () => {
      expect(gateway.gateway.admission.underWay).toBe(2);
    });
    mayAnswer = new Promise(() => undefined);
    const leaving = connect(gateway);
    const abandoned = ask(leaving).catch(() => undefined);
    await expect.poll(() => gateway.gateway.admission.underWay).toBe(1);
    await leaving.destroy();
    await abandoned;
    mayAnswer = Promise.resolve();
    await expect.poll(() => gateway.gateway.admission.underWay).toBe(0);
  });

  test('is not filled by those who send slowly', async () => {
    const head =
      'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{';
    const slow = Array.from({ length: 5 }, () => createConnection(Number(new URL(gateway.url).port), '127.0.0.1'));
    await Promise.all(slow.map((socket) => new Promise((resolve) => socket.write(head, resolve))));
    expect((await ask(connect(gateway))).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  test('counts every operation of a batch', async () => {
    expect(await ask(connect(gateway), Array(3).fill({ query: '{ slow }' }))).toMatchObject({ status: 503 });
    expect(await ask(connect(gateway), Array(2).fill({ query: '{ slow }' }))).toMatchObject({ status: 200 });
    expect(gateway.gateway.admission.underWay).toBe(0);
  });

  test('stops no client that sends much, unless a rate is set', async () => {
    const client = connect(gateway);
    for (let sent = 0; sent < 150; sent++) expect((await ask(client, { query: '{ __typename }' })).status).toBe(200);
  });
});

describe('a gateway that is behind with its work', () => {
  let gateway: StandaloneGateway;

  beforeAll(async () => {
    gateway = await start({ admission: { maxLoopLagMs: 5 } });
  });

  afterAll(() => gateway.close());

  test('refuses further operations until it has caught up, and answers those under way', async () => {
    let letAnswer = (): void => undefined;
    mayAnswer = new Promise((resolve) => {
      letAnswer = resolve;
    });
    const client = connect(gateway);
    const statusAfterBlocking = async (milliseconds: number) => {
      block(milliseconds);
      return (await ask(client, { query: '{ __typename }' })).status;
    };
    expect(await statusAfterBlocking(400)).toBe(200);
    const under = Array.from({ length: 20 }, () => ask(connect(gateway)));
    await expect.poll(() => gateway.gateway.admission.underWay).toBe(20);
    await expect.poll(() => statusAfterBlocking(400), { timeout: 20_000 }).toBe(503);
    await expect.poll(() => statusAfterBlocking(0), { timeout: 20_000 }).toBe(200);
    letAnswer();
    for (const { body } of await Promise.all(under)) expect(body).toEqual(done);
  });
});

describe('a client that sends more than its rate', () => {
  let gateway: StandaloneGateway;

  beforeAll(async () => {
    gateway = await start({ admission: { clientRate: { perSecond: 0.02, burst: 3 } }, limits: { batchSize: 10 } });
  });

  afterAll(() => gateway.close());

  test('is refused, told when to come back, and nobody else is', async () => {
    const client = connect(gateway);
    for (const status of [200, 200, 200, 429]) expect((await ask(client)).status).toBe(status);
    const { headers, body } = await ask(client);
    expect(headers).toMatchObject({
      'retry-after': '50',
      ratelimit: '"client";r=0;t=50',
      'ratelimit-policy': '"client";q=3;w=150',
    });
    expect(body).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', limit: 'admission.clientRate', retryAfterSeconds: 50 } }],
    });
    expect((await ask(connect(gateway, '127.0.0.2'))).status).toBe(200);
  });

  test('spends as many on a batch as it has operations', async () => {
    const client = connect(gateway, '127.0.0.3');
    expect((await ask(client, Array(3).fill({ query: '{ slow }' }))).status).toBe(200);
    expect((await ask(client)).status).toBe(429);
  });
});

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function connect({ url }: StandaloneGateway, localAddress = '127.0.0.1'): Client {
  const client = new Client(url, { localAddress });
  clients.push(client);
  return client;
}

async function ask(client: Client, parameters: unknown = { query: '{ slow }' }) {
  const { statusCode, headers, body } = await client.request({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  return { status: statusCode, headers, body: (await body.json()) as unknown };
}
