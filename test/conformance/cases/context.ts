// @context and @fromContext: an argument is filled from an object around, so one entity has different answers at different places.
import { expect } from 'vitest';
import type { RecordedRequest } from '../../support/federation/subgraph-server.ts';
import type { ConformanceCase } from '../conformance-case.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", "@shareable", "@requires", "@context", "@fromContext"])
  directive @context(name: String!) repeatable on INTERFACE | OBJECT | UNION\n`;

const shops: Record<
  string,
  { __typename: string; id: string; currency?: string | null; country?: string; articles: string[] }
> = {
  s1: { __typename: 'Shop', id: 's1', currency: 'EUR', articles: ['a1', 'a2'] },
  s2: { __typename: 'Shop', id: 's2', currency: 'USD', articles: ['a1', 'a1'] },
  s3: { __typename: 'Shop', id: 's3', currency: null, articles: ['a2'] },
  s4: { __typename: 'Shop', id: 's4', currency: '', articles: ['a2'] },
  m1: { __typename: 'Market', id: 'm1', country: 'FR', articles: ['a1'] },
};
const articles = (parent: { articles: string[] }) => parent.articles.map((id) => ({ id }));
const asked = (requests: readonly RecordedRequest[]) =>
  requests.filter(({ variables }) => 'representations' in variables || 'representations_0' in variables);

export const context: ConformanceCase = {
  rule: 'an argument from the context is filled for each place by itself',
  subgraphs: {
    shops: {
      sdl: `${link} type Query @context(name: "tenant") { many: [Shop!]! someBroken: [Shop!]! shops: [Shop!]! sellers: [Seller!]! secret: String tenant: String }
        interface Seller @context(name: "seller") { id: ID! currency(upper: Boolean): String articles: [Article!]! }
        type Shop implements Seller @key(fields: "id") { id: ID! currency(upper: Boolean): String articles: [Article!]! shelf: Shelf best: Box }
        type Market implements Seller @key(fields: "id") { id: ID! country: String currency(upper: Boolean): String articles: [Article!]! }
        type Shelf { rows: [[Article!]!] }
        type Box @key(fields: "id") { id: ID! }
        type Article @key(fields: "id") { id: ID!
          price(times: Int = 1, currency: String @fromContext(field: "$seller { currency }")): String
          cheap(currency: String @fromContext(field: "$seller { currency(upper: true) }")): String
          banner(tenant: String @fromContext(field: "$tenant { tenant }")): String
          origin(from: String @fromContext(field: "$seller ... on Shop { currency } ... on Market { country }")): String
          plain: String }`,
      resolvers: {
        Query: {
          many: () =>
            Array.from({ length: 60 }, (_, n) => ({
              ...shops.s1,
              id: `n${n}`,
              currency: `C${n % 30}`,
              articles: ['a1'],
            })),
          someBroken: () => [shops.s4, shops.s1],
          shops: () => [shops.s1, shops.s2, shops.s3],
          sellers: () => [shops.s2, shops.m1],
          tenant: () => 'tenant 1',
        },
        Shop: {
          articles,
          currency: ({ currency, id }: { currency: string; id: string }, { upper }: { upper?: boolean }) => {
            if (id === 's4') throw new Error('no currency');
            return upper ? currency?.toLowerCase() : currency;
          },
          shelf: (shop: { articles: string[] }) => ({ rows: [articles(shop), []] }),
          best: () => ({ id: 'b1' }),
        },
        Market: { articles, currency: () => 'CHF' },
        Article: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          price: ({ id }: { id: string }, { currency, times }: { currency?: string | null; times: number }) =>
            `${id} * ${times} in ${currency}`,
          cheap: ({ id }: { id: string }, { currency }: { currency?: string | null }) => `${id} in ${currency}`,
          banner: ({ id }: { id: string }, { tenant }: { tenant?: string | null }) => `${id} for ${tenant}`,
          origin: ({ id }: { id: string }, { from }: { from?: string | null }) => `${id} from ${from}`,
          plain: ({ id }: { id: string }) => `plain ${id}`,
        },
      },
    },
    boxes: {
      sdl: `${link} type Box @key(fields: "id") { id: ID! inside: Inside } type Inside { article: Article more: [Article] } type Article @key(fields: "id") { id: ID! weight: Int }`,
      resolvers: {
        Box: { inside: () => ({ article: { id: 'a1' }, more: [{ id: 'a2' }, null] }) },
        Article: { weight: ({ id }: { id: string }) => id.length },
      },
    },
  },
  asks: [
    {
      that: 'an entity in two places is asked once for each value, in one request',
      query: '{ shops { articles { price } } }',
      data: {
        shops: [
          { articles: [{ price: 'a1 * 1 in EUR' }, { price: 'a2 * 1 in EUR' }] },
          { articles: [{ price: 'a1 * 1 in USD' }, { price: 'a1 * 1 in USD' }] },
          { articles: [{ price: 'a2 * 1 in null' }] },
        ],
      },
      check: ({ requests }) => {
        expect(requests).toHaveLength(2);
        const { variables } = asked(requests)[0]!;
        const lists = Object.entries(variables).filter(([name]) => name.startsWith('representations'));
        expect(lists.map(([, list]) => (list as unknown[]).length)).toEqual([2, 1, 1]);
      },
    },
    {
      that: 'with arguments of the client beside it, more than once, and next to fields that need none',
      query: 'query ($n: Int) { shops { articles { id one: price(times: $n) two: price(times: 3) plain weight } } }',
      variables: { n: 2 },
      data: {
        shops: [
          {
            articles: [
              { id: 'a1', one: 'a1 * 2 in EUR', two: 'a1 * 3 in EUR', plain: 'plain a1', weight: 2 },
              { id: 'a2', one: 'a2 * 2 in EUR', two: 'a2 * 3 in EUR', plain: 'plain a2', weight: 2 },
            ],
          },
          {
            articles: [
              { id: 'a1', one: 'a1 * 2 in USD', two: 'a1 * 3 in USD', plain: 'plain a1', weight: 2 },
              { id: 'a1', one: 'a1 * 2 in USD', two: 'a1 * 3 in USD', plain: 'plain a1', weight: 2 },
            ],
          },
          { articles: [{ id: 'a2', one: 'a2 * 2 in null', two: 'a2 * 3 in null', plain: 'plain a2', weight: 2 }] },
        ],
      },
    },
    {
      that: 'through nested lists, and below objects that another subgraph answers once for both places',
      query: '{ shops { shelf { rows { price } } best { inside { article { price } more { price } } } } }',
      data: {
        shops: [
          ['EUR', ['a1', 'a2']],
          ['USD', ['a1', 'a1']],
          [null, ['a2']],
        ].map(([currency, ids]) => ({
          shelf: { rows: [(ids as string[]).map((id) => ({ price: `${id} * 1 in ${currency}` })), []] },
          best: {
            inside: { article: { price: `a1 * 1 in ${currency}` }, more: [{ price: `a2 * 1 in ${currency}` }, null] },
          },
        })),
      },
    },
    {
      that: 'many different values are asked in a few requests',
      query: '{ many { articles { price } } }',
      data: { many: Array.from({ length: 60 }, (_, n) => ({ articles: [{ price: `a1 * 1 in C${n % 30}` }] })) },
      check: ({ requests }) => expect(requests).toHaveLength(3),
    },
    {
      that: 'from whatever type the object around has',
      query: '{ sellers { __typename articles { price } } }',
      data: {
        sellers: [
          { __typename: 'Shop', articles: [{ price: 'a1 * 1 in USD' }, { price: 'a1 * 1 in USD' }] },
          { __typename: 'Market', articles: [{ price: 'a1 * 1 in CHF' }] },
        ],
      },
    },
    {
      that: 'from another field for each type',
      query: '{ sellers { articles { origin } } }',
      data: {
        sellers: [
          { articles: [{ origin: 'a1 from USD' }, { origin: 'a1 from USD' }] },
          { articles: [{ origin: 'a1 from FR' }] },
        ],
      },
    },
    {
      that: 'from the root',
      query: '{ shops { articles { banner } } }',
      data: {
        shops: [
          { articles: [{ banner: 'a1 for tenant 1' }, { banner: 'a2 for tenant 1' }] },
          { articles: [{ banner: 'a1 for tenant 1' }, { banner: 'a1 for tenant 1' }] },
          { articles: [{ banner: 'a2 for tenant 1' }] },
        ],
      },
      check: ({ requests }) => expect(requests).toHaveLength(2),
    },
    {
      that: "the client's selection of the same field keeps its own arguments",
      query: '{ shops { currency articles { cheap } } }',
      data: {
        shops: [
          { currency: 'EUR', articles: [{ cheap: 'a1 in eur' }, { cheap: 'a2 in eur' }] },
          { currency: 'USD', articles: [{ cheap: 'a1 in usd' }, { cheap: 'a1 in usd' }] },
          { currency: null, articles: [{ cheap: 'a2 in null' }] },
        ],
      },
    },
    {
      that: 'what it is read from failed: only the fields that need it are lost, and only there',
      query: '{ someBroken { articles { price plain weight } } }',
      data: {
        someBroken: [
          { articles: [{ price: null, plain: 'plain a2', weight: 2 }] },
          {
            articles: [
              { price: 'a1 * 1 in EUR', plain: 'plain a1', weight: 2 },
              { price: 'a2 * 1 in EUR', plain: 'plain a2', weight: 2 },
            ],
          },
        ],
      },
      errors: [['someBroken.0.articles.0.price', 'SUBGRAPH_ERROR']],
    },
    {
      that: 'the client cannot fill it, nor reach its variable',
      query:
        'query ($contextualArgument_1_0: Boolean) { shops { articles { price } currency(upper: $contextualArgument_1_0) } }',
      refusedWith: 'GRAPHQL_VALIDATION_FAILED',
    },
  ],
};
