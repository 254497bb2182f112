// Interfaces with keys, unions of entities, entities in nested lists.
import type { ConformanceCase } from '../conformance-case.ts';

const all = [
  { __typename: 'Cat', id: 'c1', name: 'Tom', lives: 9 },
  { __typename: 'Dog', id: 'd1', name: 'Rex', tricks: null },
];
const byId = ({ id }: { id: string }) => all.find((one) => one.id === id);
const ofKind = (kind: string) => ({
  __resolveReference: byId,
  owner: ({ id }: { id: string }) => ({ id: `owner of ${kind} ${id}` }),
});

export const entityInterfaces: ConformanceCase = {
  rule: 'entities behind interfaces and unions are completed by their type',
  subgraphs: {
    zoo: {
      sdl: `type Query { pets: [Pet!]! cage: [[Pet]!] any: [Any] }
        interface Pet @key(fields: "id") { id: ID! name: String }
        type Cat implements Pet @key(fields: "id") { id: ID! name: String lives: Int }
        type Dog implements Pet @key(fields: "id") { id: ID! name: String tricks: [String!] }
        union Any = Cat | Dog | Plant type Plant { height: Float }`,
      resolvers: {
        Query: {
          pets: () => all,
          cage: () => [[all[0], null], [], [all[1], all[0]]],
          any: () => [{ __typename: 'Plant', height: 1.5 }, all[1], null, all[0]],
        },
        Pet: { __resolveReference: byId },
        Cat: ofKind('cat'),
        Dog: ofKind('dog'),
      },
    },
    owners: {
      sdl: `interface Owned { owner: Owner } type Owner { id: ID! pet: Cat }
        type Cat implements Owned @key(fields: "id") { id: ID! owner: Owner } type Dog implements Owned @key(fields: "id") { id: ID! owner: Owner barks: Boolean }`,
      resolvers: {
        Cat: { owner: ({ id }: { id: string }) => ({ id: `owner of ${id}`, pet: { id: 'c1' } }) },
        Dog: { owner: () => null, barks: () => false },
      },
    },
  },
  asks: [
    {
      that: 'a list of an interface, with fields of another subgraph per type and from another interface',
      query: '{ pets { id ... on Cat { lives } ... on Dog { barks tricks } ... on Owned { owner { id } } } }',
      data: {
        pets: [
          { id: 'c1', lives: 9, owner: { id: 'owner of c1' } },
          { id: 'd1', barks: false, tricks: null, owner: null },
        ],
      },
    },
    {
      that: 'lists of lists with nulls in them',
      query: '{ cage { name ... on Cat { owner { id } } } }',
      data: {
        cage: [
          [{ name: 'Tom', owner: { id: 'owner of c1' } }, null],
          [],
          [{ name: 'Rex' }, { name: 'Tom', owner: { id: 'owner of c1' } }],
        ],
      },
    },
    {
      that: 'a union of entities and others, and the way back to the first subgraph',
      query:
        '{ any { __typename ... on Plant { height } ... on Dog { barks } ... on Cat { owner { pet { name } } } } }',
      data: {
        any: [
          { __typename: 'Plant', height: 1.5 },
          { __typename: 'Dog', barks: false },
          null,
          { __typename: 'Cat', owner: { pet: { name: 'Tom' } } },
        ],
      },
    },
  ],
};
