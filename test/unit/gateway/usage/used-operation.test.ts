// What an operation is counted as: its normal form, which holds nothing of a request, and the coordinates that it rests on.
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { createUsedOperations } from '../../../../gateway/usage/used-operation.ts';
import { normalForm } from '../../../../schema/operation/normal-form.ts';
import { operationCoordinates } from '../../../../schema/operation/operation-coordinates.ts';

const apiSchema = buildSchema(`
  type Query { person(id: ID!, at: Place): Person people(filter: Filter, order: [Order!]): [Person!]! node(id: ID!): Node found: [Found!] }
  interface Node { id: ID! label(short: Boolean): String }
  type Person implements Node { id: ID! label(short: Boolean): String name: String age: Int }
  type House implements Node { id: ID! label(short: Boolean): String rooms: Int }
  union Found = Person | House
  input Filter { name: String minAge: Int weight: Float in: [ID!] near: Place kind: Kind not: Filter }
  input Place { lat: Float! lon: Float! }
  input Order { by: String! }
  enum Kind { GOOD BAD }
`);

const prepared = (query: string, operationName: string | null = null) =>
  prepareOperation({ apiSchema }, { query, operationName });
const compact = (text: string) => text.replace(/\s+/g, ' ').trim();

describe('the normal form', () => {
  test.each([
    ['texts', '{ person(id: "CG-12520") { name } }', '{ person(id: "") { name } }'],
    ['block texts', '{ person(id: """CG-12520""") { name } }', '{ person(id: "") { name } }'],
    [
      'numbers and lists, and keeps the words of the schema',
      '{ people(filter: {minAge: 41, weight: 1.5, in: ["a", "b", "a"], kind: GOOD, not: {name: "Claire"}}) { name } }',
      '{ people(filter: {minAge: 0, weight: 0, in: [""], kind: GOOD, not: {name: ""}}) { name } }',
    ],
    [
      'aliases',
      '{ cg12520: person(id: 1) { name } cg99: person(id: 2) { claire: name } }',
      '{ a1: person(id: 0) { name } a2: person(id: 0) { a3: name } }',
    ],
    [
      'defaults of variables',
      'query Q($id: ID! = "CG-12520", $short: Boolean = true) { person(id: $id) { label(short: $short) } }',
      'query Q($id: ID! = "", $short: Boolean = true) { person(id: $id) { label(short: $short) } }',
    ],
    [
      'operations and fragments that are not used, and the order of the others',
      'query A { node(id: 1) { ...z ...b } } fragment z on Node { id } fragment b on Node { ...c } fragment c on Node { label }',
      'query A { node(id: 0) { ...z ...b } } fragment b on Node { ...c } fragment c on Node { label } fragment z on Node { id }',
    ],
  ])('is without %s', (_, query, expected) => {
    expect(compact(normalForm(prepared(query)))).toBe(expected);
  });

  test('of one operation of several is that of this one', () => {
    const query = 'query A { node(id: 1) { ...f } } query B { person(id: 1) { name } } fragment f on Node { id }';
    expect(compact(normalForm(prepared(query, 'B')))).toBe('query B { person(id: 0) { name } }');
  });

  test('is valid for the schema for which the document is', () => {
    const query = `query Q($n: Int = 5) { a: people(filter: {minAge: $n, near: {lat: 1.5, lon: 2}, in: [1, 2]}, order: [{by: "x"}, {by: "y"}]) { ... on Person { n: name } } }`;
    expect(validate(apiSchema, parse(normalForm(prepared(query))))).toEqual([]);
  });

  test('is one operation for all values', () => {
    const operationOf = createUsedOperations();
    const [one, other] = ['CG-1', 'CG-2'].map((id) => operationOf(prepared(`{ it: person(id: "${id}") { name } }`)));
    expect(one).toBe(other);
    expect(one).not.toBe(operationOf(prepared('{ it: person(id: "CG-1") { age } }')));
  });

  test('is told anew when it rests on more, and is the same operation', () => {
    const operationOf = createUsedOperations();
    const on = (sdl: string) =>
      operationOf(prepareOperation({ apiSchema: buildSchema(sdl) }, { query: '{ node { id } }', operationName: null }));
    const before = on('type Query { node: Node } interface Node { id: ID! } type A implements Node { id: ID! }');
    before.isReported = true;
    const after = on(
      'type Query { node: Node } interface Node { id: ID! } type A implements Node { id: ID! } type B implements Node { id: ID! }',
    );
    expect([after.hash, after.isReported]).toEqual([before.hash, false]);
    expect(after.coordinates).toEqual([...before.coordinates, 'B.id'].sort());
  });

  test('that is long is not kept, and known by its hash', () => {
    const fields = (count: number) => `name ... on Person { ${'label '.repeat(count)} }`;
    const [short, long] = [10, 10_000].map((count) =>
      createUsedOperations()(
        prepareOperation(
          { apiSchema },
          { query: `{ person(id: 1) { ${fields(count)} } }`, operationName: null },
          unlimited,
        ),
      ),
    );
    expect(short).toMatchObject({ document: expect.stringContaining('label') });
    expect(long).toMatchObject({ document: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(long!.coordinates).toEqual(short!.coordinates);
  });
});

const many = 1_000_000;
const unlimited = {
  maxTokens: many,
  maxOperations: many,
  maxDepth: many,
  maxFields: many,
  maxAliases: many,
  maxRootFields: many,
  maxDirectives: many,
  maxDeferredFragments: many,
  maxVariables: many,
  maxValues: many,
  maxVariableValues: many,
  maxShapeFields: many,
};

describe('the coordinates', () => {
  test.each([
    [
      'fields, arguments and types',
      '{ person(id: 1) { name } }',
      ['Person', 'Person.name', 'Query', 'Query.person', 'Query.person(id:)'],
    ],
    [
      'a field of an interface, in all types that have it',
      '{ node(id: 1) { id } }',
      ['House.id', 'Node', 'Node.id', 'Person.id', 'Query', 'Query.node', 'Query.node(id:)'],
    ],
    [
      'conditions on types, within fragments as well',
      '{ found { ... on House { rooms } ...p } } fragment p on Person { age }',
      ['Found', 'House', 'House.rooms', 'Person', 'Person.age', 'Query', 'Query.found'],
    ],
    [
      'fields of inputs and values of enums that are written',
      '{ people(filter: {kind: GOOD, near: {lat: 1, lon: 2}}) { id } }',
      expect.arrayContaining([
        'Filter',
        'Filter.kind',
        'Kind',
        'Kind.GOOD',
        'Filter.near',
        'Place',
        'Place.lat',
        'Place.lon',
      ]),
    ],
    [
      'all that a variable could bring',
      'query($filter: Filter) { people(filter: $filter) { id } }',
      expect.arrayContaining(['Filter.name', 'Filter.not', 'Kind', 'Place.lon', 'Query.people(filter:)']),
    ],
    ['what is skipped in this request', '{ node(id: 1) { id @skip(if: true) } }', expect.arrayContaining(['Node.id'])],
  ])('are %s', (_, query, expected) => {
    expect(operationCoordinates(prepared(query))).toEqual(expected);
  });

  test('of introspection are none', () => {
    expect(operationCoordinates(prepared('{ __schema { types { name } } __typename }'))).toEqual([]);
  });

  test('of what is not written are not among them', () => {
    const found = operationCoordinates(prepared('{ people(filter: {kind: GOOD}) { id } }'));
    expect(found.filter((coordinate) => /^(Filter.name|Kind.BAD|Person.name|Query.person)$/.test(coordinate))).toEqual(
      [],
    );
  });
});
