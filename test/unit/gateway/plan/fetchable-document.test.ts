import { buildSchema, print } from 'graphql';
import { expect, test } from 'vitest';
import type { Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { fetchableDocument } from '../../../../gateway/plan/fetchable-document.ts';

const apiSchema = buildSchema(`
  type Query { me: User pets: [Pet] any: [Any] size(unit: String): Int }
  type User { id: ID name: String ssn: String greeting(polite: Boolean): String pet: Pet }
  interface Pet { id: ID name: String owner: User }
  type Dog implements Pet { id: ID name: String owner: User barks: Boolean }
  type Cat implements Pet { id: ID name: String owner: User lives: Int }
  union Any = User | Dog
`);

const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'no', brief: 'no' };

function documentFor(query: string, { denied = [] as readonly string[], variables = {} } = {}): string | null {
  const shape = shapeOperation(prepareOperation({ apiSchema }, { query, operationName: null }), variables);
  const verdicts = shape.fields.map(({ coordinate }) => (denied.includes(coordinate) ? denial : undefined));
  const document = fetchableDocument({ shape, verdicts, key: denied.join() });
  return document && print(document).replaceAll(/\s+/g, ' ');
}

test.each<[string, string, string | null, (readonly string[])?]>([
  ['aliases are gone and a leaf under two of them is fetched once', '{ a: me { x: name y: name } }', '{ me { name } }'],
  [
    'objects under two aliases are fetched apart, because what fails below one must not touch the other',
    '{ a: me { name } b: me { id } }',
    '{ me { name } me__1: me { id } }',
  ],
  [
    'arguments tell fields apart',
    '{ me { a: greeting b: greeting(polite: true) } }',
    '{ me { greeting greeting__1: greeting(polite: true) } }',
  ],
  ['a denied field is gone', '{ me { name ssn } }', '{ me { name } }', ['User.ssn']],
  [
    'a selection that denial empties keeps its place',
    '{ me { ssn } size }',
    '{ me { __typename } size }',
    ['User.ssn'],
  ],
  [
    'what lies below a denied field is gone with it',
    '{ me { pet { name } } size }',
    '{ me { __typename } size }',
    ['User.pet'],
  ],
  ['nothing is left when all roots are denied', '{ me { name } }', null, ['Query.me']],
  ['nothing is fetched for __typename of the root', '{ __typename }', null],
  [
    'fields that all types are asked alike are asked of the interface',
    '{ pets { name owner { id } } }',
    '{ pets { name owner { id } } }',
  ],
  [
    'the others of each type, with the type',
    '{ pets { name ... on Dog { barks } } }',
    '{ pets { __typename name ... on Dog { barks } } }',
  ],
  [
    'a field of the interface that one type is asked more of is asked of each type',
    '{ pets { owner { id } ... on Cat { owner { name } } } }',
    '{ pets { __typename ... on Dog { owner { id } } ... on Cat { owner { id name } } } }',
  ],
  [
    'a field denied on one type is asked of the others',
    '{ pets { name } }',
    '{ pets { __typename ... on Cat { name } } }',
    ['Dog.name'],
  ],
  [
    '__typename is asked where types may differ, and only there',
    '{ pets { __typename } me { __typename name } }',
    '{ pets { __typename } me { name } }',
  ],
  [
    'a union has only fields of its types',
    '{ any { ... on User { name } ... on Pet { name } } }',
    '{ any { ... on User { name } ... on Dog { name } } }',
  ],
])('%s', (_, query, expected, denied = []) => {
  expect(documentFor(query, { denied })).toBe(expected);
});

test('variables that only conditions or denied fields use are not declared', () => {
  const query =
    'query Name($c: Boolean!, $u: String = "cm", $p: Boolean) { size(unit: $u) me @skip(if: $c) { greeting(polite: $p) name } }';
  const variables = { c: false };
  expect(documentFor(query, { variables, denied: ['User.greeting'] })).toBe(
    'query ($u: String = "cm") { size__0: size(unit: $u) me { name } }',
  );
});

test('a document that would be too large for the planner is refused', () => {
  const below = Array.from(
    { length: 24 },
    (_, index) =>
      `a${index}: greeting(polite: ${index % 2 === 0}) f${index}: pet { ... on Dog { g${index}: owner { name } } }`,
  ).join(' ');
  expect(() => documentFor(`{ me { ${below} } }`)).not.toThrow();
});
