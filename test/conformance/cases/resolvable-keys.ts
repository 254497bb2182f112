// A subgraph may know an entity by a key by which it resolves nothing.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

export const resolvableKeys: ConformanceCase = {
  rule: 'a subgraph is entered again by a key that it resolves',
  subgraphs: {
    shop: {
      sdl: `type Query { top: Product }
        type Product @key(fields: "upc", resolvable: false) @key(fields: "id") { upc: ID! id: ID! weight: Int @external shipping: Int @requires(fields: "weight") }`,
      resolvers: {
        Query: { top: () => ({ upc: 'u1', id: 'i1' }) },
        Product: {
          __resolveReference: ({ id, weight }: { id?: string; weight: number }) => {
            if (!id) throw new Error('by upc nothing is found here');
            return { id, upc: 'u1', weight };
          },
          shipping: ({ weight }: { weight: number }) => weight * 2,
        },
      },
    },
    stock: {
      sdl: `type Product @key(fields: "upc") { upc: ID! weight: Int }`,
      resolvers: { Product: { weight: () => 21 } },
    },
  },
  asks: [
    {
      that: 'after fetching an input of @requires elsewhere',
      query: '{ top { shipping } }',
      data: { top: { shipping: 42 } },
      check: ({ requests }) =>
        expect(requests.at(-1)?.variables.representations).toEqual([{ __typename: 'Product', id: 'i1', weight: 21 }]),
    },
  ],
};
