// Answers in parts over real sockets: what a client reads when, and what ends when it or a subgraph leaves.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetch } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { respondInParts } from '../../../gateway/respond/multipart.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { readParts } from '../../support/multipart-client.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const inParts = 'multipart/mixed;incrementalSpec=v0.2, application/json';
const query = '{ user { name ... @defer(label: "more") { rank } } }';
const deadlineMs = 400;

const folder = mkdtempSync(join(tmpdir(), 'gordian-parts-'));
const supergraphFile = join(folder, 'supergraph.graphql');
let users: HttpStub;
let ranks: Server;
let gateway: StandaloneGateway;
/** What the subgraph of the deferred field was asked, and how it answers. */
let asked: { request: IncomingMessage; response: ServerResponse }[] = [];
let answerRanks: (response: ServerResponse) => void;

const rankOf = (response: ServerResponse) =>
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ data: { _entities: [{ rank: 7, note: 'n' }] } }));

beforeAll(async () => {
  const ada = { __typename: 'User', id: 'u1', name: 'Ada' };
  users = await startHttpStub(({ body }) => ({
    status: 200,
    body: { data: body.includes('mutation') ? { rename: ada } : { user: ada } },
  }));
  ranks = createServer((request, response) => {
    asked.push({ request: request.resume(), response });
    answerRanks(response);
  });
  await new Promise<void>((resolve) => ranks.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(ranks.address() as AddressInfo).port}`;
  const supergraph = composeSmall({
    users: {
      sdl: 'type Query { user: User } type Mutation { rename: User } type User @key(fields: "id") { id: ID! name: String }',
      url: users.url,
    },
    ranks: { sdl: 'type User @key(fields: "id") { id: ID! rank: Int note: String }', url },
  });
  writeFileSync(supergraphFile, supergraph);
  gateway = await startStandaloneGateway(supergraph, { execution: { deadlineMs } });
  answerRanks = rankOf;
  // The first plan waits for a thread that has just started.
  await send('application/json').then((response) => response.text());
});

beforeEach(() => {
  asked = [];
  answerRanks = rankOf;
});

afterAll(async () => {
  await gateway.close();
  await users.close();
  ranks.closeAllConnections();
  await new Promise((resolve) => ranks.close(resolve));
  rmSync(folder, { recursive: true });
});

const send = (accept: string, text = query, signal?: AbortSignal, url = gateway.url) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json', 'accept-encoding': 'br, gzip' },
    body: JSON.stringify({ query: text }),
    signal,
  });

type Answer = Awaited<ReturnType<typeof send>>;

async function allParts(answer: Answer): Promise<unknown[]> {
  const parts: unknown[] = [];
  for await (const part of readParts(answer.body!)) parts.push(part);
  return parts;
}

const firstPart = {
  data: { user: { name: 'Ada' } },
  pending: [{ id: '0', path: ['user'], label: 'more' }],
  hasNext: true,
};
const failedPart = (code: string) => ({
  incremental: [
    {
      id: '0',
      errors: [expect.objectContaining({ path: ['user', 'rank'], extensions: { code } })],
      data: { rank: null },
    },
  ],
  completed: [{ id: '0' }],
  hasNext: false,
});

describe('a client that takes parts', () => {
  test('reads the first while the rest is still fetched', async () => {
    answerRanks = () => {};
    const answer = await send(inParts);
    const parts = readParts(answer.body!);
    expect((await parts.next()).value).toEqual(firstPart);
    await expect.poll(() => asked.length).toBe(1);
    rankOf(asked[0]!.response);
    expect((await parts.next()).value).toEqual({
      incremental: [{ id: '0', data: { rank: 7 } }],
      completed: [{ id: '0' }],
      hasNext: false,
    });
    expect((await parts.next()).done).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'multipart/mixed; boundary="-"; incrementalSpec=v0.2',
      'cache-control': 'private, no-store',
      'transfer-encoding': 'chunked',
    });
    expect(answer.headers.has('content-encoding')).toBe(false);
  });

  test('gets the rest of a mutation in parts as well', async () => {
    const text = 'mutation { rename { name ... @defer { rank } } }';
    expect(await allParts(await send(inParts, text))).toMatchObject([
      { data: { rename: { name: 'Ada' } } },
      { incremental: [{ id: '0', data: { rank: 7 } }] },
    ]);
  });

  test.each([
    ['a document that is refused', '{ user { nothing } }', 200],
    ['an operation without @defer', '{ user { name } }', 200],
    ['a body that is no operation', '', 400],
  ])('gets %s as JSON', async (_, text, status) => {
    const answer = await send('multipart/mixed', text);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/json; charset=utf-8']);
  });

  test('hears of a subgraph that hangs up in the part that it leaves out', async () => {
    answerRanks = (response) => response.destroy();
    const parts = await allParts(await send(inParts));
    expect(parts).toEqual([firstPart, failedPart('SUBGRAPH_UNAVAILABLE')]);
    expect(JSON.stringify(parts)).not.toContain('127.0.0.1');
  });

  test('hears of one that never answers when the deadline of the whole is over', async () => {
    answerRanks = () => {};
    expect(await allParts(await send(inParts))).toEqual([firstPart, failedPart('SUBGRAPH_TIMEOUT')]);
  });

  test('takes the requests that are made for it along when it leaves', async () => {
    answerRanks = () => {};
    const leaving = new AbortController();
    const answer = await send(inParts, query, leaving.signal);
    await readParts(answer.body!).next();
    await expect.poll(() => asked.length).toBe(1);
    const aborted = new Promise((resolve) => asked[0]!.response.once('close', resolve));
    leaving.abort();
    await aborted;
    expect(asked[0]!.response.writableFinished).toBe(false);
  });
});

test('parts that are on their way outlive the supergraph that they were planned on', async () => {
  const supergraph = readFileSync(supergraphFile, 'utf8');
  const patient = await startStandaloneGateway(supergraph, {
    execution: { deadlineMs: 60_000 },
    supergraph: { kind: 'file', path: supergraphFile, pollIntervalMs: 50 },
  });
  answerRanks = () => {};
  const text = '{ user { name ... @defer { rank ... @defer { note } } } }';
  const parts = readParts((await send(inParts, text, undefined, patient.url)).body!);
  await parts.next();
  await expect.poll(() => asked.length).toBe(1);
  const { generations } = patient.gateway;
  const before = generations.current()?.id;
  writeFileSync(supergraphFile, `${supergraph}\n# changed`);
  await expect.poll(() => generations.current()?.id, { timeout: 20_000 }).not.toBe(before);
  // What is fetched next needs the connections of the former supergraph.
  answerRanks = rankOf;
  rankOf(asked[0]!.response);
  expect((await parts.next()).value).toMatchObject({ incremental: [{ data: { rank: 7 } }], hasNext: true });
  expect((await parts.next()).value).toMatchObject({ incremental: [{ data: { note: 'n' } }], hasNext: false });
  await patient.close();
});

test.each([
  'application/json',
  'multipart/mixed;deferSpec=20220824, application/json',
  'application/graphql-response+json',
])('a client that accepts %s gets one whole answer', async (accept) => {
  const answer = await send(accept);
  expect(answer.headers.get('content-type')).toMatch(/^application\//);
  expect(await answer.json()).toEqual({ data: { user: { name: 'Ada', rank: 7 } } });
});

test('parts wait for a client that does not read, and end when it leaves', async () => {
  let isDelivered: Promise<void> | undefined;
  const large = JSON.stringify({ filler: 'x'.repeat(8 * 1024 * 1024) });
  const server = createServer((_, response) => {
    const later = {
      pending: [],
      deliver: (part: (payload: string) => Promise<void>) => part(large).then(() => part(large)),
    };
    isDelivered = respondInParts(response, { data: Buffer.from('{}'), later }, later, {
      requestId: 'r',
      maxErrors: 1,
      generation: null,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: gateway\r\n\r\n');
  await new Promise((resolve) => socket.once('readable', resolve));
  socket.destroy();
  await isDelivered;
  await new Promise((resolve) => server.close(resolve));
});
