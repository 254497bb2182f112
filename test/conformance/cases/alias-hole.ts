// The planner merges keys and inputs of @requires with the client's selections by response name.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const people = [
  { id: '1', name: 'Ada', ssn: '111-22-3333' },
  { id: '2', name: 'Bo', ssn: '444-55-6666' },
];

export const aliasHole: ConformanceCase = {
  rule: "a client's response names never influence keys, requirements or type resolution",
  subgraphs: {
    people: {
      sdl: `type Query { customer(id: ID!): Customer customers: [Customer!]! }
        type Customer @key(fields: "id") { id: ID! name: String ssn: String greeting(polite: Boolean): String }`,
      resolvers: {
        Query: {
          customer: (_: unknown, { id }: { id: string }) => people.find((one) => one.id === id),
          customers: () => people,
        },
        Customer: {
          __resolveReference: ({ id }: { id: string }) => people.find((one) => one.id === id),
          greeting: ({ name }: { name: string }, { polite }: { polite?: boolean }) =>
            `${polite ? 'Dear' : 'Hi'} ${name}`,
        },
      },
    },
    risk: {
      sdl: `type Customer @key(fields: "id") { id: ID! ssn: String @external riskScore: String @requires(fields: "ssn") }`,
      resolvers: { Customer: { riskScore: ({ ssn }: { ssn: string }) => `risk of ${ssn}` } },
    },
  },
  asks: [
    {
      that: 'an alias that is the name of a required field shows the field that was asked, before it',
      query: '{ customer(id: 1) { riskScore ssn: name } }',
      data: { customer: { riskScore: 'risk of 111-22-3333', ssn: 'Ada' } },
    },
    {
      that: 'and after it, and the other domain is sent the real value',
      query: '{ customer(id: 1) { ssn: name riskScore } }',
      data: { customer: { ssn: 'Ada', riskScore: 'risk of 111-22-3333' } },
      check: ({ requests }) => {
        const [, toRisk] = requests;
        expect(toRisk?.variables.representations).toEqual([{ __typename: 'Customer', id: '1', ssn: '111-22-3333' }]);
        expect(requests.some(({ query }) => query.includes('ssn:name'))).toBe(false);
      },
    },
    {
      that: 'an alias that is the name of the key does not become the key',
      query: '{ customers { id: name riskScore } }',
      data: {
        customers: [
          { id: 'Ada', riskScore: 'risk of 111-22-3333' },
          { id: 'Bo', riskScore: 'risk of 444-55-6666' },
        ],
      },
    },
    {
      that: 'names may be swapped',
      query: '{ customer(id: 2) { name: id id: name riskScore: ssn ssn: riskScore } }',
      data: { customer: { name: '2', id: 'Bo', riskScore: '444-55-6666', ssn: 'risk of 444-55-6666' } },
    },
    {
      that: 'one field under many aliases and arguments gives each its own value in the order of the client',
      query: '{ customer(id: 1) { b: greeting(polite: true) a: greeting c: greeting(polite: false) d: name name } }',
      data: { customer: { b: 'Dear Ada', a: 'Hi Ada', c: 'Hi Ada', d: 'Ada', name: 'Ada' } },
    },
    {
      that: 'one root field with two arguments is two fields',
      query: '{ one: customer(id: 1) { riskScore } two: customer(id: 2) { riskScore } }',
      data: { one: { riskScore: 'risk of 111-22-3333' }, two: { riskScore: 'risk of 444-55-6666' } },
    },
    {
      that: 'an alias cannot pose as __typename',
      query: '{ customer(id: 1) { __typename: name } }',
      refusedWith: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      that: 'an alias may be called like a property of every object',
      query: '{ constructor: customer(id: 1) { toString: name valueOf: id } }',
      data: { constructor: { toString: 'Ada', valueOf: '1' } },
    },
  ],
};
