// @inaccessible types and enum values exist for subgraphs only.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

export const hiddenElements: ConformanceCase = {
  rule: 'inaccessible types and enum values never reach the client',
  subgraphs: {
    a: {
      sdl: `type Query { all: [Media] first: Media sizes: [Size] size: Size strict: [Size!] }
        interface Media { id: ID! }
        type Book implements Media { id: ID! pages: Int }
        type Draft implements Media @inaccessible { id: ID! secret: String }
        enum Size { S M XXL @inaccessible }`,
      resolvers: {
        Query: {
          all: () => [
            { __typename: 'Book', id: '1', pages: 3 },
            { __typename: 'Draft', id: '2', secret: 'x' },
          ],
          first: () => ({ __typename: 'Draft', id: '2', secret: 'x' }),
          sizes: () => ['S', 'XXL', null],
          size: () => 'XXL',
          strict: () => ['M', 'XXL'],
        },
      },
    },
  },
  asks: [
    {
      that: 'an object of a hidden type is null with an error that does not name the type',
      query: '{ all { id ... on Book { pages } } first { id } }',
      data: { all: [{ id: '1', pages: 3 }, null], first: null },
      errors: [
        ['all.1', 'SUBGRAPH_BAD_RESPONSE'],
        ['first', 'SUBGRAPH_BAD_RESPONSE'],
      ],
      check: ({ errors }) => expect(JSON.stringify(errors)).not.toContain('Draft'),
    },
    {
      that: 'also when only fields of the interface are asked',
      query: '{ all { id } }',
      data: { all: [{ id: '1' }, null] },
      errors: [['all.1', 'SUBGRAPH_BAD_RESPONSE']],
    },
    {
      that: 'a hidden enum value is null with an error that does not name the value, and bubbles where null may not be',
      query: '{ sizes size strict }',
      data: { sizes: ['S', null, null], size: null, strict: null },
      errors: [
        ['sizes.1', 'SUBGRAPH_BAD_RESPONSE'],
        ['size', 'SUBGRAPH_BAD_RESPONSE'],
        ['strict.1', 'SUBGRAPH_BAD_RESPONSE'],
      ],
      check: ({ errors }) => expect(JSON.stringify(errors)).not.toContain('XXL'),
    },
    {
      that: 'a hidden type cannot be asked for',
      query: '{ all { ... on Draft { id } } }',
      refusedWith: 'GRAPHQL_VALIDATION_FAILED',
    },
  ],
};
