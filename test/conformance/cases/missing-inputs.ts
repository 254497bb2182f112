// An input of @requires that nobody knows is not null: the entity is not asked for at all.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const products = [
  { id: '1', name: 'one' },
  { id: '2', name: 'two' },
  { id: '3', name: 'three' },
];

export const missingInputs: ConformanceCase = {
  rule: 'entities with a missing required input are skipped, not sent half filled',
  subgraphs: {
    catalog: {
      sdl: `type Query { products: [Product!]! } type Product @key(fields: "id") { id: ID! name: String }`,
      resolvers: { Query: { products: () => products } },
    },
    stock: {
      sdl: `type Product @key(fields: "id") { id: ID! weight: Int }`,
      resolvers: {
        Product: {
          weight: ({ id }: { id: string }) => {
            if (id === '2') throw new Error('the scales broke at 10.0.0.7');
            return id === '3' ? null : 100;
          },
        },
      },
    },
    shipping: {
      sdl: `type Product @key(fields: "id") { id: ID! weight: Int @external fee: String @requires(fields: "weight") }`,
      resolvers: { Product: { fee: ({ weight }: { weight: number | null }) => `fee for ${weight}` } },
    },
  },
  asks: [
    {
      that: 'an input that failed skips the entity and says so; an input that is null is sent',
      query: '{ products { name fee } }',
      data: {
        products: [
          { name: 'one', fee: 'fee for 100' },
          { name: 'two', fee: null },
          { name: 'three', fee: 'fee for null' },
        ],
      },
      errors: [['products.1.fee', 'SUBGRAPH_ERROR']],
      check: ({ requests, errors }) => {
        expect(requests.at(-1)?.variables.representations).toEqual([
          { __typename: 'Product', id: '1', weight: 100 },
          { __typename: 'Product', id: '3', weight: null },
        ]);
        expect(errors[0]?.message).toContain('"stock" gave no input');
        expect(JSON.stringify(errors)).not.toContain('10.0.0.7');
      },
    },
    {
      that: 'the failed input itself is an error where the client asked for it',
      query: '{ products { weight fee } }',
      data: {
        products: [
          { weight: 100, fee: 'fee for 100' },
          { weight: null, fee: null },
          { weight: null, fee: 'fee for null' },
        ],
      },
      errors: [
        ['products.1.weight', 'SUBGRAPH_ERROR'],
        ['products.1.fee', 'SUBGRAPH_ERROR'],
      ],
    },
  ],
};
