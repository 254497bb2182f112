// A field that several subgraphs answer, with a union whose members they do not all know.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

export const sharedUnions: ConformanceCase = {
  rule: 'where several subgraphs may answer, only members known to all of them are asked for',
  subgraphs: {
    a: {
      sdl: `type Query { media: Media @shareable song: Media } union Media = Book | Song
        type Book @shareable { title: String } type Song @shareable { title: String }`,
      resolvers: {
        Query: {
          media: () => ({ __typename: 'Book', title: 'The book' }),
          song: () => ({ __typename: 'Song', title: 'The song' }),
        },
      },
    },
    b: {
      sdl: `type Query { media: Media @shareable movie: Media } union Media = Book | Movie
        type Book @shareable { title: String } type Movie @shareable { title: String }`,
      resolvers: {
        Query: {
          media: () => ({ __typename: 'Book', title: 'The book' }),
          movie: () => ({ __typename: 'Movie', title: 'The movie' }),
        },
      },
    },
  },
  asks: [
    {
      that: 'one subgraph is asked, for the member that both know',
      query: '{ media { __typename ... on Book { title } ... on Song { title } ... on Movie { title } } }',
      data: { media: { __typename: 'Book', title: 'The book' } },
      check: ({ requests }) => {
        expect(requests).toHaveLength(1);
        expect(requests[0]?.query).not.toMatch(/Song|Movie/);
      },
    },
    {
      that: 'a field of one subgraph alone may be any member that it knows',
      query:
        '{ song { ... on Book { title } ... on Song { title } ... on Movie { title } } movie { ... on Movie { title } } }',
      data: { song: { title: 'The song' }, movie: { title: 'The movie' } },
    },
  ],
};
