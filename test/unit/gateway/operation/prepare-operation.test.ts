import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultOperationLimits, type OperationLimits } from '../../../../gateway/operation/operation-limits.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { GordianError } from '../../../../kit/errors.ts';

const apiSchema = buildSchema(`
  type Query { user(id: ID, like: Like): User secretary: User users(ids: [ID]): [User] }
  input Like { name: String like: Like }
  type User { id: ID users(ids: [ID]): [User] name(upper: Boolean): String friend: User email: String }
`);

const prepare = (query: string, operationName: string | null = null, limits: Partial<OperationLimits> = {}) =>
  prepareOperation({ apiSchema }, { query, operationName }, { ...defaultOperationLimits, ...limits });

function refusalOf(work: () => unknown): GordianError {
  try {
    work();
  } catch (error) {
    if (error instanceof GordianError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('an operation that is not valid is refused', () => {
  test.each([
    ['a syntax error', '{ user { ', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ usr { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an alias with two underscores', '{ user { __typename: id } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable with a reserved name',
      'query ($representations: ID) { user(id: $representations) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a variable called as a prototype',
      'query ($__proto__: ID) { user(id: $__proto__) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a cycle of fragments',
      '{ user { ...A } } fragment A on User { friend { ...B } } fragment B on User { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a type definition', 'type A { a: Int } query { user { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a kind of operation that the graph does not have', 'mutation { x }', 'GRAPHQL_VALIDATION_FAILED'],
    ['two operations and no name', 'query A { user { id } } query B { user { id } }', 'OPERATION_NOT_FOUND'],
    ['only fragments', 'fragment A on User { id }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', (_, query, code) => {
    expect(refusalOf(() => prepare(query)).code).toBe(code);
  });

  test('an operation name that the document does not hold', () => {
    expect(refusalOf(() => prepare('query A { user { id } }', 'B')).code).toBe('OPERATION_NOT_FOUND');
  });

  test('without suggesting names that the caller may not know', () => {
    const { message, details } = refusalOf(() => prepare('{ user { emial } secretari { id } }'));
    expect(message + JSON.stringify(details)).not.toMatch(/email|secretary|mean/);
    expect((details.errors as { locations: unknown }[]).map(({ locations }) => locations)).toEqual([
      [{ line: 1, column: 10 }],
      [{ line: 1, column: 18 }],
    ]);
  });
});

describe('an operation above a limit is refused with the name of the setting', () => {
  test.each<[keyof OperationLimits, number, string]>([
    ['maxTokens', 5, '{ user { id name } }'],
    ['maxDepth', 2, '{ user { friend { id } } }'],
    ['maxFields', 2, '{ user { id name } }'],
    ['maxAliases', 1, '{ a: user { b: id } }'],
    ['maxRootFields', 1, '{ user { id } secretary { id } }'],
    ['maxDirectives', 1, '{ user @skip(if: false) { id @skip(if: false) } }'],
    ['maxValues', 1, '{ user(id: 1) { name(upper: true) } }'],
    ['maxValues', 3, 'query ($ids: [ID] = [1, 2, 3]) { users(ids: $ids) { id } }'],
    ['maxValues', 4, '{ a: user { ...F } b: user { ...F } } fragment F on User { users(ids: [1, 2]) { id } }'],
    ['maxValues', 2, '{ user(like: { name: "x", like: {} }) { id } }'],
    ['maxVariables', 1, 'query ($a: ID, $b: ID) { user(id: $a) { id } other: user(id: $b) { id } }'],
  ])('%s', (setting, limit, query) => {
    const refusal = refusalOf(() => prepare(query, null, { [setting]: limit }));
    expect(refusal.code).toBe('OPERATION_LIMIT_EXCEEDED');
    expect(refusal.message).toContain(`limits.${setting}`);
    expect(refusal.details).toEqual({ limit: setting, allowed: limit });
    expect(prepare(`${query} # within`, null, { [setting]: 100 }).kind).toBe('query');
  });

  test('not for root fields that are those of a fragment', () => {
    const query = '{ user { ...F } } fragment F on User { id name email }';
    expect(prepare(query, null, { maxRootFields: 1 }).kind).toBe('query');
    const spread = '{ ...F } fragment F on Query { user { id } secretary { id } }';
    expect(refusalOf(() => prepare(spread, null, { maxRootFields: 1 })).message).toContain('limits.maxRootFields');
  });

  test('maxOperations, which a document has', () => {
    const query = 'query A { user { id } } query B { user { id } }';
    expect(refusalOf(() => prepare(query, 'A', { maxOperations: 1 })).message).toBe(
      'The document has 2 operations; at most 1 are allowed (setting limits.maxOperations).',
    );
    expect(prepare(query, 'A', { maxOperations: 2 }).name).toBe('A');
  });

  test('what fragments would grow to counts, and is found without growing it', () => {
    const levels = Array.from(
      { length: 60 },
      (_, level) => `fragment F${level} on User { a: friend { ...F${level + 1} } b: friend { ...F${level + 1} } }`,
    );
    const bomb = `{ user { ...F0 } } ${levels.join(' ')} fragment F60 on User { id }`;
    expect(refusalOf(() => prepare(bomb)).code).toBe('OPERATION_LIMIT_EXCEEDED');
    expect(refusalOf(() => prepare(bomb.replace('...F0', 'id'))).code).toBe('OPERATION_LIMIT_EXCEEDED');
  });

  test('nesting of thousands of levels ends in a refusal, not in a crash', () => {
    const deep = `{ user ${'{ friend '.repeat(4_000)} { id } ${'}'.repeat(4_001)}`;
    expect(refusalOf(() => prepare(deep, null, { maxTokens: 100_000 })).code).toBe('OPERATION_LIMIT_EXCEEDED');
    const list = `{ user(id: ${'['.repeat(30_000)}${']'.repeat(30_000)}) { id } }`;
    expect(refusalOf(() => prepare(list, null, { maxTokens: 100_000 })).code).toBe('OPERATION_LIMIT_EXCEEDED');
  });
});

test('the same text is prepared once per schema and operation name', () => {
  const text = 'query A { user { id } } query B { user { name } }';
  expect(prepare(text, 'A')).toBe(prepare(text, 'A'));
  expect(prepare(text, 'A').hash).not.toBe(prepare(text, 'B').hash);
  expect(prepare(text, 'B').name).toBe('B');
});

test('the variables of conditions are known, those of arguments are not among them', () => {
  const query =
    'query ($b: Boolean!, $a: Boolean!, $id: ID) { user(id: $id) { id @skip(if: $b) ... @include(if: $a) { name } } }';
  expect(prepare(query).conditionVariables).toEqual(['a', 'b']);
});

test('the name of an operation and its document cannot pass for another name and document', () => {
  prepare('# A\nquery A { user { id } }', null);
  expect(refusalOf(() => prepare('query A { user { id } }', '\n# A')).code).toBe('OPERATION_NOT_FOUND');
  prepare('query B {\nuser { id } }', 'B');
  expect(refusalOf(() => prepare('user { id } }', 'B\nquery B {')).code).toBe('GRAPHQL_PARSE_FAILED');
});
