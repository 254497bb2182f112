// Every way in which a subgraph can fail, over real sockets: one code each, the other subgraphs' data whole, nothing leaked,
// no connection left behind.
import { setMaxListeners } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { compose, type Federation, federate } from '../support/federation/federation.ts';
import { type Behaviour, httpResponse, type RawServer, startRawServer } from '../support/federation/raw-server.ts';
import { type RunningSubgraph, startSubgraph, type TestSubgraph } from '../support/federation/subgraph-server.ts';

const secret = 'SELECT secret FROM vault';

const subgraphs: Record<string, TestSubgraph> = {
  good: {
    sdl: `type Query { items: [Item!]! others: [Other!]! } type Item @key(fields: "id") { id: ID! name: String }
      type Other @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        items: () => [
          { id: '1', name: 'one' },
          { id: '2', name: 'two' },
        ],
        others: () => [{ id: 'x' }],
      },
    },
  },
  bad: {
    sdl: `type Query { bad: Bad ping: Int } type Mutation { hit: Int } type Bad { a: Int b: String c: Any } scalar Any type Item @key(fields: "id") { id: ID! extra: Int }
      type Other @key(fields: "id") { id: ID! weight: Int }`,
    resolvers: {
      Query: { ping: () => 1 },
      Item: { __resolveReference: ({ id }: { id: string }) => ({ id, extra: Number(id) }) },
      Other: { __resolveReference: ({ id }: { id: string }) => ({ id, weight: 7 }) },
    },
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

/** A subgraph that is right, behind a network that is not. */
async function withBadNetwork(use: (federation: Federation, proxy: FaultProxy) => Promise<void>): Promise<void> {
  const running = await startSubgraph('bad', subgraphs.bad!, []);
  const proxy = await startFaultProxy(running.url);
  const urls = new Map([
    ['good', good.url],
    ['bad', proxy.url],
  ]);
  const federation = federate(supergraphSdl, urls, { timeoutMs: 300 });
  try {
    await use(federation, proxy);
  } finally {
    await federation.close();
    await expect.poll(() => proxy.open()).toBe(0);
    await proxy.close();
    await running.close();
  }
}

describe('a network that breaks', () => {
  const codesOf = async (federation: Federation) => {
    const { data, errors } = await federation.run(query);
    if (errors.length === 0) expect(data).toEqual(intact([1, 2]));
    else expect(data).toEqual(intact([null, null]));
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|stack|http/);
    return errors.map(({ path, extensions }) => `${path.join('.')} ${extensions.code}`);
  };

  test('answers are whole when every byte comes alone', async () => {
    await withBadNetwork(async (federation, proxy) => {
      proxy.inject({ kind: 'split' });
      for (let time = 0; time < 3; time++) expect(await codesOf(federation)).toEqual([]);
    });
  });

  // The status line, the headers, the empty line between head and body, the body.
  const places = [1, 9, 20, 60, 120, 170, 180, 200, 220];

  test.each([
    'reset',
    'truncate',
    'half-close',
  ] as const)('wherever an answer is cut (%s), it is none', async (kind) => {
    await withBadNetwork(async (federation, proxy) => {
      for (const afterBytes of [0, ...places]) {
        proxy.inject({ kind, afterBytes });
        const code = afterBytes === 0 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_BAD_RESPONSE';
        expect(await codesOf(federation), `after ${afterBytes} bytes`).toEqual([`items.0.more ${code}`]);
      }
      proxy.inject({ kind: 'none' });
      expect(await codesOf(federation)).toEqual([]);
    });
  });

  test('wherever an answer turns to garbage, no garbage is read', async () => {
    await withBadNetwork(async (federation, proxy) => {
      for (const afterBytes of [0, 5, 9, 180, 200, 215]) {
        proxy.inject({ kind: 'garbage', afterBytes });
        // Where a line of the garbage does not end, more of it might come.
        const [only, ...others] = await codesOf(federation);
        expect(only, `after ${afterBytes} bytes`).toMatch(/^items\.0\.more SUBGRAPH_(BAD_RESPONSE|TIMEOUT)$/);
        expect(others).toEqual([]);
      }
    });
  });

  test.each([
    ['never comes', { kind: 'blackhole' }],
    ['stops', { kind: 'stall', afterBytes: 100 }],
    ['comes at one byte every 200 ms', { kind: 'trickle', everyMs: 200 }],
    ['comes too late', { kind: 'delay', ms: 60_000 }],
  ] as const)('an answer that %s ends at the time of its subgraph', async (_, fault) => {
    await withBadNetwork(async (federation, proxy) => {
      proxy.inject(fault);
      expect(await codesOf(federation)).toEqual(['items.0.more SUBGRAPH_TIMEOUT']);
      await expect.poll(() => proxy.open()).toBe(0);
    });
  });

  test('a subgraph that restarts in the middle of a request is asked again by the next one', async () => {
    await withBadNetwork(async (federation, proxy) => {
      expect(await codesOf(federation)).toEqual([]);
      proxy.inject({ kind: 'stall', afterBytes: 30 });
      const running = codesOf(federation);
      await expect.poll(() => proxy.messages()).toBe(2);
      await proxy.refuse();
      expect((await running)[0]).toMatch(/SUBGRAPH_(BAD_RESPONSE|UNAVAILABLE)$/);
      expect(await codesOf(federation)).toEqual(['items.0.more SUBGRAPH_UNAVAILABLE']);
      proxy.inject({ kind: 'none' });
      await proxy.accept();
      expect(await codesOf(federation)).toEqual([]);
    });
  });
});

describe('a subgraph that sends too much', () => {
  const piece = Buffer.alloc(64 * 1024, ' ');

  test.each([
    ['says so', 'content-length: 209715200\r\n\r\n'],
    ['does not say so', '\r\n'],
  ])('200 MB, and %s: it is cut off at the limit', async (_, rest) => {
    let sent = 0;
    const flood: Behaviour = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${rest}`);
      const more = (): void => {
        while (!socket.destroyed && sent < 209_715_200 && socket.write(piece)) sent += piece.length;
      };
      socket.on('drain', more);
      more();
    };
    await withBadSubgraph(flood, async (federation, server) => {
      const { data, errors } = await federation.run(query);
      expect(data).toEqual(intact([null, null]));
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_BAD_RESPONSE']);
      await server.allClosed();
      // What the sockets hold on the way.
      expect(sent).toBeLessThan(50_000_000);
    });
  });

  test('levels of JSON, 200,000 of them, wherever they are', async () => {
    const deep = (before: string, open: string, close: string, after: string) =>
      `${before}${open.repeat(200_000)}1${close.repeat(200_000)}${after}`;
    const bodies = [
      deep('{"data":{"bad":{"a":1,"c":', '[', ']', '}}}'),
      deep('{"data":{"bad":{"a":1,"c":', '{"x":', '}', '}}}'),
      deep('{"data":{"bad":', '{"bad":', '}', '}}'),
      deep('{"data":{"unasked":', '[', ']', ',"bad":{"a":1}}}'),
      deep('{"data":{"bad":{"a":1}},"errors":', '[', ']', '}'),
      deep('{"data":{"bad":null},"errors":[{"message":"x","path":', '[', ']', '}]}'),
      deep('', '[', ']', ''),
      '['.repeat(200_000),
    ];
    for (const body of bodies) {
      const large = { responseBytes: 4_000_000 };
      const server = await startRawServer(say(httpResponse(body)));
      const federation = federate(supergraphSdl, new Map([['bad', server.url]]), large);
      const { data, errors } = await federation.run('{ bad { n: a c } }');
      expect(JSON.stringify(data).length).toBeLessThan(2_000_000);
      for (const { extensions } of errors) expect(extensions.code).toMatch(/^SUBGRAPH_(BAD_RESPONSE|ERROR)$/);
      await federation.close();
      await server.close();
    }
  });
});

describe('a subgraph whose schema is not the one that was composed', () => {
  const drifted: readonly [string, string, string][] = [
    ['lacks a field', 'type Item @key(fields: "id") { id: ID! } type Query { ping: Int }', 'SUBGRAPH_ERROR'],
    [
      'has another type for a field',
      'type Item @key(fields: "id") { id: ID! extra: [String] } type Query { ping: Int }',
      'SUBGRAPH_BAD_RESPONSE',
    ],
    ['lacks an entity', 'type Thing @key(fields: "id") { id: ID! } type Query { ping: Int }', 'SUBGRAPH_ERROR'],
    ['has no entities at all', 'type Query { ping: Int }', 'SUBGRAPH_ERROR'],
  ];

  test.each(drifted)('and %s: only its fields are lost', async (_, servedSdl, code) => {
    const Item = { __resolveReference: ({ id }: { id: string }) => ({ id, extra: ['x'] }) };
    const resolvers = servedSdl.includes('type Item') ? { Item } : {};
    const running = await startSubgraph('bad', { ...subgraphs.bad!, servedSdl, resolvers }, []);
    const federation = federate(
      supergraphSdl,
      new Map([
        ['good', good.url],
        ['bad', running.url],
      ]),
    );
    const { data, errors } = await federation.run(query);
    expect(data).toEqual(intact([null, null]));
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
    await federation.close();
    await running.close();
  });
});

describe('a subgraph that hangs', () => {
  test('fills its own places, and requests that do not need it are all answered', async () => {
    await withBadSubgraph(
      () => {},
      async (federation) => {
        const leaving = new AbortController();
        setMaxListeners(0, leaving.signal);
        const stuck = Array.from({ length: 300 }, () =>
          federation.run(query, { signal: leaving.signal, deadlineMs: 600_000 }),
        );
        const answers = [];
        for (let time = 0; time < 200; time++) answers.push(await federation.run('{ items { name } }'));
        expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(200);
        leaving.abort();
        await Promise.all(stuck);
        expect(federation.http.states().get('bad')).toMatchObject({ underWay: 0, waiting: 0 });
      },
    );
  });
});

describe('one request for several fetches', () => {
  const both = '{ items { extra } others { weight } }';
  /** What is said to the merged request, where `items` and `others` stand for their parts; and to one alone. */
  const sayMerged =
    (
      merged: (parts: { readonly items: string; readonly others: string }) => string,
      alone = '{"errors":[]}',
    ): Behaviour =>
    (socket, _, __, request) => {
      const items = /(e\d+):_entities\([^)]*\)\{\.\.\.on Item/.exec(request)?.[1];
      const others = /(e\d+):_entities\([^)]*\)\{\.\.\.on Other/.exec(request)?.[1];
      socket.write(httpResponse(items && others ? merged({ items, others }) : alone));
    };
  const extras = '[{"__typename":"Item","extra":1},{"__typename":"Item","extra":2}]';
  const weights = '[{"__typename":"Other","weight":7}]';
  const dataOf = (extra: readonly unknown[], weight: unknown) => ({
    items: extra.map((value) => ({ extra: value })),
    others: [{ weight }],
  });

  const faults: readonly [string, Behaviour, unknown, readonly string[]][] = [
    [
      'is right',
      sayMerged(({ items, others }) => `{"data":{"${items}":${extras},"${others}":${weights}}}`),
      dataOf([1, 2], 7),
      [],
    ],
    [
      'is not answered: each part says so',
      (socket) => void socket.resetAndDestroy(),
      dataOf([null, null], null),
      ['items.0.extra SUBGRAPH_UNAVAILABLE', 'others.0.weight SUBGRAPH_UNAVAILABLE'],
    ],
    [
      'is answered by something else: each part says so',
      say(httpResponse('<html>', { headers: { 'content-type': 'text/html' } })),
      dataOf([null, null], null),
      ['items.0.extra SUBGRAPH_BAD_RESPONSE', 'others.0.weight SUBGRAPH_BAD_RESPONSE'],
    ],
    [
      'lacks one part: that part says so',
      sayMerged(({ items }) => `{"data":{"${items}":${extras}}}`),
      dataOf([1, 2], null),
      ['others.0.weight SUBGRAPH_BAD_RESPONSE'],
    ],
    [
      'has null for one part without a reason: that part says so',
      sayMerged(({ items, others }) => `{"data":{"${items}":null,"${others}":${weights}}}`),
      dataOf([null, null], 7),
      ['items.0.extra SUBGRAPH_BAD_RESPONSE'],
    ],
    [
      'has too many for one part: that part says so',
      sayMerged(({ items, others }) => `{"data":{"${items}":${weights},"${others}":${weights}}}`),
      dataOf([null, null], 7),
      ['items.0.extra SUBGRAPH_BAD_RESPONSE'],
    ],
    [
      'has an error inside one part: that value says so',
      sayMerged(
        ({ items, others }) =>
          `{"data":{"${items}":[{"extra":1},{"extra":null}],"${others}":${weights}},"errors":[{"message":"${secret}","path":["${items}",1,"extra"]}]}`,
      ),
      dataOf([1, null], 7),
      ['items.1.extra SUBGRAPH_ERROR'],
    ],
    [
      'knows one of the entities not: that is a null and no error',
      sayMerged(({ items, others }) => `{"data":{"${items}":[null,{"extra":2}],"${others}":[null]}}`),
      dataOf([null, 2], null),
      [],
    ],
    [
      'is refused because of one part: the other is asked alone',
      (socket, _, __, request) => {
        if (request.includes('Other')) socket.write(json({ errors: [{ message: secret }] }));
        else socket.write(httpResponse(`{"data":{"_entities":${extras}}}`));
      },
      dataOf([1, 2], null),
      ['others.0.weight SUBGRAPH_ERROR'],
    ],
  ];

  test.each(faults)('%s', async (_, behave, data, expected) => {
    await withBadSubgraph(behave, async (federation) => {
      const run = await federation.run(both);
      expect(run.data).toEqual(data);
      expect(run.errors.map(({ path, extensions }) => `${path.join('.')} ${extensions.code}`).sort()).toEqual(expected);
      expect(JSON.stringify(run.errors)).not.toMatch(/SELECT|_entities|"e\d/);
    });
  });

  test('it is one request', async () => {
    await withBadSubgraph(faults[0]![1], async (federation, server) => {
      await federation.run(both);
      expect(server.requests()).toBe(1);
    });
  });
});
