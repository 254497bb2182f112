// Real bytes: a bare client, because fetch would ask for compression and undo it.

import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const large = 'é'.repeat(5_000);
let subgraph: HttpStub;
let gateway: StandaloneGateway;

beforeAll(async () => {
  subgraph = await startHttpStub(() => ({ status: 200, body: { data: { large } } }));
  const supergraph = composeSmall({ small: { sdl: 'type Query { large: String }', url: subgraph.url } });
  gateway = await startStandaloneGateway(supergraph, { server: { corsOrigins: ['https://shop.example'] } });
});

afterAll(async () => {
  await gateway.close();
  await subgraph.close();
});

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
] as const)('a large answer is compressed with %s when asked for', async (encoding, decompress) => {
  const { headers, bytes } = await ask('{ large }', { 'accept-encoding': encoding });
  expect(headers).toMatchObject({
    'content-encoding': encoding,
    'content-length': String(bytes.length),
    vary: 'origin, accept-encoding',
  });
  expect(bytes.length).toBeLessThan(500);
  expect(JSON.parse(decompress(bytes).toString())).toEqual({ data: { large } });
});

test.each([
  ['a large answer to a client that does not ask', '{ large }', {}],
  ['a small answer', '{ __typename }', { 'accept-encoding': 'br, gzip' }],
  ['an error', '{ nothing }', { 'accept-encoding': 'br, gzip' }],
] as const)('%s is sent as it is', async (_what, query, accepted) => {
  const { headers, bytes } = await ask(query, accepted);
  expect(headers).not.toHaveProperty('content-encoding');
  expect(JSON.parse(bytes.toString())).toBeTypeOf('object');
});

async function ask(query: string, accepted: Readonly<Record<string, string>>) {
  const { headers, body } = await request(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...accepted },
    body: JSON.stringify({ query }),
  });
  return { headers, bytes: Buffer.from(await body.arrayBuffer()) };
}
