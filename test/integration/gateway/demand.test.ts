// Demand control over real HTTP: what @cost and @listSize of a subgraph do to its clients' operations.
import { Writable } from 'node:stream';
import { buildSchema, graphqlSync } from 'graphql';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../../kit/log.ts';
import { composeSupergraph } from '../../../schema/compose.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])
  type Query { books(first: Int = 5): [Book!] @listSize(slicingArguments: ["first"]) }
  type Book @cost(weight: 3) { title: String }`;
const query = 'query ($n: Int) { books(first: $n) { title } }';

let subgraph: HttpStub;
let gateway: StandaloneGateway | null = null;
const lines: Record<string, unknown>[] = [];
const destination = new Writable({
  write(chunk, _encoding, done) {
    lines.push(JSON.parse(String(chunk)));
    done();
  },
});

beforeAll(async () => {
  const schema = buildSchema('type Query { books(first: Int): [Book!] } type Book { title: String }');
  const rootValue = { books: [{ title: 'A' }, { title: 'B' }] };
  subgraph = await startHttpStub(({ body }) => {
    const { query: source, variables: variableValues } = JSON.parse(body);
    return { status: 200, body: graphqlSync({ schema, source, variableValues, rootValue }) };
  });
});
afterAll(() => subgraph.close());
afterEach(async () => {
  await gateway?.close();
  gateway = null;
  lines.length = 0;
});

async function start(demand: object): Promise<void> {
  const composed = composeSupergraph([{ name: 'books', url: subgraph.url, sdl, file: 'books.graphql' }]);
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems));
  const log = createLog({ name: 'gateway', destination });
  gateway = await startStandaloneGateway(composed.supergraphSdl, { demand }, { log });
}

async function ask(variables: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway?.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const logged = () => lines.filter(({ event }) => event === 'operation').map(({ cost }) => cost);

test('an operation over the budget is refused before any subgraph is asked', async () => {
  await start({ mode: 'enforce', maxCost: 30 });
  const asked = subgraph.requests.length;
  expect(await ask({ n: 11 })).toMatchObject({
    status: 400,
    body: {
      errors: [
        {
          message: 'The operation may cost 33; at most 30 is allowed (setting demand.maxCost).',
          extensions: { code: 'COST_LIMIT_EXCEEDED', limit: 'demand.maxCost', allowed: 30, estimated: 33 },
        },
      ],
    },
  });
  expect(subgraph.requests).toHaveLength(asked);
  expect(logged()).toEqual([{ estimated: 33, objection: 'COST_LIMIT_EXCEEDED' }]);
  expect((await ask({ n: 10 })).body).toMatchObject({ data: { books: [{ title: 'A' }, { title: 'B' }] } });
});

test('a page over the limit of list sizes is refused with its coordinate', async () => {
  await start({ mode: 'enforce', maxListSize: 10 });
  expect((await ask({ n: 11 })).body).toMatchObject({
    errors: [{ extensions: { code: 'COST_LIMIT_EXCEEDED', coordinate: 'Query.books(first:)', allowed: 10 } }],
  });
});

test('a client that asks is told what was estimated and what it cost; measuring refuses nothing', async () => {
  await start({ mode: 'measure', maxCost: 1 });
  const { body } = await ask({ n: 4 }, { 'gordian-cost': '1' });
  expect(body).toEqual({
    data: { books: [{ title: 'A' }, { title: 'B' }] },
    extensions: { cost: { estimated: 12, actual: 6 } },
  });
  expect((await ask({ n: 4 })).body).not.toHaveProperty('extensions');
  expect(logged()).toEqual([
    { estimated: 12, actual: 6, objection: 'COST_LIMIT_EXCEEDED' },
    { estimated: 12, actual: 6, objection: 'COST_LIMIT_EXCEEDED' },
  ]);
});

test('answers can be counted only for those who ask', async () => {
  await start({ mode: 'measure', countAnswers: 'asked' });
  await ask({});
  expect((await ask({}, { 'gordian-cost': '1' })).body.extensions).toEqual({ cost: { estimated: 15, actual: 6 } });
  expect(logged()).toEqual([{ estimated: 15 }, { estimated: 15, actual: 6 }]);
});

test('nothing is told or logged when demand control is off', async () => {
  await start({});
  expect((await ask({ n: 1_000_000 }, { 'gordian-cost': '1' })).body).not.toHaveProperty('extensions');
  expect(logged()).toEqual([undefined]);
});

test('to enforce, there must be something to enforce', async () => {
  await expect(start({ mode: 'enforce' })).rejects.toThrow('needs demand.maxCost');
});
