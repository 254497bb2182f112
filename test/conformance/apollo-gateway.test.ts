// Apollo's gateway as a second oracle, on operations where it is right: both must give the same data.
import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Federation, startFederation } from '../support/federation/federation.ts';

type GatewayExecutor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];

const products = [
  { id: '1', name: 'Chair', price: 10, kind: 'Seat' },
  { id: '2', name: 'Table', price: null, kind: 'Board' },
];
const find = ({ id }: { id: string }) => products.find((product) => product.id === id);

let federation: Federation;
let apollo: ApolloGateway;
let execute: GatewayExecutor;

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
  apollo = new ApolloGateway({
    supergraphSdl: federation.supergraphSdl,
  });
  ({ executor: execute } = await apollo.load());
});

afterAll(async () => {
  await apollo.stop();
  await federation.close();
});

async function askApollo(query: string, variables: Record<string, unknown>): Promise<unknown> {
  const document = parse(query);
  const context = {
    request: { query, variables },
    document,
    source: query,
    queryHash: query,
    operationName: null,
    metrics: {},
    schema: federation.planner.apiSchema,
    context: {},
    overallCachePolicy: {},
    cache: undefined,
  };
  const { data } = await execute(context as unknown as Parameters<GatewayExecutor>[0]);
  return data;
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
  expect(data).toEqual(JSON.parse(JSON.stringify(await askApollo(query, variables))));
});
