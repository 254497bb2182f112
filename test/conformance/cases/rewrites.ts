// Aliases that the planner adds where types conflict, and values that only look like nothing.
import type { ConformanceCase } from '../conformance-case.ts';

export const rewrites: ConformanceCase = {
  rule: 'rewrites of names apply to 0, false and "" as to any other value',
  subgraphs: {
    a: {
      sdl: `type Query { all: [Thing!]! } union Thing = A | B | C | D
        type A @key(fields: "id") { id: ID! v: Int! } type B @key(fields: "id") { id: ID! v: Boolean }
        type C @key(fields: "id") { id: ID! v: String } type D @key(fields: "id") { id: ID! v: Float! part: Part } type Part { n: Int }`,
      resolvers: {
        Query: {
          all: () => [
            { __typename: 'A', id: 'a', v: 0 },
            { __typename: 'B', id: 'b', v: false },
            { __typename: 'C', id: 'c', v: '' },
            { __typename: 'D', id: 'd', v: 0.5, part: { n: 0 } },
          ],
        },
      },
    },
    b: {
      sdl: `type A @key(fields: "id") { id: ID! v: Int! @external w: String @requires(fields: "v") } type B @key(fields: "id") { id: ID! v: Boolean @external w: String @requires(fields: "v") }
        type C @key(fields: "id") { id: ID! v: String @external w: String @requires(fields: "v") }`,
      resolvers: {
        A: { w: ({ v }: { v: unknown }) => JSON.stringify(v) },
        B: { w: ({ v }: { v: unknown }) => JSON.stringify(v) },
        C: { w: ({ v }: { v: unknown }) => JSON.stringify(v) },
      },
    },
  },
  asks: [
    {
      that: 'fields of conflicting types under different aliases',
      query: '{ all { ... on A { a: v } ... on B { b: v } ... on C { c: v } ... on D { d: v part { n } } } }',
      data: { all: [{ a: 0 }, { b: false }, { c: '' }, { d: 0.5, part: { n: 0 } }] },
    },
    {
      that: 'inputs of @requires with conflicting types',
      query: '{ all { ... on A { w } ... on B { w } ... on C { w } } }',
      data: { all: [{ w: '0' }, { w: 'false' }, { w: '""' }, {}] },
    },
  ],
};
