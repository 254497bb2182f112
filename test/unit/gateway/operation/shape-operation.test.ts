import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultOperationLimits } from '../../../../gateway/operation/operation-limits.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import type { FieldShape, OperationShape } from '../../../../gateway/operation/shape.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';

const types = Array.from(
  { length: 12 },
  (_, index) =>
    `type T${index} implements Node { id: ID name(upper: Boolean): String next: Node size: ${index % 2 ? 'Int' : 'String'} }`,
);
const apiSchema = buildSchema(`
  type Query { node: Node user: User }
  type Mutation { add(n: Int): Int bump: Int }
  interface Node { id: ID name(upper: Boolean): String next: Node }
  ${types.join('\n')}
  type User { id: ID name: String greeting(polite: Boolean): String age__0: Int constructor: String friend: User }
`);

const shape = (query: string, variables = {}): OperationShape =>
  shapeOperation(prepareOperation({ apiSchema }, { query, operationName: null }), variables);

const rootField = (of: OperationShape): FieldShape => [...of.root.byType.values()][0]![0]!;
const names = (fields: readonly FieldShape[] | undefined) =>
  fields?.map(({ responseName, privateName }) => `${responseName}=${privateName}`);
const userNames = (query: string) => names(rootField(shape(query)).selection?.byType.get('User'));

describe('private names', () => {
  test.each([
    ['are the field without its alias', '{ user { a: name b: name name } }', ['a=name', 'b=name', 'name=name']],
    [
      'tell arguments apart',
      '{ user { a: greeting b: greeting(polite: true) c: greeting(polite: true) d: greeting(polite: false) } }',
      ['a=greeting', 'b=greeting___1', 'c=greeting___1', 'd=greeting___2'],
    ],
    ['avoid what every object inherits', '{ user { constructor } }', ['constructor=constructor___0']],
  ])('%s', (_, query, expected) => {
    expect(userNames(query)).toEqual(expected);
  });

  test('of mutations are one per time that it is written', () => {
    const [fields] = shape('mutation { bump again: bump a: add(n: 1) b: add(n: 1) }').root.byType.values();
    expect(new Set(fields?.map(({ privateName }) => privateName)).size).toBe(4);
  });

  test('tell fields of one name and different types apart', () => {
    const { selection } = rootField(shape('{ node { ... on T0 { size } ... on T1 { number: size } } }'));
    expect(names(selection?.byType.get('T0'))).toEqual(['size=size']);
    expect(names(selection?.byType.get('T1'))).toEqual(['number=size___1']);
  });
});

describe('a shape', () => {
  test('has the fields of each type in the order of the client, with fragments spread and duplicates merged', () => {
    const query =
      '{ node { ...F ... on T1 { next { id } } id next { name } } } fragment F on Node { name(upper: true) ... on T2 { id } }';
    const { selection } = rootField(shape(query));
    expect(selection?.byType.get('T0')?.map(({ responseName }) => responseName)).toEqual(['name', 'id', 'next']);
    expect(selection?.byType.get('T1')?.map(({ responseName }) => responseName)).toEqual(['name', 'next', 'id']);
    expect(selection?.byType.get('T2')?.map(({ responseName }) => responseName)).toEqual(['name', 'id', 'next']);
    const nextOfT1 = selection?.byType.get('T1')?.find(({ name }) => name === 'next');
    expect(nextOfT1?.selection?.byType.get('T5')?.map(({ name }) => name)).toEqual(['id', 'name']);
  });

  test('does not grow with the number of types at each level: types that are asked alike share what is below', () => {
    const deep = shape(`{ node ${'{ next '.repeat(30)} { id } ${'}'.repeat(30)} }`);
    expect(deep.fields.length).toBe(1 + 31 * 12);
  });

  test('is bounded where types are asked differently at each level', () => {
    const level = (below: string): string =>
      ['T0', 'T1', 'T2'].map((type) => `... on ${type} { next { ${below} } }`).join(' ') +
      ' ... on Node { next { id } }';
    const query = `{ node { ${level(level(level('id')))} } }`;
    const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
    expect(() => shapeOperation(prepared, {}, { ...defaultOperationLimits, maxShapeFields: 200 })).toThrow(
      /limits.maxShapeFields/,
    );
  });

  test('is the same object for equal values of its conditions, whatever the other variables', () => {
    const query =
      'query ($with: Boolean!, $polite: Boolean) { user { greeting(polite: $polite) id @include(if: $with) } }';
    expect(shape(query, { with: true, polite: true })).toBe(shape(query, { with: true }));
    expect(shape(query, { with: true })).not.toBe(shape(query, { with: false }));
    expect(names(rootField(shape(query, { with: false })).selection?.byType.get('User'))).toHaveLength(1);
  });

  test('gives slots to fields that hold data only', () => {
    const { fields, root } = shape('{ __typename user { __typename id } __schema { queryType { name } } }');
    expect(fields.map(({ coordinate, slot }) => [coordinate, slot])).toEqual([
      ['Query.user', 0],
      ['User.id', 1],
    ]);
    expect([...root.byType.values()][0]?.map(({ slot }) => slot)).toEqual([-1, 0, -1]);
  });
});
