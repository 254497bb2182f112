import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { coerceVariables } from '../../../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { requireValues } from '../../../../gateway/operation/require-values.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';

const apiSchema = buildSchema(`
  type Query { f(n: Int! = 1, optional: Int, list: [Int!], input: Input): Int g(input: Input!): Query }
  input Input { n: Int! = 3 list: [Int!] inner: Input }
`);

function require(query: string, given: Record<string, unknown>, maxVariableValues = 100): void {
  const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
  const variables = coerceVariables(prepared, given);
  requireValues(prepared, shapeOperation(prepared, variables), variables, { maxVariableValues });
}

describe('a variable that is null where null is not taken', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['given as null', 'query ($v: Int) { f(n: $v) }', { v: null }],
    ['null by default', 'query ($v: Int = null) { f(n: $v) }', {}],
    ['null in spite of a default', 'query ($v: Int = 5) { f(n: $v) }', { v: null }],
    ['in a list', 'query ($v: Int = 5) { f(list: [1, $v]) }', { v: null }],
    ['in the place of a list', 'query ($v: Int = 5) { f(list: [$v]) }', { v: null }],
    ['in an input object', 'query ($v: Int) { f(input: { inner: { n: $v } }) }', { v: null }],
    ['below other fields', 'query ($v: Int) { g(input: {}) { g(input: {}) { f(n: $v) } } }', { v: null }],
    ['in a fragment', 'query ($v: Int) { ...F } fragment F on Query { f(n: $v) }', { v: null }],
    ['in a condition', 'query ($v: Boolean = true) { f @skip(if: $v) }', { v: null }],
  ])('is refused: %s', (_, query, given) => {
    expect(() => require(query, given)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/^Variable "\$v" is null, /) }),
    );
  });

  test('the error names the argument', () => {
    expect(() => require('query ($v: Int) { f(n: $v) }', { v: null })).toThrow(
      'Variable "$v" is null, which the argument "n" of Query.f does not take.',
    );
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['absent, so that the default of the argument holds', 'query ($v: Int) { f(n: $v) }', {}],
    ['a value', 'query ($v: Int = 5) { f(n: $v) }', { v: 2 }],
    ['null where it is taken', 'query ($v: Int) { f(optional: $v) }', { v: null }],
    ['null for a whole list', 'query ($v: [Int!]) { f(list: $v) }', { v: null }],
    [
      'null in a field that is left out',
      'query ($v: Int, $s: Boolean!) { f(n: $v) @skip(if: $s) }',
      { v: null, s: true },
    ],
  ])('is not refused: %s', (_, query, given) => {
    expect(() => require(query, given)).not.toThrow();
  });
});

describe('a long value counts for each field that takes it', () => {
  test.each<[string, string, Record<string, unknown>, number]>([
    ['a list', 'query ($v: [Int!]) { a: f(list: $v) b: f(list: $v) }', { v: [1, 2, 3] }, 6],
    [
      'within a literal',
      'query ($v: [Int!]) { a: f(input: { inner: { list: $v } }) b: f(list: $v) }',
      { v: [1, 2] },
      4,
    ],
    [
      'in an input object',
      'query ($v: Input) { a: f(input: $v) b: f(input: $v) }',
      { v: { inner: { list: [1, 2] } } },
      12,
    ],
    [
      'from a fragment',
      'query ($v: [Int!]) { a: g(input: {}) { ...F } b: g(input: {}) { ...F } } fragment F on Query { f(list: $v) }',
      { v: [1] },
      2,
    ],
  ])('%s', (_, query, given, values) => {
    expect(() => require(query, given, values - 1)).toThrow(`has ${values} values in its variables`);
    expect(() => require(query, given, values)).not.toThrow();
  });
});
