// @skip, @include, defaults of variables and __typename.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

export const conditions: ConformanceCase = {
  rule: 'conditions are decided by coerced variables, and __typename is in no plan',
  subgraphs: {
    a: {
      sdl: `type Query { item: Item } type Item @key(fields: "id") { id: ID! a: Int }`,
      resolvers: { Query: { item: () => ({ id: 'i', a: 1 }) } },
    },
    b: { sdl: `type Item @key(fields: "id") { id: ID! b: Int }`, resolvers: { Item: { b: () => 2 } } },
  },
  asks: [
    {
      that: 'a default is filled in before @include is read',
      query: 'query ($with: Boolean! = false) { item { a b @include(if: $with) } }',
      data: { item: { a: 1 } },
      check: ({ requests }) => expect(requests.map(({ subgraph }) => subgraph)).toEqual(['a']),
    },
    {
      that: 'a variable wins over its default',
      query: 'query ($with: Boolean! = false) { item { a b @include(if: $with) } }',
      variables: { with: true },
      data: { item: { a: 1, b: 2 } },
    },
    {
      that: 'skip wins over include',
      query: '{ item { a @include(if: true) @skip(if: true) b ... @skip(if: true) { id } } }',
      data: { item: { b: 2 } },
    },
    { that: 'a selection may be left empty', query: '{ item { a @skip(if: true) } }', data: { item: {} } },
    {
      that: 'all may be skipped',
      query: '{ item @skip(if: true) { a } }',
      data: {},
      check: ({ requests }) => expect(requests).toEqual([]),
    },
    {
      that: '__typename of the root asks nobody',
      query: '{ type: __typename }',
      data: { type: 'Query' },
      check: ({ requests, plan }) => {
        expect(requests).toEqual([]);
        expect(plan.node).toBeNull();
      },
    },
    {
      that: '__typename stands among the other fields',
      query: '{ __typename item { t: __typename a } }',
      data: { __typename: 'Query', item: { t: 'Item', a: 1 } },
    },
    {
      that: 'introspection and data come in one answer',
      query: '{ item { b } __type(name: "Item") { name } other: __schema { queryType { name } } }',
      data: { item: { b: 2 }, __type: { name: 'Item' }, other: { queryType: { name: 'Query' } } },
    },
  ],
};
