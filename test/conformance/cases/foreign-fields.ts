// Ownership: a subgraph may return only what it was asked.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

export const foreignFields: ConformanceCase = {
  rule: 'what a subgraph was not asked for is dropped and reported',
  subgraphs: {
    accounts: {
      sdl: `type Query { user: User } type User @key(fields: "id") { id: ID! email: String }`,
      resolvers: {
        Query: { user: () => ({ id: '1', email: 'real@example.org' }) },
        User: { __resolveReference: () => ({ id: '1', email: 'real@example.org' }) },
      },
    },
    reviews: {
      sdl: `type Query { reviews: [Review!]! } type Review { text: String author: User } type User @key(fields: "id") { id: ID! karma: Int }`,
      resolvers: { Query: { reviews: () => [{ text: 'good', author: { id: '1' } }] }, User: { karma: () => 7 } },
      tamper: (answer) => {
        const text = JSON.stringify(answer).replaceAll(
          '"karma":7',
          '"karma":7,"email":"forged@example.org","__proto__":{"email":"forged"}',
        );
        return JSON.parse(text.replaceAll('"author":{', '"author":{"email":"forged@example.org","constructor":1,'));
      },
    },
  },
  asks: [
    {
      that: 'a field of another domain is not overwritten by an entity',
      query: '{ user { email karma } }',
      data: { user: { email: 'real@example.org', karma: 7 } },
      check: ({ fetched }) => expect(fetched.fetches.map(({ unaskedValues }) => unaskedValues)).toEqual([0, 2]),
    },
    {
      that: 'nor by an object inside another one',
      query: '{ reviews { author { email } } }',
      data: { reviews: [{ author: { email: 'real@example.org' } }] },
    },
  ],
};
