// Every way in which a subgraph can fail, over real sockets: one code each, the other subgraphs' data whole, nothing leaked,
// no connection left behind.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compose, type Federation, federate } from '../support/federation/federation.ts';
import { type Behaviour, httpResponse, type RawServer, startRawServer } from '../support/federation/raw-server.ts';
import { type RunningSubgraph, startSubgraph, type TestSubgraph } from '../support/federation/subgraph-server.ts';

const secret = 'SELECT secret FROM vault';

const subgraphs: Record<string, TestSubgraph> = {
  good: {
    sdl: `type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID! name: String }`,
    resolvers: {
      Query: {
        items: () => [
          { id: '1', name: 'one' },
          { id: '2', name: 'two' },
        ],
      },
    },
  },
  bad: {
    sdl: `type Query { bad: Bad ping: Int } type Mutation { hit: Int } type Bad { a: Int b: String c: Any } scalar Any type Item @key(fields: "id") { id: ID! extra: Int }`,
  },
};

const query = '{ items { name more: extra } }';
const intact = (extras: readonly unknown[]) => ({
  items: [
    { name: 'one', more: extras[0] },
    { name: 'two', more: extras[1] },
  ],
});

let good: RunningSubgraph;
let supergraphSdl: string;

beforeAll(async () => {
  good = await startSubgraph('good', subgraphs.good!, []);
  supergraphSdl = compose(subgraphs, [good, { name: 'bad', url: 'http://127.0.0.1:1/graphql' }]);
});
afterAll(() => good.close());

async function withBadSubgraph(
  behave: Behaviour,
  use: (federation: Federation, server: RawServer) => Promise<void>,
): Promise<void> {
  const server = await startRawServer(behave);
  const urls = new Map([
    ['good', good.url],
    ['bad', server.url],
  ]);
  const federation = federate(supergraphSdl, urls, { responseBytes: 100_000, connectTimeoutMs: 500 });
  try {
    await use(federation, server);
  } finally {
    await federation.close();
    await server.allClosed();
    await server.close();
  }
}

const json = (body: unknown) => httpResponse(JSON.stringify(body));
/** What the fetch waits for: only the fault around it can be the reason to refuse it. */
const fitting = JSON.stringify({ data: { _entities: [{ extra: 1 }, { extra: 2 }] } });
const say =
  (text: string): Behaviour =>
  (socket) =>
    void socket.write(text, 'latin1');

describe('a subgraph that cannot be understood', () => {
  const faults: readonly [string, Behaviour, string][] = [
    ['resets the connection', (socket) => void socket.resetAndDestroy(), 'SUBGRAPH_UNAVAILABLE'],
    ['closes the connection', (socket) => void socket.end(), 'SUBGRAPH_UNAVAILABLE'],
    ['says 502', say(httpResponse(fitting, { status: '502 Bad Gateway' })), 'SUBGRAPH_UNAVAILABLE'],
    ['says 503', say(httpResponse(secret, { status: '503 Service Unavailable' })), 'SUBGRAPH_UNAVAILABLE'],
    ['says 500', say(httpResponse(fitting, { status: '500 Internal Server Error' })), 'SUBGRAPH_BAD_RESPONSE'],
    [
      'says 401',
      say(
        httpResponse(JSON.stringify({ errors: [{ message: secret, extensions: { code: 'UNAUTHENTICATED' } }] }), {
          status: '401 Unauthorized',
        }),
      ),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    [
      'says 400 without errors',
      say(httpResponse('{"error":"x"}', { status: '400 Bad Request' })),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    ['says 400 with data', say(httpResponse(fitting, { status: '400 Bad Request' })), 'SUBGRAPH_BAD_RESPONSE'],
    [
      'says 400 and why, to the client',
      say(
        httpResponse(JSON.stringify({ errors: [{ message: 'Bad.', extensions: { code: 'BAD_USER_INPUT' } }] }), {
          status: '400 Bad Request',
        }),
      ),
      'BAD_USER_INPUT',
    ],
    [
      'redirects',
      say(httpResponse('', { status: '302 Found', headers: { location: 'http://127.0.0.1:1/' } })),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    ['says 204', say('HTTP/1.1 204 No Content\r\n\r\n'), 'SUBGRAPH_BAD_RESPONSE'],
    ['does not speak HTTP', say(`${secret}\r\n\r\n`), 'SUBGRAPH_BAD_RESPONSE'],
    [
      'sends HTML',
      say(httpResponse(`<html>${secret}`, { headers: { 'content-type': 'text/html' } })),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    [
      'sends JSON as text',
      say(httpResponse(fitting, { headers: { 'content-type': 'text/plain' } })),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    ['sends no content type', say(httpResponse(fitting, { headers: {} })), 'SUBGRAPH_BAD_RESPONSE'],
    ['sends what is not JSON', say(httpResponse(`{"data": ${secret}`)), 'SUBGRAPH_BAD_RESPONSE'],
    ['sends nothing', say(httpResponse('')), 'SUBGRAPH_BAD_RESPONSE'],
    ['sends null', say(httpResponse('null')), 'SUBGRAPH_BAD_RESPONSE'],
    ['sends a list', say(httpResponse('[{"data":{}}]')), 'SUBGRAPH_BAD_RESPONSE'],
    ['sends an empty object', say(httpResponse('{}')), 'SUBGRAPH_BAD_RESPONSE'],
    [
      'breaks off',
      (socket) =>
        void socket.end(
          httpResponse('{"data":', { headers: { 'content-type': 'application/json', 'content-length': '50' } }),
        ),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    ['sends more than is allowed', say(httpResponse(`${fitting}${' '.repeat(200_000)}`)), 'SUBGRAPH_BAD_RESPONSE'],
    [
      'sends a compressed bomb',
      say(
        httpResponse(gzipSync('x'.repeat(9_000_000)).toString('latin1'), {
          headers: {
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            'content-length': String(gzipSync('x'.repeat(9_000_000)).length),
          },
        }),
      ),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    [
      'encodes what was to be plain',
      say(httpResponse(fitting, { headers: { 'content-type': 'application/json', 'content-encoding': 'br' } })),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    ['sends data that are not an object', say(json({ data: 'x' })), 'SUBGRAPH_BAD_RESPONSE'],
    ['sends no entities', say(json({ data: {} })), 'SUBGRAPH_BAD_RESPONSE'],
    [
      'sends entities that are no list',
      say(json({ data: { _entities: { 0: { extra: 1 }, 1: { extra: 2 }, length: 2 } } })),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    ['sends too few entities', say(json({ data: { _entities: [{ extra: 1 }] } })), 'SUBGRAPH_BAD_RESPONSE'],
    [
      'sends too many entities',
      say(json({ data: { _entities: [{ extra: 1 }, { extra: 2 }, { extra: 3 }] } })),
      'SUBGRAPH_BAD_RESPONSE',
    ],
    ['fails as a whole', say(json({ data: null, errors: [{ message: secret }] })), 'SUBGRAPH_ERROR'],
    [
      'does not understand the query',
      say(json({ errors: [{ message: secret, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] })),
      'SUBGRAPH_ERROR',
    ],
    ['sends errors that are no list', say(json({ data: { _entities: null }, errors: secret })), 'SUBGRAPH_ERROR'],
    ['sends an empty list of errors and no data', say(json({ data: null, errors: [] })), 'SUBGRAPH_ERROR'],
  ];

  test.each(faults)('%s: its fields are null with one error, the rest is whole', async (_, behave, code) => {
    await withBadSubgraph(behave, async (federation) => {
      const { data, errors, fetched } = await federation.run(query);
      expect(data).toEqual(intact([null, null]));
      expect(errors.map(({ path, extensions }) => [path.join('.'), extensions.code])).toEqual([['items.0.more', code]]);
      expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|SELECT|vault|http|stack/);
      expect(JSON.stringify(fetched.fetches)).not.toMatch(/127\.0\.0\.1|SELECT|vault/);
      expect(fetched.fetches.map(({ status }) => status)).toEqual(['ok', 'failed']);
    });
  });

  test('is down: so it is with a port where nobody listens', async () => {
    const federation = federate(
      supergraphSdl,
      new Map([
        ['good', good.url],
        ['bad', 'http://127.0.0.1:9/graphql'],
      ]),
    );
    const { data, errors } = await federation.run(query);
    expect(data).toEqual(intact([null, null]));
    expect(errors).toEqual([
      {
        message: 'The subgraph "bad" cannot be reached.',
        path: ['items', 0, 'more'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
      },
    ]);
    await federation.close();
  });
});

describe('a subgraph that takes too long', () => {
  const slow: readonly [string, Behaviour][] = [
    ['never answers', () => {}],
    [
      'sends headers and no body',
      say('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n'),
    ],
    [
      'sends a byte now and then',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2000\r\n\r\n');
        const drip = setInterval(() => socket.write(' '), 10);
        socket.on('close', () => clearInterval(drip));
      },
    ],
  ];

  test.each(slow)('%s: it times out at the deadline and its connection is closed', async (_, behave) => {
    await withBadSubgraph(behave, async (federation, server) => {
      const { data, errors } = await federation.run(query, { deadlineMs: 150 });
      expect(data).toEqual(intact([null, null]));
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_TIMEOUT']);
      await server.allClosed();
    });
  });

  test('when the client leaves, requests under way are destroyed and the next ones not sent', async () => {
    const leaving = new AbortController();
    await withBadSubgraph(
      () => {},
      async (federation, server) => {
        const running = federation.run(query, { signal: leaving.signal, deadlineMs: 600_000 });
        await server.received(1);
        leaving.abort();
        await running;
        await server.allClosed();
        const { fetched } = await federation.run(query, { signal: leaving.signal });
        expect(fetched.fetches.map(({ status }) => status)).toEqual(['failed']);
        expect(server.requests()).toBe(1);
      },
    );
  });
});

describe('a connection that the subgraph had kept open and resets when it is used again', () => {
  /** Once: whether the pool uses a connection again at once is its own affair. */
  const resetOneReuse = (body: unknown): Behaviour => {
    let isDone = false;
    return (socket, _, onSocket) => {
      if (onSocket === 1 || isDone) return void socket.write(json(body));
      isDone = true;
      socket.resetAndDestroy();
    };
  };

  const runFourTimes = async (federation: Federation, operation: string) => {
    const codes: unknown[] = [];
    for (let time = 0; time < 4; time++) {
      const { data, errors } = await federation.run(operation);
      codes.push(errors[0]?.extensions.code ?? data);
    }
    return codes;
  };

  test('a query is sent once more', async () => {
    await withBadSubgraph(resetOneReuse({ data: { ping: 1 } }), async (federation, server) => {
      expect(await runFourTimes(federation, '{ ping }')).toEqual(Array(4).fill({ ping: 1 }));
      expect(server.requests()).toBe(5);
    });
  });

  test('a mutation is not', async () => {
    await withBadSubgraph(resetOneReuse({ data: { hit: 1 } }), async (federation, server) => {
      const outcomes = await runFourTimes(federation, 'mutation { hit }');
      expect(outcomes.filter((outcome) => outcome === 'SUBGRAPH_UNAVAILABLE')).toHaveLength(1);
      expect(server.requests()).toBe(4);
    });
  });

  test('nor is a query whose new connection is reset', async () => {
    await withBadSubgraph(
      (socket) => void socket.resetAndDestroy(),
      async (federation, server) => {
        await federation.run('{ ping }');
        expect(server.requests()).toBe(1);
      },
    );
  });
});

describe('errors inside an answer', () => {
  const cases: readonly [string, unknown, unknown, readonly (readonly [string, string])[]][] = [
    [
      'with a path lead to the field of the client',
      { data: { bad: { a: null, b: 'x' } }, errors: [{ message: secret, path: ['bad', 'a'] }] },
      { bad: { n: null, b: 'x' } },
      [['bad.n', 'SUBGRAPH_ERROR']],
    ],
    [
      'without a path explain the null',
      { data: { bad: { a: null, b: 'x' } }, errors: [{ message: secret }] },
      { bad: { n: null, b: 'x' } },
      [['bad.n', 'SUBGRAPH_ERROR']],
    ],
    [
      'with a wrong path explain the null all the same',
      { data: { bad: { a: null, b: 'x' } }, errors: [{ message: secret, path: ['other', 0, 'zzz'] }] },
      { bad: { n: null, b: 'x' } },
      [['bad.n', 'SUBGRAPH_ERROR']],
    ],
    [
      'with a malformed path too',
      { data: { bad: null }, errors: [{ message: secret, path: [{ x: 1 }] }] },
      { bad: null },
      [['bad', 'SUBGRAPH_ERROR']],
    ],
    [
      'that are not objects',
      { data: { bad: null }, errors: [null, 7] },
      { bad: null },
      [
        ['bad', 'SUBGRAPH_ERROR'],
        ['bad', 'SUBGRAPH_ERROR'],
      ],
    ],
    [
      'that explain nothing are dropped',
      { data: { bad: { a: 1, b: 'x' } }, errors: [{ message: secret, path: ['bad', 'a'] }] },
      { bad: { n: 1, b: 'x' } },
      [],
    ],
    [
      'meant for the client pass',
      {
        data: { bad: null },
        errors: [
          { message: 'Choose another.', path: ['bad'], extensions: { code: 'BAD_USER_INPUT', stacktrace: [secret] } },
        ],
      },
      { bad: null },
      [['bad', 'BAD_USER_INPUT']],
    ],
    [
      'a missing field is an error',
      { data: { bad: { b: 'x' } } },
      { bad: { n: null, b: 'x' } },
      [['bad.n', 'SUBGRAPH_BAD_RESPONSE']],
    ],
    [
      'an object where a leaf is asked',
      { data: { bad: { a: { x: 1 }, b: ['x'] } } },
      { bad: { n: null, b: null } },
      [
        ['bad.n', 'SUBGRAPH_BAD_RESPONSE'],
        ['bad.b', 'SUBGRAPH_BAD_RESPONSE'],
      ],
    ],
    ['a leaf where an object is asked', { data: { bad: 5 } }, { bad: null }, [['bad', 'SUBGRAPH_BAD_RESPONSE']]],
    [
      'a list where an object is asked',
      { data: { bad: [{ a: 1, b: 'x' }] } },
      { bad: null },
      [['bad', 'SUBGRAPH_BAD_RESPONSE']],
    ],
  ];

  test.each(cases)('%s', async (_, body, data, expected) => {
    await withBadSubgraph(say(json(body)), async (federation) => {
      const run = await federation.run('{ bad { n: a b } }');
      expect(run.data).toEqual(data);
      expect(run.errors.map(({ path, extensions }) => [path.join('.'), extensions.code])).toEqual(expected);
      expect(JSON.stringify(run.errors)).not.toContain('SELECT');
    });
  });

  test('one bad entity does not touch the others', async () => {
    await withBadSubgraph(say(json({ data: { _entities: [7, { extra: 2, __proto__x: 1 }] } })), async (federation) => {
      const { data, errors } = await federation.run(query);
      expect(data).toEqual(intact([null, 2]));
      expect(errors.map(({ path }) => path.join('.'))).toEqual(['items.0.more']);
    });
  });

  test('an entity that the subgraph does not know has nulls and no error', async () => {
    await withBadSubgraph(say(json({ data: { _entities: [null, { extra: 2 }] } })), async (federation) => {
      expect(await federation.run(query)).toMatchObject({ data: intact([null, 2]), errors: [] });
    });
  });

  test('keys of prototypes change nothing', async () => {
    const body =
      '{"data":{"__proto__":{"polluted":1},"bad":{"a":1,"b":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}}';
    await withBadSubgraph(say(httpResponse(body)), async (federation) => {
      const { data, fetched } = await federation.run('{ bad { a b } }');
      expect(data).toEqual({ bad: { a: 1, b: 'x' } });
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      expect(fetched.fetches[0]?.unaskedValues).toBe(3);
    });
  });

  test('a scalar nested thousands of levels deep is an error, not a crash', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    await withBadSubgraph(say(httpResponse(`{"data":{"bad":{"c":${deep}}}}`)), async (federation) => {
      const { data, errors } = await federation.run('{ bad { c } }');
      expect(data).toEqual({ bad: { c: null } });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_BAD_RESPONSE']);
    });
  });
});
