// Fragments on interfaces inside fragments on objects, and the same response name with different meanings per type.
import type { ConformanceCase } from '../conformance-case.ts';

export const nestedFragments: ConformanceCase = {
  rule: 'type conditions never lose data',
  subgraphs: {
    a: {
      sdl: `type Query { dog: Dog pets: [Pet!]! named: [Named] }
        interface Pet { id: ID! name: String! } interface Named { name: String! }
        type Dog implements Pet & Named @key(fields: "id") { id: ID! name: String! barks: Boolean size: Int! }
        type Cat implements Pet & Named @key(fields: "id") { id: ID! name: String! size: String }
        type Fish implements Pet { id: ID! name: String! }`,
      resolvers: {
        Query: {
          dog: () => ({ __typename: 'Dog', id: 'd', name: 'Rex', barks: true, size: 3 }),
          pets: () => [
            { __typename: 'Dog', id: 'd', name: 'Rex', barks: true, size: 3 },
            { __typename: 'Cat', id: 'c', name: 'Tom', size: 'small' },
            { __typename: 'Fish', id: 'f', name: 'Nemo' },
          ],
          named: () => [{ __typename: 'Cat', id: 'c', name: 'Tom', size: 'small' }, null],
        },
      },
    },
    b: {
      sdl: `type Dog @key(fields: "id") { id: ID! owner: String } type Cat @key(fields: "id") { id: ID! owner: String! }`,
      resolvers: {
        Dog: { owner: ({ id }: { id: string }) => `owner of ${id}` },
        Cat: { owner: ({ id }: { id: string }) => `staff of ${id}` },
      },
    },
  },
  asks: [
    {
      that: 'an object behind a fragment on an interface behind a fragment on the object keeps its fields',
      query: '{ dog { ... on Pet { ... on Dog { barks owner } ... on Cat { size } } ... on Named { name } } }',
      data: { dog: { barks: true, owner: 'owner of d', name: 'Rex' } },
    },
    {
      that: 'fields of one name and different types keep apart',
      query: '{ pets { name ... on Dog { size owner } ... on Cat { id catSize: size staff: owner } } }',
      data: {
        pets: [
          { name: 'Rex', size: 3, owner: 'owner of d' },
          { name: 'Tom', id: 'c', catSize: 'small', staff: 'staff of c' },
          { name: 'Nemo' },
        ],
      },
    },
    {
      that: 'one response name means something else for each type',
      query:
        '{ pets { x: __typename ... on Dog { y: name z: id } ... on Cat { y: name z: id } ... on Fish { z: id y: name } } }',
      data: {
        pets: [
          { x: 'Dog', y: 'Rex', z: 'd' },
          { x: 'Cat', y: 'Tom', z: 'c' },
          { x: 'Fish', z: 'f', y: 'Nemo' },
        ],
      },
    },
    {
      that: 'named fragments in fragments merge with plain fields in the order of the client',
      query:
        'fragment P on Pet { id ...N } fragment N on Named { name } { pets { ...N ...P } named { ...N ... on Cat { owner } } }',
      data: {
        pets: [{ name: 'Rex', id: 'd' }, { name: 'Tom', id: 'c' }, { id: 'f' }],
        named: [{ name: 'Tom', owner: 'staff of c' }, null],
      },
    },
  ],
};
