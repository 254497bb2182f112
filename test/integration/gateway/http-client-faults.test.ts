// Clients that leave, dawdle or send too much, over bare sockets.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendOperation } from '../../support/graphql-client.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

let gateway: StandaloneGateway;
let silent: Server;
/** What the subgraph was asked; it never answers. */
const asked: IncomingMessage[] = [];

beforeAll(async () => {
  silent = createServer((request) => void asked.push(request.resume()));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const supergraph = composeSmall({
    one: { sdl: 'type Query { one: Int }', url },
    two: { sdl: 'type Query { two: Int }', url },
  });
  gateway = await startStandaloneGateway(supergraph, {
    server: { headersTimeoutMs: 200, requestTimeoutMs: 400 },
    playground: { enabled: false },
  });
});

afterAll(async () => {
  await gateway.close();
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

test.each([
  'GET /graphql?query={__typename}',
  'GET /graphql',
  'GET /health',
])('a connection stays open after %s', async (line) => {
  const socket = await open();
  const answer = new Promise((resolve) => socket.once('data', (bytes) => resolve(String(bytes))));
  socket.write(`${line} HTTP/1.1\r\nhost: gateway\r\ngraphql-require-preflight: 1\r\n\r\n`);
  expect(await answer).toMatch(/connection: keep-alive/i);
  socket.destroy();
});

test('a client that leaves takes every request to a subgraph with it', async () => {
  const socket = await open();
  const body = '{"query":"{ one two }"}';
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  // The first plan waits for a thread that has just started.
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(2);
  const dropped = asked.map((request) => new Promise((resolve) => request.socket.once('close', resolve)));
  socket.destroy();
  await Promise.all(dropped);
});

test('a body of 50 MB is refused by its declared length, before it is sent', async () => {
  const socket = await open();
  const answer = readAll(socket);
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 52428800\r\n\r\n{"query":',
  );
  expect(await answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"PAYLOAD_TOO_LARGE"/);
});

test('a body without a declared length is refused when it passes the limit', async () => {
  const socket = await open();
  const answer = readAll(socket);
  const chunk = 'x'.repeat(64 * 1024);
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
  );
  for (let sent = 0; sent < 5; sent++) socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  expect(await answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"PAYLOAD_TOO_LARGE"/);
});

test.each([
  [
    'too many headers',
    Array.from({ length: 101 }, (_, index) => `x-${index}: 1`),
    /^HTTP\/1\.1 400 .*more than 100 headers/s,
  ],
  ['too large headers', [`authorization: Bearer ${'x'.repeat(20_000)}`], /^HTTP\/1\.1 431 .*larger than 16384 bytes/s],
  ['a header that is none', ['no colon'], /^HTTP\/1\.1 400 .*not an HTTP request/s],
])('%s are refused as JSON', async (_what, headers, expected) => {
  const socket = await open();
  const answer = readAll(socket);
  socket.write(`GET /health HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n${headers.join('\r\n')}\r\n\r\n`);
  expect(await answer).toMatch(expected);
});

test('whoever does not send its headers in time is told so and cut off', async () => {
  const socket = await open();
  const answer = readAll(socket);
  socket.write('POST /graphql HTTP/1.1\r\nhost: gate');
  expect(await answer).toMatch(/^HTTP\/1\.1 408 .*"code":"BAD_REQUEST"/s);
});

test('whoever dribbles its body is cut off, and is told so if that is still possible', async () => {
  const socket = await open();
  const answer = readAll(socket);
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n',
  );
  const dribble = setInterval(() => socket.write(' '), 20);
  expect(await answer).toMatch(/^HTTP\/1\.1 40[08] .*"code":"BAD_REQUEST"/s);
  clearInterval(dribble);
});

test('a body that would unfold into 50 MB is refused as it is', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
  const socket = await open();
  const answer = readAll(socket);
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`,
  );
  socket.write(bomb);
  expect(await answer).toMatch(/^HTTP\/1\.1 415 [\s\S]*"code":"UNSUPPORTED_MEDIA_TYPE"/);
});

test('two hundred who dawdle keep nobody else waiting', async () => {
  const dawdlers = await Promise.all(Array.from({ length: 200 }, open));
  const ends = dawdlers.map(readAll);
  for (const socket of dawdlers) socket.write('POST /graphql HTTP/1.1\r\nhost: gate');
  for (let time = 0; time < 100; time++)
    expect((await sendOperation(gateway.url, '{ __typename }')).data).toEqual({ __typename: 'Query' });
  for (const end of ends) expect(await end).toMatch(/^HTTP\/1\.1 408 /);
});

test('requests that come while the event loop is blocked are all answered afterwards', async () => {
  const answers = Array.from({ length: 20 }, () => sendOperation(gateway.url, '{ __typename }'));
  const blockedUntil = performance.now() + 500;
  while (performance.now() < blockedUntil);
  // 408: with times as short as in this file, the pause may count as the client's.
  for (const { status } of await Promise.all(answers)) expect([200, 503, 408]).toContain(status);
  await expect.poll(async () => (await sendOperation(gateway.url, '{ __typename }')).status).toBe(200);
});

function open(): Promise<Socket> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  return new Promise((resolve) => socket.once('connect', () => resolve(socket)));
}

/** Everything up to the end that the gateway makes. */
function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  // A sender that is cut off may see a reset after the answer.
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}
