// The types that are written for documents: what each form of a selection answers, and what variables ask for.

import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { typedDocuments } from '../../../portal/generate/typed-documents.ts';

const schema = buildSchema(`
  scalar DateTime
  enum Level { LOW HIGH }
  interface Node { id: ID! }
  type Person implements Node { id: ID!, name: String, born: DateTime!, level: Level!, friends: [Person!], pets: [Pet]! }
  type Robot implements Node { id: ID!, model: String! }
  union Pet = Person | Robot
  input Wish { text: String!, level: Level = LOW, within: Wish }
  type Query { person(id: ID!): Person, node: Node!, pet: Pet, count(wish: Wish): Int! }
  type Subscription { changed: Float! }
`);

const typesOf = (text: string) => typedDocuments(schema, 'some', [{ file: 'some/a.graphql', text }]);

describe('an answer', () => {
  test.each([
    ['query Q { count }', 'QData = { readonly count: number };'],
    [
      'query Q { person(id: 1) { name born } }',
      'person: { readonly name: string | null; readonly born: string } | null',
    ],
    ['query Q { person(id: 1) { level } }', "readonly level: ('LOW' | 'HIGH')"],
    ['query Q { a: person(id: 1) { id } }', 'readonly a: { readonly id: string } | null'],
    ['query Q { person(id: 1) { friends { id } } }', 'readonly friends: ReadonlyArray<{ readonly id: string }> | null'],
    ['query Q { node { id } }', 'QData = { readonly node: { readonly id: string } };'],
    [
      'query Q { node { __typename id ... on Robot { model } } }',
      "node: ({ readonly __typename: 'Person'; readonly id: string } | { readonly __typename: 'Robot'; readonly id: string; readonly model: string })",
    ],
    ['query Q { pet { ... on Node { id } } }', 'readonly pet: { readonly id: string } | null'],
    [
      'query Q { person(id: 1) { pets { ... on Robot { model } } } }',
      'pets: ReadonlyArray<(Record<string, never> | { readonly model: string }) | null>',
    ],
    ['query Q($x: Boolean!) { count @include(if: $x) }', 'readonly count?: number'],
    ['query Q($x: Boolean!) { ... @skip(if: $x) { count } count }', 'readonly count: number'],
    [
      'query Q { person(id: 1) { friends { id } ... on Person { friends { name } } } }',
      'readonly friends: ReadonlyArray<{ readonly id: string; readonly name: string | null }> | null',
    ],
    ['subscription S { changed }', "kind: 'subscription'"],
  ])('of %s', (text, type) => {
    expect(typesOf(text)).toContain(type);
  });
});

test('variables may be left out where the document says so, and inputs may hold themselves', () => {
  const written = typesOf('query Q($id: ID!, $wish: Wish) { person(id: $id) { id } count(wish: $wish) }');
  expect(written).toContain('QVariables = { readonly id: string; readonly wish?: Wish | null | undefined };');
  expect(written).toContain("export type Level = 'LOW' | 'HIGH';");
  expect(written).toContain(
    'export type Wish = { readonly text: string; readonly level?: Level | null | undefined; readonly within?: Wish | null | undefined };',
  );
});

test('an operation is sent with the fragments that it spreads, also those that they spread, and with no others', () => {
  const written = typesOf(`
    query Q { person(id: 1) { ...A } }
    fragment A on Person { ...B }
    fragment B on Person { id }
    fragment C on Person { name }
  `);
  const text = /QDocument[\s\S]*text: `([\s\S]*?)`/.exec(written)![1]!;
  expect([...text.matchAll(/fragment (\w)/g)].map(([, name]) => name)).toEqual(['A', 'B']);
  expect(written).toContain('export type AFragment = { readonly id: string };');
});

test.each([
  ['what the graph does not have', 'query Q { nothing }', /some: Cannot query field "nothing"/],
  ['no name', '{ count }', /needs a name/],
  ['what is no document', 'query Q {', /Syntax Error/],
])('a document with %s is refused', (_what, text, message) => {
  expect(() => typesOf(text)).toThrow(message);
});
