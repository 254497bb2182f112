// Every kind of bad request, over real HTTP: what the client is told, and what it must never be told.
import { generateKeyPair, SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import { codeOf, sendBody, sendOperation } from '../support/graphql-client.ts';

const url = inject('gatewayUrl');
const secret = 'CANARY-4711';

const bodies: readonly [name: string, body: string, code: string, status: number][] = [
  ['malformed JSON', '{"query": ', 'BAD_REQUEST', 400],
  ['JSON that is no object', '"{ __typename }"', 'BAD_REQUEST', 400],
  ['a batch', '[{"query":"{ __typename }"}]', 'BAD_REQUEST', 400],
  ['no query', '{"variables":{}}', 'BAD_REQUEST', 400],
  ['variables that are no object', '{"query":"{ __typename }","variables":[1]}', 'BAD_REQUEST', 400],
  ['a GraphQL syntax error', '{"query":"{ customer("}', 'GRAPHQL_PARSE_FAILED', 200],
  ['an unknown field', '{"query":"{ custommer { id } }"}', 'GRAPHQL_VALIDATION_FAILED', 200],
  ['an unknown operation', '{"query":"query A { __typename }","operationName":"B"}', 'OPERATION_NOT_FOUND', 200],
  [
    'several operations and no name',
    '{"query":"query A { __typename } query B { __typename }"}',
    'OPERATION_NOT_FOUND',
    200,
  ],
  ['a missing variable', '{"query":"query ($id: ID!) { customer(id: $id) { id } }"}', 'BAD_USER_INPUT', 200],
  [
    'a variable of the wrong type',
    `{"query":"query ($n: Int) { customers(first: $n) { totalCount } }","variables":{"n":"${secret}"}}`,
    'BAD_USER_INPUT',
    200,
  ],
  ['an alias that is reserved', '{"query":"{ __secret: __typename }"}', 'GRAPHQL_VALIDATION_FAILED', 200],
  ['a fragment bomb', JSON.stringify({ query: fragmentBomb() }), 'OPERATION_LIMIT_EXCEEDED', 200],
];

describe('a bad body', () => {
  test.each(bodies)('%s is refused with a code, and echoes nothing', async (_name, body, code, status) => {
    const answer = await sendBody(url, body);
    expect(answer.body.errors[0].extensions.code).toBe(code);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toHaveProperty('data');
    expectNoLeak(answer.body);
  });

  test('over the limit is refused before it is read to its end', async () => {
    const answer = await sendBody(
      url,
      JSON.stringify({ query: '{ __typename }', extensions: { padding: 'x'.repeat(300_000) } }),
    ).catch(() => null);
    // A server that stops reading may reset the connection before the client has read the answer.
    if (answer) expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test('that is no JSON by its content type is refused', async () => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{ __typename }"}',
    });
    expect([response.status, await codeOf(response)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('a bad token', () => {
  const tokens: readonly [name: string, make: () => Promise<string> | string][] = [
    ['garbage', () => 'not.a.token'],
    [
      'unsigned',
      () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64({ sub: 'x', aud: 'gordian', exp: 9_999_999_999 })}.`,
    ],
    ['signed by a stranger', strangersToken],
    ['oversized', () => 'x'.repeat(12_000)],
  ];

  test.each(tokens)('%s is refused with 401, never treated as anonymous', async (_name, make) => {
    const answer = await sendOperation(url, '{ __typename }', { token: await make() });
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expectNoLeak(answer.body);
  });

  test('larger than the headers may be is refused in JSON', async () => {
    const answer = await sendOperation(url, '{ __typename }', { token: 'x'.repeat(20_000) });
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([431, 'BAD_REQUEST']);
  });
});

const preflighted = { 'graphql-require-preflight': '1' };

describe('HTTP', () => {
  test('a mutation by GET is refused, though it is valid', async () => {
    const mutation = 'mutation { cancelOrder(id: "CA-2016-152156") { id } }';
    const response = await fetch(`${url}/graphql?query=${encodeURIComponent(mutation)}`, { headers: preflighted });
    expect([response.status, await codeOf(response)]).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });

  test('a query by GET is answered', async () => {
    const response = await fetch(`${url}/graphql?query=${encodeURIComponent('{ __typename }')}`, {
      headers: preflighted,
    });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is no method of GraphQL', async (method) => {
    const response = await fetch(`${url}/graphql`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  test('a media type that we do not speak is refused', async () => {
    const response = await fetch(`${url}/graphql?query={__typename}`, { headers: { accept: 'application/xml' } });
    expect(response.status).toBe(406);
  });

  test('under application/graphql-response+json a document error has status 400', async () => {
    const response = await fetch(`${url}/graphql?query={`, {
      headers: { ...preflighted, accept: 'application/graphql-response+json' },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'application/graphql-response+json; charset=utf-8',
    ]);
  });

  test.each([
    '/nothing',
    '/../../etc/passwd',
    '/%2e%2e/package.json',
    '/%',
  ])('the path %s is answered in JSON and shows no file', async (path) => {
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await codeOf(response)).toMatch(/NOT_FOUND|BAD_REQUEST/);
  });
});

function expectNoLeak(body: object): void {
  const text = JSON.stringify(body);
  expect(text).not.toContain(secret);
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|at .*\.ts:\d+|node_modules|select .* from|Did you mean/i);
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function strangersToken(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA');
  return new SignJWT({ sub: 'eve', scope: 'customers:pii:read' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt' })
    .setIssuedAt()
    .setExpirationTime('5m')
    .setAudience('gordian')
    .sign(privateKey);
}

/** Thirty fragments, each spreading the next one twice: 2^30 fields when spread naively. */
function fragmentBomb(): string {
  const fragments = Array.from(
    { length: 30 },
    (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
  );
  return `{ ...F0 } ${fragments.join(' ')} fragment F30 on Query { __typename }`;
}
