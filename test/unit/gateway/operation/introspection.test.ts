// What the schema says about itself, held against graphql-js; and how much of it one question may take.
import { buildSchema, executeSync, getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { coerceVariables } from '../../../../gateway/operation/coerce-variables.ts';
import { answerIntrospection } from '../../../../gateway/operation/introspection.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';

const sdl = `
  directive @label(text: String = "a \\"b\\"") repeatable on FIELD_DEFINITION | ENUM_VALUE
  "A date."
  scalar Date @specifiedBy(url: "https://dates.example")
  enum Size { SMALL LARGE @deprecated(reason: "Too large.") }
  interface Node { id: ID! }
  type Product implements Node { id: ID!, name(size: Size = SMALL, old: Int @deprecated): String, made: Date @deprecated }
  type Shop implements Node { id: ID!, products(filter: Filter = { sizes: [SMALL] }): [Product!]! }
  input Filter @oneOf { sizes: [Size!], name: String }
  union Thing = Product | Shop
  type Query { node(id: ID!): Node, things: [Thing] }
`;
const schema = buildSchema(sdl);

function ask(
  query: string,
  variables: Record<string, unknown> = {},
  options: { max?: number; in?: typeof schema } = {},
) {
  const apiSchema = options.in ?? schema;
  const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
  const coerced = coerceVariables(prepared, variables);
  const answer = answerIntrospection(prepared, shapeOperation(prepared, coerced), coerced, () => true, options.max);
  return Object.fromEntries(Object.entries(answer).map(([name, bytes]) => [name, bytes.toString()]));
}

const questions: [what: string, query: string, variables?: Record<string, unknown>][] = [
  ['the whole schema', getIntrospectionQuery()],
  [
    'the whole schema with everything optional',
    getIntrospectionQuery({
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
      schemaDescription: true,
      specifiedByUrl: true,
    }),
  ],
  ['one type', '{ __type(name: "Product") { kind name description fields { name } interfaces { name } } }'],
  ['a type that is not there', '{ __type(name: "None") { name } }'],
  ['a type by variable', 'query ($name: String!) { __type(name: $name) { name kind } }', { name: 'Shop' }],
  [
    'deprecated elements by variable',
    'query ($all: Boolean) { __type(name: "Product") { fields(includeDeprecated: $all) { name isDeprecated args(includeDeprecated: $all) { name } } } }',
    { all: true },
  ],
  [
    'what conditions leave',
    'query ($no: Boolean!) { __schema { queryType { name @include(if: $no) kind } ... @skip(if: $no) { types { name } } } }',
    { no: false },
  ],
  [
    'names of the client, merged fields and fragments',
    '{ s: __schema { ...A ...B } t: __schema { __typename } } fragment A on __Schema { q: queryType { n: name } } fragment B on __Schema { q: queryType { ... on __Type { k: kind __typename } } }',
  ],
  ['members of a union', '{ __type(name: "Thing") { possibleTypes { name possibleTypes { name } } ofType { name } } }'],
];

test.each(questions)('%s is answered as graphql-js answers it', (_what, query, variables = {}) => {
  const expected = executeSync({ schema, document: parse(query), variableValues: variables });
  expect(expected.errors).toBeUndefined();
  const answer = Object.entries(ask(query, variables)).map(([name, text]) => [name, JSON.parse(text)]);
  expect(JSON.stringify(Object.fromEntries(answer))).toBe(JSON.stringify(expected.data));
});

describe('an answer', () => {
  test('is kept for those who ask the same again', () => {
    const query = getIntrospectionQuery();
    const prepared = prepareOperation({ apiSchema: schema }, { query, operationName: null });
    const answer = () => answerIntrospection(prepared, shapeOperation(prepared, {}), {}, () => true).__schema;
    expect(answer()).toBe(answer());
  });

  test('is another one for other variables', () => {
    const query = 'query ($name: String!) { __type(name: $name) { name } }';
    expect(['Shop', 'Product'].map((name) => ask(query, { name }).__type)).toEqual([
      '{"name":"Shop"}',
      '{"name":"Product"}',
    ]);
  });

  test('is refused when it would be too long, whichever of the fields makes it so', () => {
    const type = '__type(name: "Shop") { name }';
    const length = '{"name":"Shop"}'.length;
    expect(ask(`{ ${type} }`, {}, { max: length })).toEqual({ __type: '{"name":"Shop"}' });
    expect(() => ask(`{ a: ${type} b: ${type} }`, {}, { max: 2 * length - 1 })).toThrow(
      expect.objectContaining({
        code: 'OPERATION_LIMIT_EXCEEDED',
        message: expect.stringContaining('longer than 29 characters (setting limits.introspectionCharacters)'),
      }),
    );
  });
});

describe('a question that goes round in circles', () => {
  const fields = Array.from({ length: 20 }, (_, n) => `f${n}: T${n * 7}`).join(' ');
  const types = Array.from({ length: 200 }, (_, n) => `type T${n} { ${fields} }`);
  const large = buildSchema(`type Query { t: T0 } ${types.join('\n')}`);
  const circles = (levels: number): string =>
    levels === 0 ? 'name' : `name type { fields { ${circles(levels - 1)} } }`;
  const question = (levels: number): string => `{ __schema { types { fields { ${circles(levels)} } } } }`;

  test('is refused for its depth', () => {
    expect(() => ask(question(3), {}, { in: large })).toThrow('Maximum introspection depth exceeded');
  });

  test('is refused for its length as soon as that is known, although it is not deep', () => {
    expect(() => ask(question(1), {}, { in: large, max: 500_000 })).toThrow(/longer than \d+ characters/);
  });
});
