// Which targets of requests have an answer: a path that two servers could read differently is refused, and what depends on the
// headers of a request says so.
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

let gateway: StandaloneGateway;

beforeAll(async () => {
  const small = { sdl: 'type Query { me: Int }', url: 'http://127.0.0.1:1/' };
  gateway = await startStandaloneGateway(composeSmall({ small }), {
    server: { corsOrigins: ['https://shop.example'] },
  });
});
afterAll(() => gateway.close());

/** As it stands, where other clients would tidy the path. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; vary: string | undefined; code: string | null }>((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url);
    request({ hostname, port, path, method, headers }, async (response) => {
      const isJson = response.headers['content-type']?.startsWith('application/json');
      const body = isJson ? ((await json(response)) as { errors?: { extensions: { code: string } }[] }) : {};
      response.resume();
      const code = body.errors?.[0]?.extensions.code ?? null;
      resolve({ status: response.statusCode!, vary: response.headers.vary, code });
    })
      .on('error', reject)
      .end();
  });
}

test.each([
  ['a host before the path', '//x/metrics'],
  ['nothing before the path', '//metrics'],
  ['an absolute URL', 'http://gateway/metrics'],
  ['the absolute URL of GraphQL', 'http://gateway/graphql?query={me}'],
  ['a backslash for a slash', '/\\x/metrics'],
  ['a part that goes up', '/x/../metrics'],
  ['a part that goes up, encoded', '/x/%2e%2E/metrics'],
  ['a part that stays', '/./metrics'],
  ['a slash that is encoded, before a host', '/%2fx/metrics'],
  ['slashes that are encoded, around a part that goes up', '/x%2f..%2Fmetrics'],
  ['a backslash that is encoded', '/x%5c..%5cmetrics'],
  ['what browsers keep for themselves', '/metrics#x'],
  ['no path', '*'],
])('%s is refused', async (_what, path) => {
  expect(await get(path)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
});

test.each([
  ['the same path', '/metrics', 200],
  ['a path with parameters', '/health?of=//x/..', 200],
  ['the page of a product, whose slash is encoded', '/products/gordian%3Aproduct%3Aorders%2Forders', 200],
  ['a path where nothing is', '/nothing', 404],
])('%s is not', async (_what, path, status) => {
  expect((await get(path)).status).toBe(status);
});

test('a server as a whole can be asked what it takes', async () => {
  expect((await get('*', {}, 'OPTIONS')).status).toBe(204);
});

test.each([
  ['/policy', 'application/json', 200],
  ['/policy', 'text/html', 200],
  ['/graphql', 'text/html', 303],
])('what %s answers to whoever accepts %s is kept for the like of them', async (path, accept, status) => {
  const answer = await get(path, { accept });
  expect([answer.status, answer.vary?.split(', ')]).toEqual([status, expect.arrayContaining(['origin', 'accept'])]);
});
