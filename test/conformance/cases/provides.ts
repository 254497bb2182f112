// @provides, @shareable value types from two subgraphs, @override.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

export const provides: ConformanceCase = {
  rule: '@provides, @shareable and @override are answered by the right subgraph',
  subgraphs: {
    a: {
      sdl: `type Query { reviews: [Review!]! place: Place @shareable shelf: Shelf @provides(fields: "products { name maker { name } }") }
        type Shelf { products: [Product] } type Maker @key(fields: "id") { id: ID! name: String @external }
        type Review { text: String product: Product @provides(fields: "name") }
        type Product @key(fields: "id") { id: ID! name: String @external stock: Int maker: Maker }
        type Place @shareable { x: Int spots: [Spot!] } type Spot @shareable { a: Int }`,
      resolvers: {
        Query: {
          reviews: () => [{ text: 'good', product: { id: '1', name: 'provided' } }],
          shelf: () => ({ products: [{ id: '1', name: 'on the shelf', maker: { id: 'm', name: 'with it' } }, null] }),
          place: () => ({ x: 1, spots: [{ a: 1 }, { a: 2 }] }),
        },
        Product: { stock: () => 0 },
      },
    },
    b: {
      sdl: `type Maker @key(fields: "id") { id: ID! name: String @shareable size: Int }
        type Query { product: Product place: Place @shareable }
        type Product @key(fields: "id") { id: ID! name: String @shareable price: Int stock: Int @override(from: "a") }
        type Place @shareable { y: Int spots: [Spot!] } type Spot @shareable { b: Int }`,
      resolvers: {
        Query: { product: () => ({ id: '1', name: 'own' }), place: () => ({ y: 2, spots: [{ b: 10 }, { b: 20 }] }) },
        Product: { price: () => 0, stock: () => 42 },
        Maker: { name: () => 'own', size: () => 3 },
      },
    },
  },
  asks: [
    {
      that: 'a provided field comes with its parent',
      query: '{ reviews { product { name } } }',
      data: { reviews: [{ product: { name: 'provided' } }] },
      check: ({ requests }) => expect(requests).toHaveLength(1),
    },
    {
      that: 'so do nested ones, through lists; what is not provided comes from its owner',
      query: '{ shelf { products { name maker { name size } } } }',
      data: { shelf: { products: [{ name: 'on the shelf', maker: { name: 'with it', size: 3 } }, null] } },
      check: ({ requests }) => expect(requests).toHaveLength(2),
    },
    {
      that: 'an overridden field comes from its new owner',
      query: '{ reviews { product { stock price } } }',
      data: { reviews: [{ product: { stock: 42, price: 0 } }] },
    },
    {
      that: 'a shared value type is put together from both subgraphs, its lists item by item',
      query: '{ place { x y spots { a b } } }',
      data: {
        place: {
          x: 1,
          y: 2,
          spots: [
            { a: 1, b: 10 },
            { a: 2, b: 20 },
          ],
        },
      },
    },
  ],
};
