// The way to one subgraph, over real sockets: what is sent again and what never is, how many at a time, when not at all, and
// that nothing is left behind.
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { BreakerChange } from '../../../gateway/execute/breaker.ts';
import {
  createHttpSubgraphs,
  type HttpSubgraphOptions,
  type HttpSubgraphs,
} from '../../../gateway/execute/http-subgraphs.ts';
import type { SubgraphAnswer, SubgraphRequest } from '../../../gateway/execute/subgraph-transport.ts';
import { Ending } from '../../../kit/ending.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { type Behaviour, httpResponse, type RawServer, startRawServer } from '../../support/federation/raw-server.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

const text = JSON.stringify({ data: { ping: 1, word: 'ü€' } });
const answerWell: Behaviour = (socket) => void socket.write(httpResponse(text));
const neverAnswer: Behaviour = () => {};

async function serve(behave: Behaviour): Promise<RawServer> {
  const server = await startRawServer(behave);
  cleanUp.push(() => server.close());
  return server;
}

async function serveBadly(): Promise<FaultProxy> {
  const proxy = await startFaultProxy((await serve(answerWell)).url);
  cleanUp.push(() => proxy.close());
  return proxy;
}

interface Asking extends HttpSubgraphs {
  readonly ask: (request?: Partial<SubgraphRequest>, ending?: Ending) => Promise<SubgraphAnswer>;
}

function subgraphsAt(urls: Readonly<Record<string, string>>, options: Partial<HttpSubgraphOptions> = {}): Asking {
  const http = createHttpSubgraphs(new Map(Object.entries(urls)), options);
  cleanUp.push(() => http.close());
  return {
    ...http,
    ask: (changed = {}, ending = new Ending()) =>
      http.send({ subgraph: 'one', operationKind: 'query', body: '{}', headers: {}, ...changed }, ending),
  };
}

const kindOf = (answer: SubgraphAnswer) => (answer.kind === 'response' ? 'response' : answer.code);
const textOf = (answer: SubgraphAnswer) =>
  answer.kind === 'response' ? Buffer.from(answer.body).toString() : answer.detail;
const detailOf = (answer: SubgraphAnswer) => (answer.kind === 'response' ? 'response' : answer.detail);

describe('a request', () => {
  test('says what it must and what the caller adds, with its length in bytes', async () => {
    let received = '';
    const server = await serve((socket, _, __, request) => {
      received = request;
      socket.write(httpResponse(text));
    });
    const body = '{"query":"ü€😀"}';
    const { ask } = subgraphsAt({ one: `${server.url}?tenant=a` });
    await ask({ body, headers: { authorization: 'Bearer x', 'x-name': 'José' } });
    expect(received.split('\r\n')).toEqual([
      'POST /graphql?tenant=a HTTP/1.1',
      `host: ${new URL(server.url).host}`,
      'content-type: application/json',
      'accept: application/json',
      'accept-encoding: identity',
      'authorization: Bearer x',
      'x-name: José',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      Buffer.from(body).toString('latin1'),
    ]);
  });

  test.each([
    ['a header that would end its line', { 'x-name': 'a\r\nx-admin: 1' }],
    ['a name that is none', { 'x name': 'a' }],
    ['another length', { 'content-length': '1' }],
    ['chunks', { 'transfer-encoding': 'chunked' }],
    ['another host', { host: 'elsewhere' }],
    ['letters that Latin-1 has not', { 'x-name': '€' }],
  ])('is not sent with %s', async (_, headers) => {
    const server = await serve(answerWell);
    const { ask } = subgraphsAt({ one: server.url });
    expect(kindOf(await ask({ headers }))).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.requests()).toBe(0);
  });

  test('is answered the same when every byte comes alone', async () => {
    const proxy = await serveBadly();
    proxy.inject({ kind: 'split' });
    const { ask } = subgraphsAt({ one: proxy.url });
    for (let time = 0; time < 3; time++) expect(await ask()).toEqual({ kind: 'response', body: Buffer.from(text) });
    expect(proxy.open()).toBe(1);
  });

  test.each(['ftp://127.0.0.1/', 'file:///graphql', 'not a url'])('to %s is none', (url) => {
    expect(() => createHttpSubgraphs(new Map([['one', url]]))).toThrow(TypeError);
  });
});

describe('a connection that served before and ends without a byte of the answer', () => {
  /** Ends one connection in the given way at its second request. */
  const endOneReuse = (end: (socket: Socket) => void): Behaviour => {
    let isDone = false;
    return (socket, number, onSocket) => {
      if (onSocket === 1 || isDone) return answerWell(socket, number, onSocket, '');
      isDone = true;
      end(socket);
    };
  };
  const ways: readonly [string, (socket: Socket) => void][] = [
    ['reset', (socket) => void socket.resetAndDestroy()],
    ['closed in good order', (socket) => void socket.end()],
    ['destroyed', (socket) => void socket.destroy()],
  ];

  test.each(ways)('%s: a query is sent once more, on a new connection', async (_, end) => {
    const server = await serve(endOneReuse(end));
    const { ask } = subgraphsAt({ one: server.url });
    for (let time = 0; time < 3; time++) expect(kindOf(await ask())).toBe('response');
    expect(server.requests()).toBe(4);
    expect(server.connections()).toBe(2);
  });

  test.each(ways)('%s: a mutation is not, nor a subscription', async (_, end) => {
    for (const operationKind of ['mutation', 'subscription'] as const) {
      const server = await serve(endOneReuse(end));
      const { ask } = subgraphsAt({ one: server.url });
      expect(kindOf(await ask({ operationKind }))).toBe('response');
      expect(kindOf(await ask({ operationKind }))).toBe('SUBGRAPH_UNAVAILABLE');
      expect(server.requests()).toBe(2);
    }
  });

  test('closed by the server while it is idle: it is not used at all, not even by a mutation', async () => {
    const server = await serve((socket) => void socket.end(httpResponse(text)));
    const { ask } = subgraphsAt({ one: server.url });
    for (let time = 0; time < 3; time++) {
      expect(kindOf(await ask({ operationKind: 'mutation' }))).toBe('response');
      await server.allClosed();
    }
    expect(server.requests()).toBe(3);
  });

  test('nothing is sent a third time', async () => {
    const server = await serve((socket, number, onSocket) => {
      if (number === 1) answerWell(socket, number, onSocket, '');
      else socket.resetAndDestroy();
    });
    const { ask } = subgraphsAt({ one: server.url });
    await ask();
    expect(kindOf(await ask())).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.requests()).toBe(3);
  });

  test.each([
    'HTTP/1.1',
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"da',
  ])('nothing is sent again when bytes of an answer came: %j', async (bytes) => {
    const server = await serve((socket, number, onSocket) => {
      if (onSocket === 1) answerWell(socket, number, onSocket, '');
      else socket.end(bytes);
    });
    const { ask } = subgraphsAt({ one: server.url });
    await ask();
    expect(await ask()).toMatchObject({ code: 'SUBGRAPH_BAD_RESPONSE', detail: expect.stringContaining('broke off') });
    expect(server.requests()).toBe(2);
  });

  test('nothing is sent again when the request is over', async () => {
    let held: Socket | undefined;
    const server = await serve((socket, number, onSocket) => {
      if (onSocket === 1) answerWell(socket, number, onSocket, '');
      else held = socket;
    });
    const { ask } = subgraphsAt({ one: server.url });
    await ask();
    const ending = new Ending();
    const lost = ask({}, ending);
    await server.received(2);
    ending.end();
    held?.resetAndDestroy();
    expect(kindOf(await lost)).toBe('SUBGRAPH_TIMEOUT');
    await server.allClosed();
    expect(server.requests()).toBe(2);
  });

  test('a restart of the subgraph between two requests is not noticed', async () => {
    const proxy = await serveBadly();
    const { ask } = subgraphsAt({ one: proxy.url });
    expect(kindOf(await ask())).toBe('response');
    await proxy.refuse();
    await proxy.accept();
    expect(kindOf(await ask())).toBe('response');
  });
});

describe('a connection', () => {
  test('is used again after an answer, and not after the server said that it closes', async () => {
    const server = await serve((socket, number) => {
      const headers = { 'content-type': 'application/json', ...(number === 2 && { connection: 'close' }) };
      socket.write(httpResponse(text, { headers }));
    });
    const { ask } = subgraphsAt({ one: server.url });
    for (let time = 0; time < 4; time++) expect(kindOf(await ask())).toBe('response');
    expect(server.connections()).toBe(2);
  });

  test('is not used again when more came than was asked', async () => {
    const server = await serve(
      (socket) => void socket.write(`${httpResponse(text)}${httpResponse('{"data":"stray"}')}`),
    );
    const { ask } = subgraphsAt({ one: server.url });
    for (let time = 0; time < 3; time++) expect(textOf(await ask())).toBe(text);
    expect(server.connections()).toBe(3);
  });

  test('is closed when something comes that nobody asked for', async () => {
    let held: Socket | undefined;
    const headers = { 'content-type': 'application/json', 'keep-alive': 'timeout=600' };
    const server = await serve((socket) => {
      held = socket;
      socket.write(httpResponse(text, { headers }));
    });
    const { ask } = subgraphsAt({ one: server.url });
    await ask();
    held?.write(httpResponse('{"data":"stray"}'));
    await server.allClosed();
    expect(textOf(await ask())).toBe(text);
  });

  test('is not used when the server has said that it closes idle ones within the second', async () => {
    const headers = { 'content-type': 'application/json', 'keep-alive': 'timeout=1' };
    const server = await serve((socket) => void socket.write(httpResponse(text, { headers })));
    const { ask } = subgraphsAt({ one: server.url });
    for (let time = 0; time < 2; time++) await ask();
    expect(server.connections()).toBe(2);
  });

  test('that cannot be made in time is given up', async () => {
    // It is open, but the other side never says the words by which TLS begins.
    const silent = await serve(neverAnswer);
    const url = silent.url.replace('http:', 'https:');
    const { ask } = subgraphsAt({ one: url }, { settings: { connectTimeoutMs: 50 } });
    expect(await ask()).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', detail: 'CONNECT_TIMEOUT' });
    await silent.allClosed();
  });
});

describe('the time of a subgraph', () => {
  test.each([
    ['nothing comes', { kind: 'blackhole' }],
    ['the answer stops', { kind: 'stall', afterBytes: 50 }],
    ['the answer comes byte by byte', { kind: 'trickle', everyMs: 200 }],
    ['it comes too late', { kind: 'delay', ms: 10_000 }],
  ] as const)('ends a request when %s, and its connection', async (_, fault) => {
    const proxy = await serveBadly();
    proxy.inject(fault);
    const { ask } = subgraphsAt({ one: proxy.url }, { settings: { timeoutMs: 250 } });
    expect(await ask()).toEqual({
      kind: 'fault',
      code: 'SUBGRAPH_TIMEOUT',
      detail: 'no whole answer within 250 ms (execution.timeoutMs)',
    });
    await expect.poll(() => proxy.open()).toBe(0);
  });

  test('is its own: settings of one subgraph are not those of another', async () => {
    const silent = await serve(neverAnswer);
    const { ask } = subgraphsAt(
      { one: silent.url, two: silent.url },
      { settings: { timeoutMs: 600_000 }, settingsOf: { two: { timeoutMs: 20 } } },
    );
    const ending = new Ending();
    const patient = ask({}, ending);
    expect(detailOf(await ask({ subgraph: 'two' }))).toContain('20 ms');
    ending.end();
    expect(detailOf(await patient)).toBe('the request ended before the answer did');
  });
});

describe('the places of a subgraph', () => {
  const places = { maxConcurrent: 3, queueLimit: 2 };

  test('are so many; so many wait, and the next fails at once', async () => {
    const sockets: Socket[] = [];
    const server = await serve((socket) => void sockets.push(socket));
    const { ask, states } = subgraphsAt({ one: server.url }, { settings: { ...places, waitMs: 60_000 } });
    const five = Array.from({ length: 5 }, () => ask());
    await server.received(3);
    expect(detailOf(await ask())).toBe(
      'it was not asked: 3 requests are under way (execution.maxConcurrent) and 2 wait (execution.queueLimit)',
    );
    expect(states().get('one')).toEqual({ breaker: 'closed', underWay: 3, waiting: 2 });
    for (let answered = 0; answered < 5; answered++) {
      await server.received(Math.min(5, answered + 3));
      sockets[answered]?.write(httpResponse(text));
    }
    for (const answer of await Promise.all(five)) expect(kindOf(answer)).toBe('response');
    expect([server.connections(), server.requests()]).toEqual([3, 5]);
    expect(states().get('one')).toEqual({ breaker: 'closed', underWay: 0, waiting: 0 });
  });

  test('are waited for only so long', async () => {
    const server = await serve(neverAnswer);
    const { ask, states } = subgraphsAt({ one: server.url }, { settings: { ...places, waitMs: 20 } });
    const ending = new Ending();
    const hanging = Array.from({ length: 3 }, () => ask({}, ending));
    expect(detailOf(await ask())).toBe(
      'it was not asked: none of 3 places (execution.maxConcurrent) became free within 20 ms (execution.waitMs)',
    );
    ending.end();
    await Promise.all(hanging);
    expect(states().get('one')).toEqual({ breaker: 'closed', underWay: 0, waiting: 0 });
  });

  test('are free again after every fault, and whoever waits gets them', async () => {
    const proxy = await serveBadly();
    const faults = ['reset', 'truncate', 'half-close', 'garbage'] as const;
    proxy.inject((number) =>
      number % 5 === 0 ? { kind: 'none' } : { kind: faults[number % 4]!, afterBytes: number % 4 < 3 ? 20 : 0 },
    );
    const { ask, states } = subgraphsAt(
      { one: proxy.url },
      { settings: { maxConcurrent: 2, queueLimit: 100, waitMs: 60_000, timeoutMs: 60_000, breaker: neverOpens } },
    );
    const kinds = (await Promise.all(Array.from({ length: 40 }, () => ask()))).map(kindOf);
    expect(kinds.filter((kind) => kind === 'response')).toHaveLength(8);
    expect(new Set(kinds)).toEqual(new Set(['response', 'SUBGRAPH_BAD_RESPONSE']));
    expect(states().get('one')).toMatchObject({ underWay: 0, waiting: 0 });
  });

  test('of one that hangs are not those of the others', async () => {
    const hangs = await serve(neverAnswer);
    const works = await serve(answerWell);
    const { ask, states } = subgraphsAt(
      { one: hangs.url, two: works.url },
      { settings: { ...places, waitMs: 60_000 } },
    );
    const ending = new Ending();
    const stuck = Array.from({ length: 100 }, () => ask({}, ending));
    const good: SubgraphAnswer[] = [];
    for (let time = 0; time < 500; time++) good.push(await ask({ subgraph: 'two' }));
    expect(good.filter(({ kind }) => kind === 'response')).toHaveLength(500);
    expect(states().get('one')).toMatchObject({ underWay: 3, waiting: 2 });
    ending.end();
    const ends = (await Promise.all(stuck)).map(kindOf);
    expect(ends.filter((kind) => kind === 'SUBGRAPH_UNAVAILABLE')).toHaveLength(95);
    await hangs.allClosed();
  });
});

const neverOpens = { enabled: false, failureRate: 1, minimumRequests: 1, windowMs: 1_000, openMs: 1_000 };

describe('the breaker of a subgraph', () => {
  const eager = { enabled: true, failureRate: 0.5, minimumRequests: 4, windowMs: 60_000, openMs: 30 };

  test('opens when it is down, lets one request try, and closes when it is back; each told once', async () => {
    const proxy = await serveBadly();
    await proxy.refuse();
    const told: [string, BreakerChange['to']][] = [];
    const { ask, states } = subgraphsAt(
      { one: proxy.url },
      { settings: { breaker: eager }, onBreakerChange: (subgraph, { to }) => told.push([subgraph, to]) },
    );
    for (let time = 0; time < 4; time++) expect(detailOf(await ask())).toBe('ECONNREFUSED');
    expect(detailOf(await ask())).toBe('it was not asked, because its breaker is open');
    expect(states().get('one')?.breaker).toBe('open');
    await expect.poll(async () => detailOf(await ask()), { interval: 5 }).toBe('ECONNREFUSED');
    await proxy.accept();
    await expect.poll(async () => kindOf(await ask()), { interval: 5 }).toBe('response');
    expect(states().get('one')?.breaker).toBe('closed');
    expect(told.map(([, to]) => to)).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
    expect(new Set(told.map(([subgraph]) => subgraph))).toEqual(new Set(['one']));
  });

  const trouble: readonly [string, Behaviour][] = [
    ['resets', (socket) => void socket.resetAndDestroy()],
    ['never answers', neverAnswer],
    ['breaks off', (socket) => void socket.end(httpResponse(text).slice(0, -1))],
    ['does not speak HTTP', (socket) => void socket.write('hello\r\n\r\n')],
    ...[502, 503, 504].map((status): [string, Behaviour] => [
      `is behind a proxy that says ${status}`,
      (socket) => void socket.write(httpResponse('', { status: `${status} Sorry` })),
    ]),
  ];
  test.each(trouble)('opens when it %s', async (_, behave) => {
    const { ask, states } = subgraphsAt(
      { one: (await serve(behave)).url },
      { settings: { breaker: eager, timeoutMs: 20 } },
    );
    for (let time = 0; time < 4; time++) await ask();
    expect(states().get('one')?.breaker).not.toBe('closed');
  });

  const words: readonly [string, Behaviour][] = [
    ['errors', (socket) => void socket.write(httpResponse('{"errors":[{"message":"x"}]}'))],
    ['that a request is bad', (socket) => void socket.write(httpResponse('{}', { status: '400 Bad Request' }))],
    ['that it failed', (socket) => void socket.write(httpResponse('', { status: '500 Internal Server Error' }))],
    ['that this client asks too much', (socket) => void socket.write(httpResponse('', { status: '429 Slow' }))],
    ['nothing that is JSON', (socket) => void socket.write(httpResponse('<html>'))],
    ['too much', (socket) => void socket.write(httpResponse('x'.repeat(2_000)))],
  ];
  test.each(words)('stays closed when it says %s', async (_, behave) => {
    const settings = { breaker: eager, responseBytes: 1_000 };
    const { ask, states } = subgraphsAt({ one: (await serve(behave)).url }, { settings });
    for (let time = 0; time < 8; time++) await ask();
    expect(states().get('one')?.breaker).toBe('closed');
  });

  test('stays closed when clients leave', async () => {
    const server = await serve(neverAnswer);
    const { ask, states } = subgraphsAt({ one: server.url }, { settings: { breaker: eager } });
    const ending = new Ending();
    const left = Array.from({ length: 20 }, () => ask({}, ending));
    await server.received(20);
    ending.end();
    await Promise.all(left);
    expect(states().get('one')?.breaker).toBe('closed');
  });
});

describe('identical queries under way at the same time', () => {
  const sharing = { settings: { shareIdenticalQueries: true } };
  /** A subgraph that answers, with its number, when it is told to. */
  const serveLater = async () => {
    const waiting: (() => void)[] = [];
    const server = await serve((socket, number) =>
      waiting.push(() => socket.write(httpResponse(`{"data":${number}}`))),
    );
    return { server, answerAll: () => waiting.splice(0).forEach((answer) => void answer()) };
  };

  test('are one request when that is wished, and the next one is another', async () => {
    const { server, answerAll } = await serveLater();
    const { ask } = subgraphsAt({ one: server.url }, sharing);
    for (const number of [1, 2]) {
      const three = [ask(), ask(), ask()];
      await server.received(number);
      answerAll();
      expect((await Promise.all(three)).map(textOf)).toEqual(Array(3).fill(`{"data":${number}}`));
    }
    expect(server.requests()).toBe(2);
  });

  const different: readonly [string, Partial<HttpSubgraphOptions>, Partial<SubgraphRequest>][] = [
    ['when nobody wished it', {}, {}],
    ['of another caller', sharing, { headers: { authorization: 'Bearer other' } }],
    ['with another header', sharing, { headers: { 'x-tenant': 'other' } }],
    ['with another body', sharing, { body: '{ }' }],
    ['that are mutations', sharing, { operationKind: 'mutation' }],
  ];
  test.each(different)('stay requests of their own: %s', async (_, options, other) => {
    const { server, answerAll } = await serveLater();
    const { ask } = subgraphsAt({ one: server.url }, options);
    const both = [ask(other.operationKind ? other : {}), ask(other)];
    await server.received(2);
    answerAll();
    expect(new Set((await Promise.all(both)).map(textOf))).toEqual(new Set(['{"data":1}', '{"data":2}']));
  });

  test('end when the last asker has left, and only then; whoever asks after that asks anew', async () => {
    const { server, answerAll } = await serveLater();
    const { ask, states } = subgraphsAt({ one: server.url }, sharing);
    const [early, late] = [new CountingEnding(), new CountingEnding()];
    const both = [ask({}, early), ask({}, late)] as const;
    await server.received(1);
    early.end();
    expect(kindOf(await both[0])).toBe('SUBGRAPH_TIMEOUT');
    expect([server.open(), states().get('one')?.underWay]).toEqual([1, 1]);
    late.end();
    const anew = ask();
    expect(kindOf(await both[1])).toBe('SUBGRAPH_TIMEOUT');
    await server.received(2);
    answerAll();
    expect(textOf(await anew)).toBe('{"data":2}');
    expect(states().get('one')).toEqual({ breaker: 'closed', underWay: 0, waiting: 0 });
  });

  test('fail together, and nobody keeps listening', async () => {
    const { ask } = subgraphsAt({ one: (await serve((socket) => void socket.resetAndDestroy())).url }, sharing);
    const ending = new CountingEnding();
    const kinds = (await Promise.all([ask({}, ending), ask({}, ending)])).map(kindOf);
    expect(kinds).toEqual(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_UNAVAILABLE']);
    expect([ending.began, ending.listening]).toEqual([2, 0]);
  });
});

describe('nothing is left behind', () => {
  test('when a request ends before it is sent, nothing is opened', async () => {
    const server = await serve(answerWell);
    const { ask } = subgraphsAt({ one: server.url });
    const ending = new Ending();
    ending.end();
    expect(detailOf(await ask({}, ending))).toBe('the request ended before it was sent');
    expect(server.connections()).toBe(0);
  });

  test('when a request ends while its connection is made, or while it waits for one, or while it is answered', async () => {
    const server = await serve(neverAnswer);
    const { ask, states } = subgraphsAt({ one: server.url }, { settings: { maxConcurrent: 1, waitMs: 60_000 } });
    for (const isReceived of [false, true]) {
      const ending = new Ending();
      const both = [ask({}, ending), ask({}, ending)];
      if (isReceived) await server.received(1);
      ending.end();
      expect((await Promise.all(both)).map(kindOf)).toEqual(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_TIMEOUT']);
      expect(states().get('one')).toMatchObject({ underWay: 0, waiting: 0 });
      await server.allClosed();
    }
    expect(server.requests()).toBe(1);
  });

  test('close waits for requests under way, and closes the idle ones', async () => {
    let held: Socket | undefined;
    const server = await serve((socket, number, onSocket) => {
      if (number <= 2) return answerWell(socket, number, onSocket, '');
      held = socket;
    });
    const http = subgraphsAt({ one: server.url });
    await Promise.all([http.ask(), http.ask()]);
    const last = http.ask();
    await server.received(3);
    let isClosed = false;
    const closing = http.close().then(() => {
      isClosed = true;
    });
    await expect.poll(() => server.open()).toBe(1);
    expect(isClosed).toBe(false);
    held?.write(httpResponse(text));
    expect(kindOf(await last)).toBe('response');
    await closing;
    await server.allClosed();
  });

  test('no timer, no socket, no listener is kept after 300 requests that end in every way', async () => {
    const before = activeResources();
    const proxy = await startFaultProxy((await serve(answerWell)).url);
    const kinds = ['none', 'reset', 'truncate', 'half-close', 'stall', 'blackhole', 'garbage'] as const;
    proxy.inject(
      (number) => ({ kind: kinds[number % kinds.length]!, afterBytes: number % 150, ms: 1, everyMs: 1 }) as never,
    );
    const http = subgraphsAt({ one: proxy.url }, { settings: { timeoutMs: 60, breaker: neverOpens } });
    const ending = new CountingEnding();
    await Promise.all(Array.from({ length: 300 }, (_, n) => http.ask({ body: `{"n":${n}}` }, ending)));
    await http.close();
    await proxy.close();
    for (const clean of cleanUp.splice(0).reverse()) await clean();
    expect([ending.began, ending.listening]).toEqual([300, 0]);
    await expect.poll(() => addedTo(before)).toEqual([]);
  });
});

function activeResources(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /TCP|TLS|Timeout/.test(name));
}

/** What other tests have left in this process is not ours. */
function addedTo(before: readonly string[]): string[] {
  const known = [...before];
  return activeResources().filter((name) => {
    const place = known.indexOf(name);
    if (place >= 0) known.splice(place, 1);
    return place < 0;
  });
}

class CountingEnding extends Ending {
  began = 0;
  listening = 0;

  override onEnd(listener: () => void): void {
    this.began++;
    this.listening++;
    super.onEnd(listener);
  }

  override offEnd(listener: () => void): void {
    this.listening--;
    super.offEnd(listener);
  }
}
