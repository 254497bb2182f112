// The world of the growth plots: items that can be asked for in any number, with up to 60 fields, over up to 16 subgraphs, and
// down a ladder: from an item to its rung in the second subgraph, from a rung to its item in the first, and so on.
import type { BenchSubgraph, World } from './world.ts';

export const fieldCount = 60;
export const subgraphCount = 16;

interface Item {
  readonly id: string;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const own = (subgraph: number) => `only${subgraph}`;

/** Even ones come from the second subgraph, so that two fetches bring however many are asked for. */
export const fieldNames = range(1, fieldCount).map((index) => `field${index}`);
const fieldsOf = (subgraph: 0 | 1) => fieldNames.filter((_, index) => index % 2 === subgraph);
export const ownFields = range(2, subgraphCount).map(own);

const declare = (fields: readonly string[]) => fields.map((field) => `${field}: String`).join(' ');
const resolve = (fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, ({ id }: Item) => `${field} of ${id}`]));
const __resolveReference = (reference: Item) => reference;

const first: BenchSubgraph = {
  owns: ['Item'],
  sdl: `type Query { items(first: Int!): [Item!] }
    type Item @key(fields: "id") { id: ID! ${declare(fieldsOf(0))} }
    type Rung @key(fields: "id") { id: ID! item: Item }`,
  resolvers: {
    Query: { items: (_: unknown, { first }: { first: number }) => range(1, first).map((id) => ({ id: `item-${id}` })) },
    Item: { __resolveReference, ...resolve(fieldsOf(0)) },
    Rung: { __resolveReference, item: ({ id }: Item) => ({ id: `${id}.item` }) },
  },
};

const second: BenchSubgraph = {
  owns: ['Rung'],
  sdl: `type Item @key(fields: "id") { id: ID! rung: Rung ${declare([...fieldsOf(1), own(2)])} }
    type Rung @key(fields: "id") { id: ID! label: String }`,
  resolvers: {
    Item: {
      __resolveReference,
      rung: ({ id }: Item) => ({ id: `${id}.rung` }),
      ...resolve([...fieldsOf(1), own(2)]),
    },
    Rung: { __resolveReference, ...resolve(['label']) },
  },
};

const further = (subgraph: number): BenchSubgraph => ({
  owns: [],
  sdl: `type Item @key(fields: "id") { id: ID! ${declare([own(subgraph)])} }`,
  resolvers: { Item: { __resolveReference, ...resolve([own(subgraph)]) } },
});

export const ladder: World = {
  s1: first,
  s2: second,
  ...Object.fromEntries(range(3, subgraphCount).map((subgraph) => [`s${subgraph}`, further(subgraph)])),
};
