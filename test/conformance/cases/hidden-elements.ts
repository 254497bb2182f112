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
        enum Size { S M XXL @inaccessible }
        extend type Query { search(text: String, debug: Boolean @inaccessible, by: By): String thing: Thing }
        input By { name: String secret: String @inaccessible }
        type Thing @key(fields: "id") { id: ID! @inaccessible name: String code: String @inaccessible }`,
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
          search: (_: unknown, args: object) => JSON.stringify(args),
          thing: () => ({ id: 't', name: 'Thing', code: 'hidden code' }),
        },
      },
    },
    b: {
      sdl: `type Thing @key(fields: "id") { id: ID! code: String @external seal: String @requires(fields: "code") }`,
      resolvers: { Thing: { seal: ({ id, code }: { id: string; code: string }) => `seal of ${code} of ${id}` } },
    },
  },
  asks: [
    {
      that: 'a hidden field is a key and an input for subgraphs, and nothing for clients',
      query: '{ thing { name seal } }',
      data: { thing: { name: 'Thing', seal: 'seal of hidden code of t' } },
    },
    {
      that: 'a hidden field cannot be asked for',
      query: '{ thing { code } }',
      refusedWith: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      that: 'a hidden argument cannot be given',
      query: '{ search(text: "a", debug: true) }',
      refusedWith: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      that: 'nor a hidden field of an input',
      query: 'query ($by: By) { search(by: $by) }',
      variables: { by: { name: 'a', secret: 'b' } },
      refusedWith: 'BAD_USER_INPUT',
    },
    {
      that: 'the others of the same kind can',
      query: '{ search(text: "a", by: {name: "b"}) }',
      data: { search: '{"text":"a","by":{"name":"b"}}' },
    },
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
