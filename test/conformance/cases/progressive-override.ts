// @override with a label: the field moves for those for whom the label holds, and everybody gets a right answer.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const from = (name: string) => ({
  Product: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    price: () => `price of ${name}`,
    stock: () => `stock of ${name}`,
  },
});

export const progressiveOverride: ConformanceCase = {
  rule: 'a field with a labelled @override comes from its new owner where the label holds',
  subgraphs: {
    former: {
      sdl: `type Query { product: Product } type Product @key(fields: "id") { id: ID! price: String stock: String }`,
      resolvers: { Query: { product: () => ({ id: '1' }) }, ...from('former') },
    },
    newer: {
      sdl: `type Product @key(fields: "id") { id: ID! price: String @override(from: "former", label: "percent(50)") stock: String @override(from: "former", label: "new-stock") }`,
      resolvers: from('newer'),
    },
  },
  asks: [
    {
      that: 'from the former where no label holds',
      query: '{ product { price stock } }',
      data: { product: { price: 'price of former', stock: 'stock of former' } },
      check: ({ requests }) => expect(requests.map(({ subgraph }) => subgraph)).not.toContain('newer'),
    },
    {
      that: 'from the new one where they hold',
      query: '{ product { price stock } }',
      overrides: ['new-stock', 'percent(50)'],
      data: { product: { price: 'price of newer', stock: 'stock of newer' } },
    },
    {
      that: 'each label by itself',
      query: '{ product { stock price } }',
      overrides: ['percent(50)'],
      data: { product: { stock: 'stock of former', price: 'price of newer' } },
    },
  ],
};
