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
    labels: {
      sdl: `type Product @key(fields: "id") { id: ID! name: String @external weight: Int @external
        label: String @requires(fields: "name weight") @tag(name: "gordian-optional-inputs")
        stamp: String @requires(fields: "weight") }`,
      resolvers: {
        Product: {
          label: (product: { name: string; weight?: number | null }) => `${product.name}: ${product.weight}`,
          stamp: ({ weight }: { weight: number | null }) => `${weight} g`,
        },
      },
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
    {
      that: 'a field that says that it can do without is computed from the others, and a field beside it is not',
      query: '{ products { label stamp } }',
      data: {
        products: [
          { label: 'one: 100', stamp: '100 g' },
          { label: 'two: undefined', stamp: null },
          { label: 'three: null', stamp: 'null g' },
        ],
      },
      errors: [['products.1.stamp', 'SUBGRAPH_ERROR']],
    },
    {
      that: 'such a field alone brings no error of what it has done without',
      query: '{ products { label } }',
      data: { products: [{ label: 'one: 100' }, { label: 'two: undefined' }, { label: 'three: null' }] },
      errors: [],
    },
  ],
};
