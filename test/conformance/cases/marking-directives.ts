// Directives that mark and do not change what is fetched: @tag, @composeDirective, @authenticated, @requiresScopes, @policy.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@tag", "@composeDirective", "@authenticated", "@requiresScopes", "@policy", "@inaccessible", "@requires", "@external"])
  @link(url: "https://specs.example/team/v1.0", import: ["@team"]) @composeDirective(name: "@team")
  directive @team(name: String!) on OBJECT | FIELD_DEFINITION\n`;

export const markingDirectives: ConformanceCase = {
  rule: 'directives that only mark a field do not change its answer',
  subgraphs: {
    a: {
      sdl: `${link} type Query { account(id: ID! @tag(name: "in")): Account @team(name: "one") hello: Greeting @tag(name: "x") }
        type Account @key(fields: "id") @tag(name: "public") @team(name: "two") { id: ID! balance: Int @authenticated owner: String @requiresScopes(scopes: [["a", "b"], ["c"]]) note: String @policy(policies: [["p"]]) hidden: String @inaccessible }
        enum Greeting @tag(name: "e") { HELLO @tag(name: "v") }`,
      resolvers: {
        Query: {
          account: (_: unknown, { id }: { id: string }) => ({ id, balance: 0, owner: 'Ann', note: '', hidden: 'h' }),
          hello: () => 'HELLO',
        },
      },
    },
    b: {
      sdl: `${link} type Account @key(fields: "id") { id: ID! hidden: String @external seal: String @requires(fields: "hidden") limit: Int @authenticated @tag(name: "b") }`,
      resolvers: { Account: { limit: () => 5, seal: ({ hidden }: { hidden: string }) => `seal of ${hidden}` } },
    },
  },
  asks: [
    {
      that: 'they are planned like any field; who may read them is decided before',
      query: '{ account(id: "1") { balance owner note limit } hello }',
      data: { account: { balance: 0, owner: 'Ann', note: '', limit: 5 }, hello: 'HELLO' },
    },
    {
      that: 'an inaccessible field is still an input for @requires',
      query: '{ account(id: "1") { seal } }',
      data: { account: { seal: 'seal of h' } },
    },
    {
      that: 'and is no field for clients',
      query: '{ account(id: "1") { hidden } }',
      refusedWith: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      that: 'none of them is sent to a subgraph',
      query: '{ account(id: "1") { limit } }',
      data: { account: { limit: 5 } },
      check: ({ requests }) => expect(JSON.stringify(requests)).not.toContain('@'),
    },
  ],
};
