// GraphQL over HTTP: the audit of the specification's reference implementation, each of its demands a test of its own.
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeSmall } from '../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../support/standalone-gateway.ts';

let gateway: StandaloneGateway;

beforeAll(async () => {
  const sdl = 'type Query { hello: String } type Mutation { greet: String }';
  gateway = await startStandaloneGateway(composeSmall({ small: { sdl, url: 'http://127.0.0.1:9/graphql' } }));
});

afterAll(() => gateway.close());

/** A GET needs the header that shows that it is not forged; the specification lets a server demand it. */
const fetchFn = (url: string, init: RequestInit = {}) => {
  const isGet = (init.method ?? 'GET') === 'GET';
  return fetch(url, isGet ? { ...init, headers: { ...init.headers, 'graphql-require-preflight': '1' } } : init);
};

const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn });

describe('the audit of GraphQL over HTTP', () => {
  test('has its demands', () => {
    const count = (word: string) => audits.filter(({ name }) => name.startsWith(`${word} `)).length;
    expect([count('MUST'), count('SHOULD'), count('MAY'), audits.length]).toEqual([13, 23, 25, 61]);
  });

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? null : result.reason).toBeNull();
  });
});
