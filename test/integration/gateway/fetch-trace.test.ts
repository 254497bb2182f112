// A client that may see plans may see what was fetched for its answer; nobody else may.
import { buildSchema, graphqlSync } from 'graphql';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { composeSupergraph } from '../../../schema/compose.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const sdl = 'type Query { a: Int }';
let subgraph: HttpStub;
let gateway: StandaloneGateway | null = null;

beforeAll(async () => {
  const schema = buildSchema(sdl);
  subgraph = await startHttpStub(({ body }) => ({
    status: 200,
    body: graphqlSync({ schema, source: JSON.parse(body).query, rootValue: { a: 1 } }),
  }));
});
afterAll(() => subgraph.close());
afterEach(async () => {
  await gateway?.close();
  gateway = null;
});

async function ask(plans: string, headers: Record<string, string>): Promise<unknown> {
  const composed = composeSupergraph([{ name: 'things', url: subgraph.url, sdl, file: 'things.graphql' }]);
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems));
  gateway = await startStandaloneGateway(composed.supergraphSdl, { explain: { plans } });
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ a }' }),
  });
  return response.json();
}

test('where everyone may see plans, a client that sends the header is told of each request to a subgraph', async () => {
  expect(await ask('everyone', { 'gordian-trace': '1' })).toEqual({
    data: { a: 1 },
    extensions: {
      fetches: [
        {
          subgraph: 'things',
          status: 'ok',
          startMs: 0,
          durationMs: expect.any(Number),
          representations: 0,
          responseBytes: expect.any(Number),
        },
      ],
    },
  });
});

test.each([
  ['without the header', 'everyone', {}],
  ['to a client without the scope', 'scope', { 'gordian-trace': '1' }],
])('%s, nothing is told', async (_, plans, headers) => {
  expect(await ask(plans, headers as Record<string, string>)).toEqual({ data: { a: 1 } });
});
