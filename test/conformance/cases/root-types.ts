// Root types of any name, and root fields that several subgraphs share.
import type { ConformanceCase } from '../conformance-case.ts';

export const rootTypes: ConformanceCase = {
  rule: 'root types may have any name in a subgraph; clients see Query and Mutation',
  subgraphs: {
    a: {
      sdl: `schema { query: Questions mutation: Changes }
        type Questions { one: Int shared: String @shareable self: Thing } type Changes { set(to: Int): Int! }
        type Thing @key(fields: "id") { id: ID! }`,
      resolvers: {
        Questions: { one: () => 1, shared: () => 'same', self: () => ({ id: 't' }) },
        Changes: { set: (_: unknown, { to }: { to: number }) => to },
      },
    },
    b: {
      sdl: `schema { query: Root } type Root { two: Int shared: String @shareable } type Thing @key(fields: "id") { id: ID! two: Int }`,
      resolvers: { Root: { two: () => 2, shared: () => 'same' }, Thing: { two: () => 22 } },
    },
    c: {
      sdl: 'extend type Query { three: Int } extend type Mutation { unset: Int }',
      resolvers: { Query: { three: () => 3 }, Mutation: { unset: () => null } },
    },
  },
  asks: [
    {
      that: 'fields of all of them',
      query: '{ __typename one two three shared self { id two } }',
      data: { __typename: 'Query', one: 1, two: 2, three: 3, shared: 'same', self: { id: 't', two: 22 } },
    },
    {
      that: 'mutations of all of them, in order',
      query: 'mutation { __typename first: set(to: 1) unset last: set(to: 2) }',
      data: { __typename: 'Mutation', first: 1, unset: null, last: 2 },
    },
    {
      that: 'the names of a subgraph are no types of the graph',
      query: '{ ... on Questions { one } }',
      refusedWith: 'GRAPHQL_VALIDATION_FAILED',
    },
  ],
};
