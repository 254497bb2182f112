// Apollo's gateway as a second oracle, on operations where it is right: both must give the same data.
import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Federation, startFederation } from '../support/federation/federation.ts';
import { conditions } from './cases/conditions.ts';
import { entityInterfaces } from './cases/entity-interfaces.ts';
import { keys } from './cases/keys.ts';
import { nestedRequires } from './cases/nested-requires.ts';
import { provides } from './cases/provides.ts';
import { rootTypes } from './cases/root-types.ts';

type GatewayExecutor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];

const products = [
  { id: '1', name: 'Chair', price: 10, kind: 'Seat' },
  { id: '2', name: 'Table', price: null, kind: 'Board' },
];
const find = ({ id }: { id: string }) => products.find((product) => product.id === id);

interface Oracle {
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

let federation: Federation;
let apollo: Oracle;

beforeAll(async () => {
  federation = await startFederation({
    catalog: {
      sdl: `type Query { products(first: Int = 2): [Item!]! product(id: ID!): Item }
        interface Item { id: ID! name: String }
        type Seat implements Item @key(fields: "id") { id: ID! name: String price: Int legs: Int }
        type Board implements Item @key(fields: "id") { id: ID! name: String price: Int }`,
      resolvers: {
        Query: {
          products: (_: unknown, { first }: { first: number }) =>
            products.slice(0, first).map((one) => ({ __typename: one.kind, ...one })),
          product: (_: unknown, { id }: { id: string }) =>
            products.filter((one) => one.id === id).map((one) => ({ __typename: one.kind, ...one }))[0],
        },
        Seat: { __resolveReference: find, legs: () => 4 },
        Board: { __resolveReference: find },
      },
    },
    shipping: {
      sdl: `type Seat @key(fields: "id") { id: ID! price: Int @external fee: String @requires(fields: "price") parcels: [Parcel!] }
        type Board @key(fields: "id") { id: ID! parcels: [Parcel!] }
        type Parcel { weight: Int! of: Seat }`,
      resolvers: {
        Seat: {
          fee: ({ price }: { price: number }) => `fee of ${price}`,
          parcels: () => [
            { weight: 1, of: { id: '1' } },
            { weight: 2, of: null },
          ],
        },
        Board: { parcels: () => [] },
      },
    },
  });
  apollo = await startApollo(federation);
});

afterAll(async () => {
  await apollo.stop();
  await federation.close();
});

async function startApollo({ supergraphSdl, planner }: Federation): Promise<Oracle> {
  const gateway = new ApolloGateway({ supergraphSdl });
  const { executor } = await gateway.load();
  return {
    stop: () => gateway.stop(),
    async ask(query, variables = {}) {
      const context = {
        request: { query, variables },
        document: parse(query),
        source: query,
        queryHash: query,
        operationName: null,
        metrics: {},
        schema: planner.apiSchema,
        context: {},
        overallCachePolicy: {},
        cache: undefined,
      };
      const { data } = await executor(context as unknown as Parameters<GatewayExecutor>[0]);
      return JSON.parse(JSON.stringify(data ?? null));
    },
  };
}

test.each<[string, string, Record<string, unknown>?]>([
  [
    'entities of an interface',
    '{ products { __typename id name ... on Seat { fee parcels { weight } } ... on Board { parcels { weight } } } }',
  ],
  [
    'aliases and arguments',
    '{ one: product(id: "1") { n: name } two: product(id: "2") { name } none: product(id: "9") { id } }',
  ],
  [
    'variables and defaults',
    'query ($first: Int = 1, $id: ID!) { products(first: $first) { id } product(id: $id) { ... on Board { price } } }',
    { id: '2' },
  ],
  ['conditions', 'query ($yes: Boolean!) { products { id @skip(if: $yes) name @include(if: $yes) } }', { yes: true }],
  ['named fragments', 'fragment S on Seat { fee legs parcels { of { name fee } } } { products { ...S id } }'],
])('%s', async (_, query, variables = {}) => {
  const { data, errors } = await federation.run(query, { variables });
  expect(errors).toEqual([]);
  expect(data).toEqual(await apollo.ask(query, variables));
});

// What we expect of ourselves, asked of Apollo's gateway: a case that it answers differently would need a reason.
describe.each([conditions, entityInterfaces, keys, nestedRequires, provides, rootTypes])('where $rule', (one) => {
  let ours: Federation;
  let theirs: Oracle;
  beforeAll(async () => {
    ours = await startFederation(one.subgraphs);
    theirs = await startApollo(ours);
  });
  afterAll(async () => {
    await theirs.stop();
    await ours.close();
  });

  test.each(one.asks.filter(({ errors, refusedWith }) => !errors && !refusedWith))('$that', async (ask) => {
    const answer = expect(await theirs.ask(ask.query, ask.variables));
    if (ask.wrongAtApollo) answer.not.toEqual(ask.data);
    else answer.toEqual(ask.data);
  });
});
