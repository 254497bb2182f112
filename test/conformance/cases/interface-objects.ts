// @interfaceObject: a subgraph that knows the interface, but none of its object types.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const media: Record<string, { __typename: string; id: string; title: string; pages?: number }> = {
  b1: { __typename: 'Book', id: 'b1', title: 'Book one', pages: 10 },
  m1: { __typename: 'Movie', id: 'm1', title: 'Movie one' },
};

const byId = ({ id }: { id: string }) => media[id];

export const interfaceObjects: ConformanceCase = {
  rule: 'objects of interface-object subgraphs may lack a concrete type until the client asks for it',
  subgraphs: {
    library: {
      sdl: `type Query { media: [Media!]! }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Movie implements Media @key(fields: "id") { id: ID! title: String }`,
      resolvers: {
        Query: { media: () => Object.values(media) },
        Media: { __resolveReference: byId },
        Book: { __resolveReference: byId },
        Movie: { __resolveReference: byId },
      },
    },
    reviews: {
      sdl: `type Query { top: [Review!]! }
        type Review { score: Int media: Media }
        type Media @interfaceObject @key(fields: "id") { id: ID! score: Int }`,
      resolvers: {
        Query: {
          top: () => [
            { score: 5, media: { id: 'b1' } },
            { score: 4, media: { id: 'm1' } },
            { score: 0, media: null },
          ],
        },
        Media: { score: ({ id }: { id: string }) => id.length },
      },
    },
  },
  asks: [
    {
      that: 'fields of the interface come without asking another subgraph for the type',
      query: '{ top { score media { id score } } }',
      data: {
        top: [
          { score: 5, media: { id: 'b1', score: 2 } },
          { score: 4, media: { id: 'm1', score: 2 } },
          { score: 0, media: null },
        ],
      },
      check: ({ requests }) => expect(requests).toHaveLength(1),
    },
    {
      that: 'the concrete type is found when the same field has one more name on one type',
      query: '{ top { media { id ... on Book { title: id } } } }',
      data: { top: [{ media: { id: 'b1', title: 'b1' } }, { media: { id: 'm1' } }, { media: null }] },
    },
    {
      that: 'the concrete type is found when it is asked for',
      query: '{ top { media { __typename id score } } }',
      data: {
        top: [
          { media: { __typename: 'Book', id: 'b1', score: 2 } },
          { media: { __typename: 'Movie', id: 'm1', score: 2 } },
          { media: null },
        ],
      },
    },
    {
      that: 'and when a fragment needs it',
      query: '{ top { media { ... on Book { pages score } ... on Movie { title } } } }',
      data: { top: [{ media: { pages: 10, score: 2 } }, { media: { title: 'Movie one' } }, { media: null }] },
    },
    {
      that: 'fields of the interface object are added to objects of concrete types',
      query: '{ media { __typename id title score ... on Book { pages } } }',
      data: {
        media: [
          { __typename: 'Book', id: 'b1', title: 'Book one', score: 2, pages: 10 },
          { __typename: 'Movie', id: 'm1', title: 'Movie one', score: 2 },
        ],
      },
      check: ({ requests }) =>
        expect(requests[1]?.variables.representations).toEqual([
          { __typename: 'Media', id: 'b1' },
          { __typename: 'Media', id: 'm1' },
        ]),
    },
  ],
};
