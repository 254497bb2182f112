// Clients that close their connection before they have their answer: what was begun for them ends, and what was not begun is
// never begun. GORDIAN_ABORTS sets how many; how long it took until the subgraph knew is printed and not asserted.
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendOperation } from '../../support/graphql-client.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const aborts = Number(process.env.GORDIAN_ABORTS ?? 200);
const atOnce = 20;
const patience = { timeout: 30_000, interval: 5 };

let gateway: StandaloneGateway;
let first: Server;
let second: Server;
/** What the first subgraph holds back. */
const held = new Set<ServerResponse>();
let secondAsked = 0;
let holdsBack = false;

beforeAll(async () => {
  first = createServer((request, response) => {
    request.resume().on('end', () => {
      if (!holdsBack) return answerFirst(response);
      held.add(response);
      response.once('close', () => held.delete(response));
    });
  });
  second = createServer((request, response) => {
    secondAsked++;
    request.resume().on('end', () => answer(response, { _entities: [{ two: 2 }] }));
  });
  gateway = await startStandaloneGateway(
    composeSmall({
      first: {
        sdl: 'type Query { item: Item } type Mutation { put(n: Int): Int } type Item @key(fields: "id") { id: ID! }',
        url: await listen(first),
      },
      second: { sdl: 'type Item @key(fields: "id") { id: ID! two: Int }', url: await listen(second) },
    }),
    { playground: { enabled: false }, admission: { maxLoopLagMs: 60_000 } },
  );
  // Plans it.
  expect((await sendOperation(gateway.url, operation)).data).toEqual({ item: { two: 2 } });
});

afterAll(async () => {
  await gateway.close();
  for (const server of [first, second]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const operation = '{ item { two } }';

test('requests to subgraphs are ended, and the next ones not sent', { timeout: 60_000 + aborts * 100 }, async () => {
  holdsBack = true;
  const before = secondAsked;
  const tookMs: number[] = [];
  for (let left = 0; left < aborts; left += atOnce) {
    const sockets = await Promise.all(Array.from({ length: atOnce }, () => ask(operation)));
    await expect.poll(() => held.size, patience).toBe(atOnce);
    const closed = [...held].map((response) => new Promise((resolve) => response.once('close', resolve)));
    const leftAt = performance.now();
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed.map((one) => one.then(() => tookMs.push(performance.now() - leftAt))));
  }
  holdsBack = false;
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => Math.round(tookMs[Math.ceil(tookMs.length * share) - 1]!);
  process.stdout.write(
    `${tookMs.length} clients left; their requests ended within ${at(0.5)} ms (half), ${at(0.99)} ms (99 %), ${at(1)} ms\n`,
  );
  expect(tookMs).toHaveLength(Math.ceil(aborts / atOnce) * atOnce);
  expect(gateway.gateway.generations.current()?.subgraphs.states().get('first')).toEqual({
    breaker: 'closed',
    underWay: 0,
    waiting: 0,
  });
  await expect.poll(() => gateway.gateway.admission.underWay, patience).toBe(0);
  expect(secondAsked).toBe(before);
  expect((await sendOperation(gateway.url, operation)).data).toEqual({ item: { two: 2 } });
});

test('an answer that arrives at the moment when the client leaves leads to nothing more', async () => {
  holdsBack = true;
  const before = secondAsked;
  for (let time = 0; time < 20; time++) {
    const socket = await ask(operation);
    await expect.poll(() => held.size, patience).toBe(1);
    socket.resetAndDestroy();
    for (const response of held) answerFirst(response);
    held.clear();
    await expect.poll(() => gateway.gateway.admission.underWay, patience).toBe(0);
  }
  holdsBack = false;
  // The answer may have come first; then the second subgraph was asked, and left as well.
  expect(secondAsked - before).toBeLessThanOrEqual(20);
  expect((await sendOperation(gateway.url, operation)).data).toEqual({ item: { two: 2 } });
});

test('of three mutations, those that were not begun are not', async () => {
  holdsBack = true;
  let asked = 0;
  first.on('request', () => asked++);
  const socket = await ask('mutation { a: put(n: 1) b: put(n: 2) c: put(n: 3) }');
  await expect.poll(() => held.size, patience).toBe(1);
  socket.destroy();
  await expect.poll(() => gateway.gateway.admission.underWay, patience).toBe(0);
  holdsBack = false;
  expect(asked).toBe(1);
});

function answer(response: ServerResponse, data: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
}

function answerFirst(response: ServerResponse): void {
  answer(response, { item: { __typename: 'Item', id: '1' } });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(query: string): Promise<Socket> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  const body = JSON.stringify({ query });
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
}
