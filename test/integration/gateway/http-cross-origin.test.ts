// What a browser of another origin may send, and what it may read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf } from '../../support/graphql-client.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const shop = 'https://shop.example';
let gateway: StandaloneGateway;

beforeAll(async () => {
  const supergraph = composeSmall({
    small: { sdl: 'type Query { hello: String }', url: 'http://127.0.0.1:9/graphql' },
  });
  const server = { corsOrigins: [shop], corsHeaders: ['x-client-name'], corsMaxAgeSeconds: 60 };
  gateway = await startStandaloneGateway(supergraph, { server, playground: { enabled: false } });
});

afterAll(() => gateway.close());

describe('a preflight', () => {
  const preflight = (origin: string) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  test('of an allowed origin is told what it may send, and for how long', async () => {
    const { status, headers } = await preflight(shop);
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': shop,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers':
        'authorization, content-type, graphql-require-preflight, x-purpose, x-gordian-search, x-gordian-metadata, x-gordian-contract, x-client-name',
      'access-control-max-age': '60',
      vary: 'origin',
    });
  });

  test.each([
    'https://elsewhere.example',
    'https://shop.example.evil',
    'null',
  ])('of %s is told nothing', async (from) => {
    const { status, headers } = await preflight(from);
    expect([status, headers.get('vary')]).toEqual([204, 'origin']);
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('an answer', () => {
  test('that is an error can be read by an allowed origin, with the request id', async () => {
    const response = await post('{', { origin: shop });
    expect(response.headers.get('access-control-allow-origin')).toBe(shop);
    expect(response.headers.get('access-control-expose-headers')).toContain('x-request-id');
    expect(await codeOf(response)).toBe('BAD_REQUEST');
  });

  test('to another origin or to none varies by the origin too, for caches', async () => {
    const answers = await Promise.all([post('{', { origin: 'https://elsewhere.example' }), post('{')]);
    expect(answers.map(({ headers }) => [headers.get('access-control-allow-origin'), headers.get('vary')])).toEqual([
      [null, 'origin'],
      [null, 'origin'],
    ]);
  });
});

describe('a forged request', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('as a form of %s is refused', async (type) => {
    const response = await post('{"query":"{ __typename }"}', { 'content-type': type });
    expect([response.status, await codeOf(response)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test.each([
    ['from an image or a link', {}],
    ['that the browser marks as of another site', { 'sec-fetch-site': 'cross-site' }],
    ['with an empty header', { 'graphql-require-preflight': '' }],
  ])('by GET %s is refused', async (_how, headers) => {
    const response = await get(headers);
    expect([response.status, await codeOf(response)]).toEqual([400, 'PREFLIGHT_REQUIRED']);
  });

  test.each([
    ['our header', { 'graphql-require-preflight': '1' }],
    ['the header that clients of other gateways send', { 'x-apollo-operation-name': 'Hello' }],
    ['the word of the browser that it is of our own origin', { 'sec-fetch-site': 'same-origin' }],
  ])('it is not with %s', async (_how, headers) => {
    expect(await (await get(headers)).json()).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('a method', () => {
  test.each([
    ['PUT', '/graphql', 405, 'GET, POST'],
    ['HEAD', '/graphql', 405, 'GET, POST'],
    ['POST', '/health', 405, 'GET, HEAD'],
    ['HEAD', '/health', 200, null],
    ['HEAD', '/ready', 200, null],
    ['OPTIONS', '/graphql', 204, 'GET, POST, OPTIONS'],
  ])('%s of %s is answered with %i', async (method, path, status, allow) => {
    const response = await fetch(`${gateway.url}${path}`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([status, allow]);
  });
});

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

function get(headers: Record<string, string>): Promise<Response> {
  return fetch(`${gateway.url}/graphql?query={__typename}`, { headers });
}
