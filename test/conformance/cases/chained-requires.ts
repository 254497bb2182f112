// A field with @requires that another @requires reads, when the way to it starts in its own subgraph.
import type { ConformanceCase } from '../conformance-case.ts';

export const chainedRequires: ConformanceCase = {
  rule: 'a computed field that is an input of another is computed from its own inputs',
  subgraphs: {
    parcels: {
      sdl: `type Query { parcel: Parcel }
        type Parcel @key(fields: "id") { id: ID! weight: Int @external class: String @requires(fields: "weight") }`,
      resolvers: {
        Query: { parcel: () => ({ id: '1' }) },
        Parcel: {
          class: ({ weight }: { weight?: number }) => (weight === undefined ? 'nothing known' : `${weight} kg`),
        },
      },
    },
    scales: {
      sdl: 'type Parcel @key(fields: "id") { id: ID! weight: Int }',
      resolvers: { Parcel: { weight: () => 7 } },
    },
    prices: {
      sdl: `type Parcel @key(fields: "id") { id: ID! class: String @external fee: String @requires(fields: "class") }`,
      resolvers: { Parcel: { fee: (parcel: { class: string }) => `fee for ${parcel.class}` } },
    },
  },
  asks: [
    { that: 'alone', query: '{ parcel { fee } }', data: { parcel: { fee: 'fee for 7 kg' } } },
    {
      that: 'and next to its input',
      query: '{ parcel { fee class weight } }',
      data: { parcel: { fee: 'fee for 7 kg', class: '7 kg', weight: 7 } },
    },
  ],
};
