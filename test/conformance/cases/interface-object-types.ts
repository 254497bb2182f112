// Where the client asks more of one type than of another, and the subgraph knows only their interface.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const media = ['Book:1', 'Movie:2', 'Song:3'].map((id) => ({
  __typename: id.split(':')[0],
  id,
  title: `title of ${id}`,
}));

/** Only a book has stars and a rank; of another they fail. */
const ofBooks =
  (value: number) =>
  ({ id }: { id: string }) => {
    if (!id.startsWith('Book')) throw new Error(`${id} has none`);
    return value;
  };

export const interfaceObjectTypes: ConformanceCase = {
  rule: 'objects of an interface object are asked only what is wanted of their type',
  subgraphs: {
    library: {
      sdl: `type Query { media: [Media!]! works: [Work!]! }
        union Work = Book | Movie | Author
        type Author @key(fields: "id") { id: ID! name: String }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String }
        type Movie implements Media @key(fields: "id") { id: ID! title: String }
        type Song implements Media @key(fields: "id") { id: ID! title: String }`,
      resolvers: {
        Query: {
          media: () => media,
          works: () => [...media.slice(0, 2), { __typename: 'Author', id: 'Author:1', name: 'Ann' }],
        },
      },
    },
    reviews: {
      sdl: `type Review { id: ID! text: String stars: Int! }
        type Author @key(fields: "id") { id: ID! fans: Int }
        type Media @interfaceObject @key(fields: "id") { id: ID! score(best: Boolean): Int rank: Int! reviews(best: Boolean): [Review!] }`,
      resolvers: {
        Author: { fans: () => 7 },
        Media: {
          score: ({ id }: { id: string }) => id.length,
          rank: ofBooks(1),
          reviews: ({ id }: { id: string }) => [{ id }],
        },
        Review: { text: ({ id }: { id: string }) => `on ${id}`, stars: ofBooks(5) },
      },
    },
  },
  asks: [
    {
      that: 'a larger selection of one type makes no list of another null',
      query: '{ media { ... on Book { reviews { stars } } reviews { text } } }',
      data: {
        media: [
          { reviews: [{ stars: 5, text: 'on Book:1' }] },
          { reviews: [{ text: 'on Movie:2' }] },
          { reviews: [{ text: 'on Song:3' }] },
        ],
      },
      check: ({ requests }) => expect(JSON.stringify(requests.at(-1))).not.toMatch(/Book.*stars.*Movie/),
    },
    {
      that: 'nor does a field of one type make an object of another null',
      query: '{ media { ... on Book { rank } ... on Movie { score } } }',
      data: { media: [{ rank: 1 }, { score: 7 }, {}] },
    },
    {
      that: 'also under other names and with arguments',
      query:
        '{ media { ... on Book { a: reviews(best: true) { stars } b: reviews(best: true) { text } } ... on Movie { a: reviews(best: true) { text } } } }',
      data: { media: [{ a: [{ stars: 5 }], b: [{ text: 'on Book:1' }] }, { a: [{ text: 'on Movie:2' }] }, {}] },
    },
    {
      that: 'also in a union, together with entities of other types',
      query:
        '{ works { ... on Book { rank reviews { stars } } ... on Movie { reviews { text } } ... on Author { fans } } }',
      data: { works: [{ rank: 1, reviews: [{ stars: 5 }] }, { reviews: [{ text: 'on Movie:2' }] }, { fans: 7 }] },
    },
    {
      that: 'what all types are asked alike is one fetch, however it is written',
      query:
        '{ media { ... on Book { reviews { text } } ... on Movie { reviews { text } } ... on Song { reviews { text } } } }',
      data: {
        media: [
          { reviews: [{ text: 'on Book:1' }] },
          { reviews: [{ text: 'on Movie:2' }] },
          { reviews: [{ text: 'on Song:3' }] },
        ],
      },
      check: ({ requests }) => expect(requests).toHaveLength(2),
    },
    {
      that: 'what is wanted of all and fails of one is an error of that one',
      query: '{ media { title rank } }',
      data: null,
      errors: [['media.1.rank', 'SUBGRAPH_ERROR']],
    },
  ],
};
