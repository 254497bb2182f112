// What the gateway tells caches, over real HTTP, from hints that a subgraph composed into the supergraph.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';
import { nowSeconds, startTestIssuer, type TestIssuer } from '../../support/token-issuer.ts';

const sdl = `
  extend schema
    @link(url: "https://specs.example/cacheControl/v0.1", import: ["@cacheControl"])
    @federation__composeDirective(name: "@cacheControl")
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  type Query { news: String @cacheControl(maxAge: 60), mine: String @cacheControl(maxAge: 10, scope: PRIVATE), now: String }
`;

let issuer: TestIssuer;
let subgraph: HttpStub;
let gateway: StandaloneGateway;

beforeAll(async () => {
  issuer = await startTestIssuer();
  subgraph = await startHttpStub(({ body }) => ({
    status: 200,
    body: body.includes('mine')
      ? { data: { mine: null }, errors: [{ message: 'broken', path: ['mine'] }] }
      : { data: { news: 'n', now: 'now' } },
  }));
  gateway = await startStandaloneGateway(composeSmall({ small: { sdl, url: subgraph.url } }), {
    server: { corsOrigins: ['https://shop.example'] },
    authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] },
    execution: { propagateHeaders: ['x-tenant'] },
    limits: { batchSize: 2 },
  });
});

afterAll(async () => {
  await gateway.close();
  await subgraph.close();
  await issuer.stop();
});

const varyBy = 'accept, authorization, x-purpose, x-gordian-metadata, x-gordian-contract, x-tenant';

test('an answer that everyone may keep says so, and on which headers it depends', async () => {
  const { headers } = await get('{ news }');
  expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['max-age=60, public', `origin, ${varyBy}`]);
});

test('with a token it is for its client alone', async () => {
  const token = await issuer.sign({ iss: issuer.url, sub: 'ann', aud: 'gordian', exp: nowSeconds() + 60 });
  const { headers } = await get('{ news }', { authorization: `Bearer ${token}` });
  expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['max-age=60, private', `origin, ${varyBy}`]);
});

test.each([
  ['a field without a hint', '{ news now }'],
  ['an error', '{ mine }'],
  ['a document that is not valid', '{ nothing }'],
])('nobody may keep an answer with %s', async (_what, query) => {
  const { headers } = await get(query);
  expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['private, no-store', 'origin']);
});

test('nobody may keep the answers to a batch', async () => {
  const { headers } = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '[{"query":"{ news }"},{"query":"{ news }"}]',
  });
  expect(headers.get('cache-control')).toBe('private, no-store');
});

function get(query: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { 'graphql-require-preflight': '1', 'accept-encoding': 'identity', ...headers },
  });
}
