// Keys: several of them, compound ones, and ones that only refer.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const people = [
  { id: '1', email: 'ann@one.example', org: { id: 'o1', region: { code: 'EU' } }, badge: 7 },
  { id: '2', email: 'bob@two.example', org: { id: 'o2', region: { code: 'US' } }, badge: 0 },
];

export const keys: ConformanceCase = {
  rule: 'an entity is found by whichever key both subgraphs know',
  subgraphs: {
    staff: {
      sdl: `type Query { staff: [Person!]! }
        type Person @key(fields: "id") @key(fields: "badge org { id region { code } }") { id: ID! badge: Int! org: Org! name: String }
        type Org @key(fields: "id") { id: ID! region: Region! } type Region { code: String! }`,
      resolvers: {
        Query: { staff: () => people },
        Person: {
          __resolveReference: ({ badge }: { badge: number }) => people.find((one) => one.badge === badge),
          name: ({ id }: { id: string }) => `name ${id}`,
        },
      },
    },
    directory: {
      sdl: `type Person @key(fields: "id") @key(fields: "email") { id: ID! email: String! }`,
      resolvers: { Person: { __resolveReference: ({ id }: { id: string }) => people.find((one) => one.id === id) } },
    },
    mail: {
      sdl: `type Person @key(fields: "email") { email: String! unread: Int }`,
      resolvers: { Person: { unread: ({ email }: { email: string }) => email.length } },
    },
    doors: {
      sdl: `type Query { lastThrough: Person } type Person @key(fields: "badge org { id region { code } }") { badge: Int! org: Org! doors: [String!] }
        type Org @key(fields: "id", resolvable: false) { id: ID! region: Region! @shareable } type Region @shareable { code: String! }`,
      resolvers: {
        Query: { lastThrough: () => ({ badge: 0, org: { id: 'o2', region: { code: 'US' } } }) },
        Person: {
          doors: ({ badge, org }: (typeof people)[0]) => [`${badge} in ${org.id} of ${org.region.code}`],
        },
      },
    },
    notes: {
      sdl: `type Query { notes: [Note!]! } type Note { text: String author: Person! of: Org } type Person @key(fields: "id", resolvable: false) { id: ID! }
        type Org @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: { Query: { notes: () => [{ text: 'hello', author: { id: '2' }, of: { id: 'o1' } }] } },
    },
  },
  asks: [
    {
      that: 'by a compound key with objects in it, 0 included',
      query: '{ staff { doors } }',
      data: { staff: [{ doors: ['7 in o1 of EU'] }, { doors: ['0 in o2 of US'] }] },
      check: ({ requests }) =>
        expect(requests[1]?.variables.representations).toContainEqual({
          __typename: 'Person',
          badge: 0,
          org: { id: 'o2', region: { code: 'US' } },
        }),
    },
    {
      that: 'over a third subgraph that knows both keys, when two share none',
      query: '{ staff { name unread } }',
      data: {
        staff: [
          { name: 'name 1', unread: 15 },
          { name: 'name 2', unread: 15 },
        ],
      },
      check: ({ requests }) => expect(requests.map(({ subgraph }) => subgraph)).toEqual(['staff', 'directory', 'mail']),
    },
    {
      that: 'from a subgraph that only refers to it',
      query: '{ notes { text author { id email } } }',
      data: { notes: [{ text: 'hello', author: { id: '2', email: 'bob@two.example' } }] },
    },
    {
      that: 'a key of which only a part is asked stays a part of the answer',
      query: '{ lastThrough { org { region { code } } doors } }',
      data: { lastThrough: { org: { region: { code: 'US' } }, doors: ['0 in o2 of US'] } },
      check: ({ requests }) => expect(requests).toHaveLength(1),
    },
    {
      that: 'back by the same compound key',
      query: '{ lastThrough { name } }',
      data: { lastThrough: { name: 'name 2' } },
    },
  ],
};
