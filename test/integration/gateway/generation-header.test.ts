// Each response says by which generation it was made, whatever became of the request.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

let stub: HttpStub;
let gateway: StandaloneGateway;
beforeAll(async () => {
  stub = await startHttpStub(() => ({ status: 200, body: { data: { a: 1 } } }));
  const sdl = composeSmall({ one: { sdl: 'type Query { a: Int }', url: stub.url } });
  gateway = await startStandaloneGateway(sdl, { playground: { enabled: false } });
});
afterAll(async () => {
  await gateway.close();
  await stub.close();
});

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
const query = JSON.stringify({ query: '{ a }' });

test.each<[string, number, () => Promise<Response>]>([
  ['an answer', 200, () => post(query)],
  ['an answer as an event', 200, () => post(query, { accept: 'text/event-stream' })],
  [
    'an operation that is not valid',
    400,
    () => post('{"query":"{ b }"}', { accept: 'application/graphql-response+json' }),
  ],
  ['a token that is refused', 401, () => post(query, { authorization: 'Bearer no' })],
  ['a body that is no JSON', 400, () => post('{')],
  ['a media type that nobody has', 406, () => post(query, { accept: 'image/png' })],
  ['a path that leads nowhere', 404, () => fetch(`${gateway.url}/nowhere`)],
])('%s names it', async (_, status, send) => {
  const response = await send();
  await response.text();
  expect(response.status).toBe(status);
  expect(response.headers.get('gordian-generation')).toBe(gateway.gateway.generations.current()!.id);
});

test('a gateway that is told so names none', async () => {
  const { respond } = gateway.gateway.config;
  Object.assign(respond, { nameGeneration: false });
  const response = await post(query);
  Object.assign(respond, { nameGeneration: true });
  expect(response.headers.get('gordian-generation')).toBeNull();
});
