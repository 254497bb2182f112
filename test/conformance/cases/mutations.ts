// Root fields of a mutation run one after the other, in the order in which the client wrote them, whoever serves them.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

let log: string[] = [];
const write =
  (name: string) =>
  ({ delay = 0 }: { delay?: number }) =>
    new Promise((resolve) => {
      setTimeout(() => {
        log.push(name);
        resolve(log.length);
      }, delay);
    });
const writer = (name: string) => (_: unknown, args: { delay?: number }) => write(name)(args);

export const mutations: ConformanceCase = {
  rule: 'root mutations run in order, each as often as it is written',
  subgraphs: {
    a: {
      sdl: `type Query { log: [String!]! } type Mutation { a(delay: Int): Int reset: Int add(text: String): Note } type Note @key(fields: "id") { id: ID! text: String }`,
      resolvers: {
        Query: { log: () => log },
        Mutation: {
          a: writer('a'),
          reset: () => {
            log = [];
            return 0;
          },
          add: (_: unknown, { text }: { text: string }) => ({ id: `n${log.push(text)}`, text }),
        },
      },
    },
    b: {
      sdl: `type Mutation { b(delay: Int): Int fail: Int! } type Note @key(fields: "id") { id: ID! length: Int }`,
      resolvers: {
        Mutation: {
          b: writer('b'),
          fail: () => {
            throw new Error('no');
          },
        },
        Note: { length: ({ id }: { id: string }) => id.length },
      },
    },
  },
  asks: [
    {
      that: 'a slow one is waited for before the next subgraph is asked',
      query: 'mutation { reset one: a(delay: 30) two: b three: a four: b(delay: 5) five: a }',
      data: { reset: 0, one: 1, two: 2, three: 3, four: 4, five: 5 },
      check: () => expect(log).toEqual(['a', 'b', 'a', 'b', 'a']),
    },
    {
      that: 'the same mutation written twice runs twice, with and without arguments',
      query: 'mutation { reset x: a y: a p: add(text: "t") { text length } q: add(text: "t") { text length } }',
      data: { reset: 0, x: 1, y: 2, p: { text: 't', length: 2 }, q: { text: 't', length: 2 } },
      check: () => expect(log).toEqual(['a', 'a', 't', 't']),
    },
    {
      that: 'after a mutation that gave no data the others are not run, and each says so',
      query: 'mutation { reset b fail one: a }',
      data: null,
      errors: [['fail', 'SUBGRAPH_ERROR']],
      check: ({ requests }) => {
        expect(requests.map(({ subgraph }) => subgraph)).toEqual(['a', 'b']);
        expect(log).toEqual(['b']);
      },
    },
  ],
};
