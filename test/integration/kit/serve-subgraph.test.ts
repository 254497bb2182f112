import { GraphQLError } from 'graphql';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous } from '../../../kit/caller.ts';
import { GordianError } from '../../../kit/errors.ts';
import { type BoundOperation, createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { createLog, silentLog } from '../../../kit/log.ts';
import {
  type SubgraphContext,
  type SubgraphRoutes,
  type SubgraphServer,
  serveSubgraph,
} from '../../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';
import { forDocument, forRequest, type GatewayKeys, serveGatewayKeys } from '../../support/gateway-keys.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  scalar Decimal
  type Query { who: String, fail(how: String!): String, take(amount: Decimal, limit: Int): String, wait: String }
`;

const failures: Record<string, unknown> = {
  client: new GordianError('CONFLICT', 'The order exists.', { details: { argument: 'id' } }),
  operator: new GordianError('DATABASE_ERROR', 'internal-detail', { details: { statement: 'internal-detail' } }),
  coded: new GraphQLError('internal-detail', { extensions: { code: 'DATABASE_ERROR', statement: 'internal-detail' } }),
  plain: new Error('internal-detail'),
  text: 'internal-detail',
};

let startWaiting: () => void = () => {};
const begunWaiting = new Promise<void>((resolve) => {
  startWaiting = resolve;
});
let releaseWaiting: () => void = () => {};
const waiting = new Promise<string>((resolve) => {
  releaseWaiting = () => resolve('waited');
});

const resolvers = {
  Query: {
    who: (_: unknown, _args: unknown, { caller, internal }: SubgraphContext) => `${caller.subject} ${[...internal]}`,
    fail: (_: unknown, { how }: { how: string }) => {
      throw failures[how];
    },
    take: () => 'taken',
    wait: () => {
      startWaiting();
      return waiting;
    },
  },
};

const logged: string[] = [];
let database: TestDatabase;
let keys: GatewayKeys;
let server: SubgraphServer;
beforeAll(async () => {
  database = await createTestDatabase();
  keys = await serveGatewayKeys();
  server = await serveSubgraph({
    name: 'greetings',
    schema: subgraphSchema(sdl, resolvers),
    database,
    createLoaders: () => ({}),
    verifyAssertion: createAssertionVerifier({ jwksUrl: keys.jwksUrl, audience: 'greetings' }),
    port: 0,
    bodyLimitBytes: 2_000,
    log: createLog({ name: 'greetings', destination: { write: (line) => void logged.push(line) } }),
    routes: (app) => {
      app.get('/own', async () => ({ own: true }));
    },
  });
});
afterAll(async () => {
  await server.close();
  await keys.close();
  await database.drop();
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer.
  readonly body: any;
}

async function send(
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const answer = await request(`${server.url}${path}`, { method: 'GET', ...init } as never);
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, body: text ? JSON.parse(text) : null };
}

async function post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const authorization = await keys.authorizationFor('greetings', forRequest(text), { ...anonymous, subject: 'ann' });
  return send('/graphql', {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body: text,
  });
}

test('the gateway gets an answer, and the resolver knows for whom', async () => {
  expect(await post({ query: '{ who }' })).toMatchObject({
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { data: { who: 'ann ' } },
  });
});

test('a request id is kept, and one is made where none is sent', async () => {
  expect((await post({ query: '{ who }' }, { 'x-request-id': 'abc-12345' })).headers['x-request-id']).toBe('abc-12345');
  expect((await send('/health')).headers['x-request-id']).toMatch(/^[\w-]{36}$/);
});

describe('whoever is not the gateway is refused:', () => {
  const bearing = async (operation: BoundOperation) => ({
    authorization: await keys.authorizationFor('greetings', operation),
  });
  const strangers: [string, () => Promise<Record<string, string>>][] = [
    ['nobody', async () => ({})],
    ['a token that is none', async () => ({ authorization: 'Bearer x' })],
    [
      'an assertion for another subgraph',
      async () => ({ authorization: await keys.authorizationFor('payments', forDocument('{ who }')) }),
    ],
    ['an assertion for another document', () => bearing(forDocument('{ who who }'))],
    ['an assertion for another request', () => bearing(forRequest('{"query":"{ who }","variables":{}}'))],
  ];
  test.each(strangers)('%s', async (_name, headers) => {
    const body = JSON.stringify({ query: '{ who }' });
    const answer = await send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await headers()) },
      body,
    });
    expect(answer).toMatchObject({ status: 401, body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } });
    expect(answer.body.data).toBeUndefined();
  });
});

test('a stranger is refused before the body is looked at', async () => {
  const answer = await send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
  expect(answer.status).toBe(401);
});

const refusedBodies: [string, string | object, number, string, Record<string, string>?][] = [
  ['JSON that is none', '{', 400, 'BAD_REQUEST'],
  ['no body', '', 400, 'BAD_REQUEST'],
  ['no query', {}, 400, 'BAD_REQUEST'],
  ['a query that is a number', { query: 1 }, 400, 'BAD_REQUEST'],
  ['a list', '[{"query":"{who}"}]', 400, 'BAD_REQUEST'],
  ['a __proto__', '{"query":"{who}","variables":{"__proto__":{"a":1}}}', 400, 'BAD_REQUEST'],
  ['text', 'query', 415, 'UNSUPPORTED_MEDIA_TYPE', { 'content-type': 'text/plain' }],
  ['a form', 'query=%7Bwho%7D', 415, 'UNSUPPORTED_MEDIA_TYPE', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['too much', { query: `{ who } # ${'x'.repeat(3_000)}` }, 413, 'PAYLOAD_TOO_LARGE'],
  ['bad syntax', { query: '{ who' }, 400, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', { query: '{ what }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['an unknown operation', { query: 'query A { who }', operationName: 'B' }, 400, 'OPERATION_NOT_FOUND'],
  ['introspection', { query: '{ __schema { queryType { name } } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a wrong variable',
    { query: 'query ($n: Int) { take(limit: $n) }', variables: { n: 'private-value' } },
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a wrong scalar',
    { query: 'query ($n: Decimal) { take(amount: $n) }', variables: { n: 'private-value' } },
    400,
    'BAD_USER_INPUT',
  ],
];

test.each(refusedBodies)('%s is refused, and nothing of it is repeated', async (_name, body, status, code, headers) => {
  const answer = await post(body, headers);
  expect(answer).toMatchObject({ status, body: { errors: [{ extensions: { code } }] } });
  expect(JSON.stringify(answer.body)).not.toMatch(/private-value|stack|node_modules|\.ts|Did you mean/);
});

describe('an error in a resolver', () => {
  test('meant for the client passes with its code and details', async () => {
    const { body } = await post({ query: '{ fail(how: "client") }' });
    expect(body).toEqual({
      data: { fail: null },
      errors: [
        {
          message: 'The order exists.',
          path: ['fail'],
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'CONFLICT', argument: 'id' },
        },
      ],
    });
  });

  test.each([
    'operator',
    'coded',
    'plain',
    'text',
  ])('of kind %s is masked, and the log has it under the request id', async (how) => {
    const id = `masked-${how}-1`;
    const { body } = await post(
      { query: 'query ($how: String!) { fail(how: $how) }', variables: { how } },
      { 'x-request-id': id },
    );
    expect(body.errors[0].extensions).toEqual({ code: 'INTERNAL', requestId: id });
    expect(JSON.stringify(body)).not.toContain('internal-detail');
    expect(logged.find((line) => line.includes(id))).toContain('internal-detail');
  });

  test('carries the id of its own request, however many fail at once', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `at-once-${index}`);
    const query = '{ first: fail(how: "plain") second: fail(how: "text") }';
    const answers = await Promise.all(ids.map((id) => post({ query }, { 'x-request-id': id })));
    const told = answers.map(({ body }) => body.errors.map((error: Answer['body']) => error.extensions.requestId));
    expect(told).toEqual(ids.map((id) => [id, id]));
  });
});

const otherPaths: [string, string, number, unknown][] = [
  ['GET', '/health', 200, { status: 'ok' }],
  ['GET', '/ready', 200, { status: 'ready' }],
  ['GET', '/own', 200, { own: true }],
  ['GET', '/graphql?query={who}', 405, expect.anything()],
  ['PUT', '/graphql', 405, expect.anything()],
  ['GET', '/', 404, expect.anything()],
  ['GET', '/nothing/../etc', 404, expect.anything()],
];

test.each(otherPaths)('%s %s answers %s', async (method, path, status, body) => {
  const answer = await send(path, { method });
  expect(answer).toMatchObject({ status, body });
  if (status >= 400) expect(answer.body.errors[0].extensions.code).toMatch(/^(NOT_FOUND|METHOD_NOT_ALLOWED)$/);
});

test('a schema is replaced between requests: one under way ends on the old one, the next sees the new one', async () => {
  const underWay = post({ query: '{ wait }' });
  await begunWaiting;
  const replaced = server.replaceSchema(
    subgraphSchema('type Query { fresh: String }', { Query: { fresh: () => 'new' } }),
  );
  await expect.poll(async () => (await post({ query: '{ fresh }' })).status).toBe(200);
  releaseWaiting();
  expect((await underWay).body).toEqual({ data: { wait: 'waited' } });
  await replaced;
  expect((await post({ query: '{ who }' })).body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

const secondServer = () => ({
  name: 'greetings',
  schema: subgraphSchema(sdl, resolvers),
  database,
  createLoaders: () => ({}),
  verifyAssertion: createAssertionVerifier({ jwksUrl: keys.jwksUrl, audience: 'greetings' }),
  port: 0,
  log: silentLog,
});

test('a port that is taken is named with the setting that moves it', async () => {
  const options = { ...secondServer(), port: Number(new URL(server.url).port) };
  await expect(serveSubgraph(options)).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringContaining('GORDIAN_PORT'),
  });
});

test('a route that asks for a schema compiler, which is not loaded, is refused at the start', async () => {
  const routes: SubgraphRoutes = (app) => {
    app.get('/own', { schema: { querystring: { type: 'object' } } }, async () => ({}));
  };
  await expect(serveSubgraph({ ...secondServer(), routes })).rejects.toThrow('remove the schema of the route');
});

test('a resolver for a field that the schema lacks is refused when the schema is built', () => {
  expect(() => subgraphSchema(sdl, { Query: { whom: () => '' }, Nothing: {} })).toThrow(/Query\.whom, Nothing/);
});
