// Arguments inside @requires.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const rates: Record<string, number> = { USD: 1, EUR: 2, YEN: 100 };

export const requiredArguments: ConformanceCase = {
  rule: 'arguments inside @requires belong to the requirement',
  subgraphs: {
    catalog: {
      sdl: `type Query { product: Product }
        type Product @key(fields: "id") { id: ID! price(currency: String = "USD"): Int box: Box }
        type Box { size(unit: String!): Int }`,
      resolvers: {
        Query: { product: () => ({ id: '1', box: { cm: 10 } }) },
        Product: {
          __resolveReference: ({ id }: { id: string }) => ({ id, box: { cm: 10 } }),
          price: (_: unknown, { currency }: { currency: string }) => rates[currency],
        },
        Box: { size: ({ cm }: { cm: number }, { unit }: { unit: string }) => (unit === 'MM' ? cm * 10 : cm) },
      },
    },
    tax: {
      sdl: `type Product @key(fields: "id") { id: ID! price(currency: String = "USD"): Int @external box: Box @external
          plainTax: String @requires(fields: "price")
          euroTax: String @requires(fields: "price(currency: \\"EUR\\")")
          yenTax(round: Boolean): String @requires(fields: "price(currency: \\"YEN\\")")
          parcel: String @requires(fields: "box { size(unit: \\"MM\\") }") }
        type Box { size(unit: String!): Int @external }`,
      resolvers: {
        Product: {
          plainTax: ({ price }: { price: number }) => `tax of ${price}`,
          euroTax: ({ price }: { price: number }) => `euro tax of ${price}`,
          yenTax: ({ price }: { price: number }, { round }: { round?: boolean }) =>
            `yen tax of ${price}${round ? ' rounded' : ''}`,
          parcel: ({ box }: { box: { size: number } }) => `parcel of ${box.size}`,
        },
      },
    },
  },
  asks: [
    {
      that: 'each requirement gets the value of its own arguments',
      query: '{ product { euroTax } }',
      data: { product: { euroTax: 'euro tax of 2' } },
    },
    {
      that: "the client's selection of the same field keeps its own arguments",
      query: '{ product { price(currency: "YEN") euroTax usd: price } }',
      data: { product: { price: 100, euroTax: 'euro tax of 2', usd: 1 } },
    },
    {
      that: 'a subgraph that needs several values under one name is asked once for each',
      query: 'query ($round: Boolean) { product { plainTax euroTax yenTax(round: $round) again: yenTax } }',
      variables: { round: true },
      data: {
        product: {
          plainTax: 'tax of 1',
          euroTax: 'euro tax of 2',
          yenTax: 'yen tax of 100 rounded',
          again: 'yen tax of 100',
        },
      },
      check: ({ requests }) => {
        const sent = requests
          .filter(({ subgraph }) => subgraph === 'tax')
          .flatMap(({ variables }) => Object.entries(variables))
          .flatMap(([name, value]) => (name.startsWith('representations') ? [value] : []));
        expect(sent).toHaveLength(3);
        expect(sent).toContainEqual([{ __typename: 'Product', id: '1', price: 2 }]);
      },
    },
    {
      that: 'also inside an object that is required',
      query: '{ product { box { size(unit: "CM") } parcel } }',
      data: { product: { box: { size: 10 }, parcel: 'parcel of 100' } },
    },
  ],
};
