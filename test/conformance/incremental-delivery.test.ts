// @defer over several subgraphs: what comes at once, what comes later, and what of it fails.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verdict } from '../../gateway/authorize/authorized-operation.ts';
import { mergeParts } from '../support/federation/answer-parts.ts';
import { type Federation, type RunOptions, startFederation } from '../support/federation/federation.ts';

const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'no', brief: 'no' };

const users = [
  {
    __typename: 'User',
    id: 'u1',
    name: 'Ada',
    bio: 'b1',
    friends: [{ id: 'u2' }, { id: 'u3' }],
    settings: { a: 1, b: 2 },
  },
  { __typename: 'User', id: 'u2', name: 'Bo', bio: 'b2', friends: [], settings: { a: 3, b: 4 } },
  { __typename: 'User', id: 'u3', name: 'Cy', bio: null, friends: [{ id: 'u1' }], settings: null },
];
const userOf = ({ id }: { id: string }) => users.find((user) => user.id === id);

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation({
    users: {
      sdl: `type Query { user(id: ID!): User users: [User!]! nobody: User node(id: ID!): Node parts: [Part] }
        interface Part { size: Int } type Wheel implements Part { size: Int spokes: Int } type Door implements Part { size: Int color: String }
        type Mutation { rename(id: ID!): User }
        interface Node { id: ID! }
        type User implements Node @key(fields: "id") { id: ID! name: String bio: String friends: [User!]! settings: Settings }
        type Bot implements Node @key(fields: "id") { id: ID! model: String }
        type Settings { a: Int b: Int }`,
      resolvers: {
        Query: {
          user: (_: unknown, key: { id: string }) => userOf(key),
          users: () => users,
          nobody: () => null,
          parts: () => [
            { __typename: 'Wheel', size: 1, spokes: 32 },
            { __typename: 'Door', size: 2, color: 'red' },
          ],
          node: (_: unknown, key: { id: string }) => userOf(key) ?? { __typename: 'Bot', ...key, model: 'm' },
        },
        Mutation: { rename: (_: unknown, key: { id: string }) => userOf(key) },
        Node: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
        User: {
          __resolveReference: userOf,
          friends: ({ friends }: { friends: { id: string }[] }) => friends.map(userOf),
        },
        Bot: { __resolveReference: (key: object) => ({ ...key, model: 'm' }) },
      },
    },
    reviews: {
      sdl: `type Query { top: Review }
        type User @key(fields: "id") { id: ID! reviews: [Review!]! rank: Int! broken: Int! flaky: Int touchy: Int! }
        type Review @key(fields: "id") { id: ID! stars: Int author: User }`,
      resolvers: {
        Query: { top: () => ({ id: 'r1', stars: 4, author: { id: 'u1' } }) },
        User: {
          __resolveReference: (key: object) => key,
          reviews: ({ id }: { id: string }) => [{ id: `${id}-r`, stars: 4, author: { id } }],
          rank: ({ id }: { id: string }) => Number(id.slice(1)),
          broken: () => null,
          touchy: ({ id }: { id: string }) => (id === 'u3' ? null : 1),
          flaky: ({ id }: { id: string }) => {
            if (id === 'u2') throw new Error('no');
            return 1;
          },
        },
        Review: { __resolveReference: (key: object) => ({ ...key, stars: 4, author: { id: 'u1' } }) },
      },
    },
  });
});
afterAll(() => federation.close());

const run = async (query: string, options: RunOptions = {}) => {
  const { data, errors, pending, parts, requests } = await federation.run(query, { ...options, takesIncrements: true });
  const merged = mergeParts({ data, errors, pending }, parts);
  return { data, errors, pending, parts, merged, asked: requests.map(({ subgraph }) => subgraph) };
};
const brief = (errors: readonly { path: readonly unknown[]; extensions: { code: string } }[]) =>
  errors.map(({ path, extensions }) => `${path.join('.')} ${extensions.code}`);

describe('an answer in parts', () => {
  test('begins with what is not deferred; the rest of the same subgraph is fetched later', async () => {
    const { data, pending, parts, asked } = await run(
      '{ user(id: "u1") { name ... @defer(label: "more") { bio rank } } }',
    );
    expect(data).toEqual({ user: { name: 'Ada' } });
    expect(pending).toEqual([{ id: '0', path: ['user'], label: 'more' }]);
    expect(parts).toEqual([
      { incremental: [{ id: '0', data: { bio: 'b1', rank: 1 } }], completed: [{ id: '0' }], hasNext: false },
    ]);
    expect(asked.toSorted()).toEqual(['reviews', 'users', 'users']);
  });

  test('has one fragment per list item, all fetched together', async () => {
    const { pending, parts, asked, merged } = await run('{ users { id ... @defer { rank } } }');
    expect(pending).toEqual([0, 1, 2].map((index) => ({ id: String(index), path: ['users', index] })));
    expect(parts).toHaveLength(1);
    expect(asked).toEqual(['users', 'reviews']);
    expect(merged.data).toEqual({ users: [1, 2, 3].map((rank) => ({ id: `u${rank}`, rank })) });
  });

  test('tells where below the fragment an object is', async () => {
    const { parts } = await run('{ user(id: "u1") { friends { id } ... @defer { friends { rank } } } }');
    expect(parts).toEqual([
      {
        incremental: [
          { id: '0', subPath: ['friends', 0], data: { rank: 2 } },
          { id: '0', subPath: ['friends', 1], data: { rank: 3 } },
        ],
        completed: [{ id: '0' }],
        hasNext: false,
      },
    ]);
  });

  test('goes on with fragments inside fragments', async () => {
    const query = `{ user(id: "u1") { id ... @defer(label: "a") { name reviews { id ... @defer(label: "b") { stars author { name } } } } } }`;
    const { parts, merged } = await run(query);
    expect(parts.map(({ pending, completed }) => [pending?.[0]?.label, completed?.[0]?.id])).toEqual([
      ['b', '0'],
      [undefined, '1'],
    ]);
    expect(merged.data).toEqual({
      user: { id: 'u1', name: 'Ada', reviews: [{ id: 'u1-r', stars: 4, author: { name: 'Ada' } }] },
    });
  });

  test('brings root fields later', async () => {
    const { data, merged } = await run(
      '{ user(id: "u1") { id } ... @defer { top { stars author { name } } __typename } }',
    );
    expect(data).toEqual({ user: { id: 'u1' } });
    expect(merged.data).toEqual({
      user: { id: 'u1' },
      top: { stars: 4, author: { name: 'Ada' } },
      __typename: 'Query',
    });
  });

  test('brings introspection later', async () => {
    const { data, merged } = await run('{ ... @defer { __type(name: "Bot") { name } } nobody { id } }');
    expect(data).toEqual({ nobody: null });
    expect(merged.data).toEqual({ nobody: null, __type: { name: 'Bot' } });
  });

  test('knows the type of what it defers, where no fetch needs it', async () => {
    const { data, merged } = await run('{ parts { size ... on Wheel @defer { spokes } } }');
    expect(data).toEqual({ parts: [{ size: 1 }, { size: 2 }] });
    expect(merged.data).toEqual({ parts: [{ size: 1, spokes: 32 }, { size: 2 }] });
  });

  test('is of two parts even where the data had to be fetched at once', async () => {
    const { data, merged, asked } = await run('{ user(id: "u1") { settings { a ... @defer { b } } } }');
    expect(data).toEqual({ user: { settings: { a: 1 } } });
    expect(merged.data).toEqual({ user: { settings: { a: 1, b: 2 } } });
    expect(asked).toEqual(['users']);
  });

  test.each([
    ['User', '{ node(id: "u2") { id ... on User @defer { name rank } } }', { node: { id: 'u2', name: 'Bo', rank: 2 } }],
    [
      'Bot',
      '{ node(id: "x") { id ... on Bot @defer { model __typename } } }',
      { node: { id: 'x', model: 'm', __typename: 'Bot' } },
    ],
    ['any type', '{ node(id: "x") { ... @defer { id ... on Bot { model } } } }', { node: { id: 'x', model: 'm' } }],
  ])('defers the fields of %s', async (_, query, expected) => {
    const { parts, merged } = await run(query);
    expect(parts).toHaveLength(1);
    expect(merged.data).toEqual(expected);
  });

  test.each([
    ['the object is null', '{ nobody { id ... @defer { name } } }', { nobody: null }],
    ['the object is of another type', '{ node(id: "x") { id ... on User @defer { name } } }', { node: { id: 'x' } }],
    ['the list is empty', '{ user(id: "u2") { friends { ... @defer { name } } } }', { user: { friends: [] } }],
    ['everything is asked at once as well', '{ user(id: "u2") { id ... @defer { id } } }', { user: { id: 'u2' } }],
    [
      'the condition is false',
      '{ user(id: "u2") { id ... @defer(if: false) { name } } }',
      { user: { id: 'u2', name: 'Bo' } },
    ],
  ])('is one whole when %s', async (_, query, expected) => {
    const { data, pending, parts } = await run(query);
    expect({ data, pending, parts }).toEqual({ data: expected, pending: [], parts: [] });
  });

  test('defers below a mutation', async () => {
    const { data, merged } = await run('mutation { rename(id: "u1") { id ... @defer { name rank } } }');
    expect(data).toEqual({ rename: { id: 'u1' } });
    expect(merged.data).toEqual({ rename: { id: 'u1', name: 'Ada', rank: 1 } });
  });
});

describe('what fails in a later part', () => {
  test('is null with an error in that part', async () => {
    const { errors, parts, merged } = await run('{ users { id ... @defer { flaky } } }');
    expect(errors).toEqual([]);
    expect(parts[0]?.incremental?.map(({ errors = [] }) => brief(errors))).toEqual([
      [],
      ['users.1.flaky SUBGRAPH_ERROR'],
      [],
    ]);
    expect(merged.data).toEqual({
      users: [
        { id: 'u1', flaky: 1 },
        { id: 'u2', flaky: null },
        { id: 'u3', flaky: 1 },
      ],
    });
  });

  test('ends the fragment, and nothing else, when a null moves up to it', async () => {
    const { data, parts, merged } = await run(
      '{ user(id: "u1") { id ... @defer { name broken } ... @defer { bio } } }',
    );
    expect(data).toEqual({ user: { id: 'u1' } });
    expect(merged.data).toEqual({ user: { id: 'u1', bio: 'b1' } });
    const failed = parts.flatMap(({ completed = [] }) => completed).find(({ errors }) => errors);
    expect(brief(failed!.errors!)).toEqual(['user.broken SUBGRAPH_ERROR']);
  });

  test('below an object that can be null takes only that', async () => {
    const { merged } = await run('{ top { id ... @defer { author { name broken } stars } } }');
    expect(merged.data).toEqual({ top: { id: 'r1', author: null, stars: 4 } });
    expect(brief(merged.errors)).toEqual(['top.author SUBGRAPH_ERROR']);
  });

  test('is not announced below a null of the first part', async () => {
    const { data, pending, errors } = await run(
      '{ top { author { broken ... @defer { name } reviews { ... @defer { stars } } } } }',
    );
    expect({ data, pending }).toEqual({ data: { top: { author: null } }, pending: [] });
    expect(brief(errors)).toEqual(['top.author SUBGRAPH_ERROR']);
  });

  test('is not announced when the first part loses the object after its fields were written', async () => {
    const { data, pending, errors } = await run('{ user(id: "u1") { friends { touchy ... @defer { name } } } }');
    expect({ data, pending }).toEqual({ data: { user: null }, pending: [] });
    expect(brief(errors)).toEqual(['user.friends.1.touchy SUBGRAPH_ERROR']);
  });

  test('is not announced when a later part loses the object', async () => {
    const query =
      '{ user(id: "u1") { id ... @defer(label: "a") { friends { touchy ... @defer(label: "b") { name } } } } }';
    const { pending, parts, merged } = await run(query);
    expect(pending).toMatchObject([{ label: 'a' }]);
    expect(parts).toMatchObject([{ completed: [{ id: '0', errors: [{ path: ['user', 'friends', 1, 'touchy'] }] }] }]);
    expect(merged.data).toEqual({ user: { id: 'u1' } });
  });

  test('is denied in its own part', async () => {
    const verdict: RunOptions['verdict'] = ({ coordinate }) => (coordinate === 'User.bio' ? denial : undefined);
    const { errors, parts, asked } = await run('{ user(id: "u1") { id ... @defer { bio name } } }', { verdict });
    expect(errors).toEqual([]);
    expect(parts[0]?.incremental?.map(({ data, errors = [] }) => [data, brief(errors)])).toEqual([
      [{ bio: null, name: 'Ada' }, ['user.bio FORBIDDEN']],
    ]);
    expect(asked).toEqual(['users', 'users']);
  });

  test('is denied without being fetched when the whole fragment is', async () => {
    const verdict: RunOptions['verdict'] = ({ coordinate }) => (coordinate === 'User.rank' ? denial : undefined);
    const { merged, asked } = await run('{ user(id: "u1") { id ... @defer { rank } } }', { verdict });
    expect(brief(merged.errors)).toEqual(['user.rank FORBIDDEN']);
    expect(merged.failed).toEqual([['user']]);
    expect(asked).toEqual(['users']);
  });
});
