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
    ['query Q { person(id: 1) { level } }', "export type Level = 'LOW' | 'HIGH';"],
    ['query Q { person(id: 1) { level } }', 'readonly person: { readonly level: Level } | null'],
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

describe('where a fragment is spread, an answer', () => {
  const fragments = `
    fragment Name on Person { name }
    fragment Friends on Person { name friends { id } }
    fragment Pets on Person { ...Name pets { ... on Robot { model } } }
    fragment Tall on Robot { model }
    fragment Known on Node { id ... on Robot { model } }
  `;

  test.each([
    ['is of its type', 'person(id: 1) { ...Name }', 'person: NameFragment | null'],
    ['has further fields', 'person(id: 1) { id ...Name }', 'person: NameFragment & { readonly id: string } | null'],
    [
      'is of its type in lists',
      'person(id: 1) { friends { ...Name } }',
      'person: { readonly friends: ReadonlyArray<NameFragment> | null } | null',
    ],
    ['may be of several', 'person(id: 1) { ...Name ...Pets }', 'person: NameFragment & PetsFragment | null'],
    ['names it once', 'person(id: 1) { ...Name ... { ...Name } }', 'person: NameFragment | null'],
    [
      'merges the parts of an object that it asks for too',
      'person(id: 1) { ...Name ...Friends friends { born } }',
      'person: NameFragment & { readonly name: string | null; readonly friends: ReadonlyArray<{ readonly id: string; readonly born: string }> | null } | null',
    ],
    [
      'merges the parts that another fragment asks for, also one that is spread inside',
      'person(id: 1) { friends { ...Friends } ... on Person { friends { ...Pets friends { name } } } }',
      'friends: ReadonlyArray<PetsFragment & { readonly name: string | null; readonly friends: ReadonlyArray<{ readonly id: string; readonly name: string | null }> | null }> | null',
    ],
    [
      'is told apart by type name',
      'pet { __typename ...Name ...Tall }',
      "pet: (NameFragment & { readonly __typename: 'Person' } | TallFragment & { readonly __typename: 'Robot' }) | null",
    ],
    [
      'has what one of an interface asks of each object',
      'node { __typename ...Known }',
      "node: ({ readonly __typename: 'Person'; readonly id: string } | { readonly __typename: 'Robot'; readonly id: string; readonly model: string })",
    ],
    [
      'may lack what is conditional',
      'person(id: 1) { ...Name @include(if: $x) }',
      'person: { readonly name?: string | null } | null',
    ],
  ])('%s', (_what, selection, type) => {
    const variables = selection.includes('$x') ? '($x: Boolean!)' : '';
    expect(typesOf(`query Q${variables} { ${selection} } ${fragments}`)).toContain(type);
  });

  test('is of the type of a fragment that all folders share, which is imported', () => {
    const shared = { folder: 'all', files: [{ file: 'all/a.graphql', text: fragments }] };
    const text = 'query Q { person(id: 1) { ...Mine } } fragment Mine on Person { ...Pets }';
    const written = typedDocuments(schema, 'some', [{ file: 'some/a.graphql', text }], shared);
    expect(written).toContain("import { type PetsFragment, NameText, PetsText } from './all.ts';");
    expect(written).toContain('export type MineFragment = PetsFragment;');
    expect(written).toMatch(/\$\{MineText\}\n\n\$\{PetsText\}\n\n\$\{NameText\}`/);
    expect(written).not.toContain('export type NameFragment');
  });
});

test.each([
  ['what the graph does not have', 'query Q { nothing }', /some: Cannot query field "nothing"/],
  ['no name', '{ count }', /needs a name/],
  ['what is no document', 'query Q {', /Syntax Error/],
])('a document with %s is refused', (_what, text, message) => {
  expect(() => typesOf(text)).toThrow(message);
});
