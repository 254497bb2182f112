import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultOperationLimits } from '../../../../gateway/operation/operation-limits.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import type { DeferredFragment, OperationShape, SelectionShape } from '../../../../gateway/operation/shape.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { withDefer } from '../../../../schema/client-directives.ts';

const apiSchema = withDefer(
  buildSchema(`
    type Query { user: User node: Node }
    type Mutation { rename: User }
    interface Node { id: ID }
    type User implements Node { id: ID name: String age: Int friend: User friends: [User] }
    type Bot implements Node { id: ID model: String }
  `),
);

const shape = (query: string, variables = {}, isIncremental = true): OperationShape => {
  const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
  return shapeOperation(prepared, variables, defaultOperationLimits, isIncremental);
};

/** `{ fields +label{ fields that come with the fragment } }`; a fragment inside another is `outer>inner`. */
function print({ byType, deferred }: SelectionShape): string {
  const types = [...byType].map(([name, fields]) => {
    const printed = fields.map(({ responseName, selection }) => responseName + (selection ? print(selection) : ''));
    return byType.size > 1 ? `${name}:${printed.join(' ')}` : printed.join(' ');
  });
  const later = deferred.map(
    ({ fragments, selection }) => `+${fragments.map(printFragment).join('&')}${print(selection)}`,
  );
  return `{${[...types, ...later].filter(Boolean).join(' ')}}`;
}

const printFragment = ({ label, parent }: DeferredFragment): string =>
  (parent ? `${printFragment(parent)}>` : '') + (label ?? '?');

describe('fields of a deferred fragment', () => {
  test.each([
    ['come later', '{ user { id ... @defer(label: "a") { name } } }', '{user{id +a{name}}}'],
    ['come later without a label', '{ user { id ...F @defer } } fragment F on User { name }', '{user{id +?{name}}}'],
    [
      'come at once when they are asked outside too',
      '{ user { id ... @defer(label: "a") { id name } } }',
      '{user{id +a{name}}}',
    ],
    [
      'come at once when they are asked outside after it',
      '{ user { ... @defer(label: "a") { id } id } }',
      '{user{id}}',
    ],
    [
      'come later where only they are asked, further down',
      '{ user { friend { id } ... @defer(label: "a") { friend { name } } } }',
      '{user{friend{id +a{name}}}}',
    ],
    [
      'come once when two fragments ask for them',
      '{ user { ... @defer(label: "a") { id name } ... @defer(label: "b") { name age } } }',
      '{user{+a{id} +a&b{name} +b{age}}}',
    ],
    [
      'come with the fragment that another asks more of, as far as both ask',
      '{ user { ... @defer(label: "a") { friend { id } } ... @defer(label: "b") { friend { id name } } } }',
      '{user{+a&b{friend{id +b{name}}}}}',
    ],
    [
      'come after those of the fragment around',
      '{ user { ... @defer(label: "a") { id ... @defer(label: "b") { name } } } }',
      '{user{+a{id +a>b{name}}}}',
    ],
    [
      'come with the fragment around when it asks for them too',
      '{ user { ... @defer(label: "a") { name ... @defer(label: "b") { name } } } }',
      '{user{+a{name}}}',
    ],
    [
      'come by themselves when the fragment around has none',
      '{ user { ... @defer(label: "a") { ... @defer(label: "b") { name } } } }',
      '{user{+a>b{name}}}',
    ],
    [
      'come later at the root',
      '{ user { id } ... @defer(label: "a") { node { id } } }',
      '{user{id} +a{node{User:id Bot:id}}}',
    ],
    [
      'come later for one type only',
      '{ node { id ... on User @defer(label: "a") { name } } }',
      '{node{User:id Bot:id +a{User:name Bot:}}}',
    ],
    [
      'come later of a mutation, below its root',
      'mutation { rename { id ... @defer(label: "a") { name } } }',
      '{rename{id +a{name}}}',
    ],
    [
      'come at once when the fragment is also spread without',
      '{ user { ...F @defer(label: "a") ...F } } fragment F on User { name }',
      '{user{name}}',
    ],
  ])('%s', (_, query, expected) => {
    expect(print(shape(query).root)).toBe(expected);
  });

  test('are at once for a client that does not take increments', () => {
    expect(print(shape('{ user { id ... @defer { name } } }', {}, false).root)).toBe('{user{id name}}');
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['if: false', {}, '{user{name}}'],
    ['if: true', {}, '{user{+?{name}}}'],
    ['if: $if', { if: false }, '{user{name}}'],
    ['if: $if', { if: true }, '{user{+?{name}}}'],
    ['if: $if', {}, '{user{+?{name}}}'],
  ])('obey (%s) with %j', (condition, variables, expected) => {
    const query = `query ($if: Boolean) { user { ... @defer(${condition}) { name } } }`.replace(
      '($if: Boolean)',
      condition.includes('$') ? '($if: Boolean)' : '',
    );
    expect(print(shape(query, variables).root)).toBe(expected);
  });

  test('have slots of their own, and one shape for the same conditions', () => {
    const query = 'query ($if: Boolean!) { user { id ... @defer(if: $if) { name } } }';
    expect(shape(query, { if: true }).fields.map(({ coordinate }) => coordinate)).toEqual([
      'Query.user',
      'User.id',
      'User.name',
    ]);
    expect(shape(query, { if: true })).toBe(shape(query, { if: true }));
    expect(shape(query, { if: true }).key).not.toBe(shape(query, { if: false }).key);
    expect(shape(query, { if: true }).key).not.toBe(shape(query, { if: true }, false).key);
  });

  test('are told apart by their position when one fragment definition stands at two', () => {
    const { root } = shape('{ user { ...F friend { ...F } } } fragment F on User { ... @defer(label: "a") { name } }');
    expect(print(root)).toBe('{user{friend{+a{name}} +a{name}}}');
    const [user] = root.byType.get('Query')!;
    const [friend] = user!.selection!.byType.get('User')!;
    expect(friend!.selection!.deferred[0]!.id).not.toBe(user!.selection!.deferred[0]!.id);
  });
});

test('there may be so many deferred fragments, counted where they are spread', () => {
  const query = '{ user { ...F friend { ...F } } } fragment F on User { ... @defer { name } }';
  const prepare = (maxDeferredFragments: number) =>
    prepareOperation(
      { apiSchema },
      { query, operationName: null },
      { ...defaultOperationLimits, maxDeferredFragments },
    );
  expect(() => prepare(1)).toThrow(
    'has 2 deferred fragments, counted with all fragments spread; at most 1 are allowed (setting limits.maxDeferredFragments)',
  );
  expect(prepare(2).kind).toBe('query');
});

describe('a document is refused', () => {
  test.each([
    [
      'with one label twice',
      '{ user { ... @defer(label: "a") { id } ... @defer(label: "a") { name } } }',
      'must be unique',
    ],
    ['with a label from a variable', 'query ($l: String) { user { ... @defer(label: $l) { id } } }', 'literal string'],
    [
      'with @defer on root fields of a mutation',
      'mutation { ... @defer { rename { id } } }',
      'cannot be used on root fields of type "Mutation"',
    ],
    ['with @defer on a field', '{ user @defer { id } }', 'may not be used on FIELD'],
    ['with @stream, which is not supported', '{ user { friends @stream { id } } }', 'Unknown directive "@stream"'],
  ])('%s', (_, query, message) => {
    expect(() => shape(query)).toThrow(message);
  });
});
