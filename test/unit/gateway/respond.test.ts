import { describe, expect, test } from 'vitest';
import { answerToError, bodyOf, statusOf } from '../../../gateway/respond/respond.ts';
import { GordianError } from '../../../kit/errors.ts';

describe('an error as the client reads it', () => {
  test('has the code, the message and the request id', () => {
    expect(answerToError(new GordianError('BAD_REQUEST', 'The body is not valid JSON.'), 'r-1')).toEqual({
      errors: [{ message: 'The body is not valid JSON.', extensions: { code: 'BAD_REQUEST', requestId: 'r-1' } }],
      refusedWith: 400,
    });
  });

  test('names every place of a document that is wrong in several', () => {
    const problems = [
      { message: 'Cannot query field "a".', locations: [{ line: 1, column: 3 }] },
      { message: 'Cannot query field "b".', locations: [{ line: 1, column: 5 }] },
    ];
    const error = new GordianError('GRAPHQL_VALIDATION_FAILED', problems[0]!.message, {
      details: { errors: problems },
    });
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', requestId: 'r-1' };
    expect(answerToError(error, 'r-1').errors).toEqual(problems.map((problem) => ({ ...problem, extensions })));
  });

  test('says of an operator error what it means, and nothing of what happened', () => {
    const error = new GordianError('DATABASE_UNAVAILABLE', 'connect ECONNREFUSED 10.0.0.7:5432', {
      details: { sqlState: '08006' },
    });
    const answer = answerToError(error, 'r-1');
    expect(JSON.stringify(answer)).not.toMatch(/10\.0\.0\.7|08006/);
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'DATABASE_UNAVAILABLE' } }], refusedWith: 503 });
  });

  test('says of an unforeseen error nothing at all', () => {
    const answer = answerToError(new TypeError('undefined is not a function'), 'r-1');
    expect(answer).toEqual({
      errors: [
        { message: expect.not.stringContaining('undefined'), extensions: { code: 'INTERNAL', requestId: 'r-1' } },
      ],
      refusedWith: 500,
    });
  });
});

describe('the status of an answer', () => {
  const refused = (code: 'GRAPHQL_PARSE_FAILED' | 'UNAUTHENTICATED' | 'PAYLOAD_TOO_LARGE') =>
    answerToError(new GordianError(code, ''), 'r-1');

  test.each([
    ['data', { data: Buffer.from('{}') }, 200, 200],
    [
      'data with errors',
      { data: Buffer.from('{}'), errors: [{ message: '', extensions: { code: 'FORBIDDEN' } }] },
      200,
      200,
    ],
    ['a document that does not parse', refused('GRAPHQL_PARSE_FAILED'), 200, 400],
    ['a bad token', refused('UNAUTHENTICATED'), 401, 401],
    ['a body that is too large', refused('PAYLOAD_TOO_LARGE'), 413, 413],
  ] as const)('%s', (_what, answer, asJson, asGraphQLResponse) => {
    expect(statusOf(answer, 'application/json')).toBe(asJson);
    expect(statusOf(answer, 'application/graphql-response+json')).toBe(asGraphQLResponse);
  });
});

describe('the body of an answer', () => {
  const denied = (index: number) => ({ message: 'Denied.', path: ['a', index], extensions: { code: 'FORBIDDEN' } });

  test.each([
    ['data', { data: Buffer.from('{"a":1}') }, '{"data":{"a":1}}'],
    ['no errors', { data: Buffer.from('{"a":1}'), errors: [] }, '{"data":{"a":1}}'],
    ['extensions', { data: Buffer.from('null'), extensions: { cost: 1 } }, '{"data":null,"extensions":{"cost":1}}'],
    [
      'errors alone',
      { errors: [{ message: 'No.', extensions: { code: 'X' } }] },
      '{"errors":[{"message":"No.","extensions":{"code":"X"}}]}',
    ],
  ])('%s', (_what, answer, expected) => {
    expect(bodyOf(answer)).toBe(expected);
  });

  test('lists as many errors as it may, and says how many it leaves out', () => {
    const errors = Array.from({ length: 10 }, (_, index) => denied(index));
    expect(JSON.parse(bodyOf({ data: Buffer.from('null'), errors }, 10)).errors).toHaveLength(10);
    expect(JSON.parse(bodyOf({ data: Buffer.from('null'), errors }, 3)).errors).toEqual([
      denied(0),
      denied(1),
      {
        message: '8 further errors are not listed (setting limits.maxErrors: 3).',
        extensions: { code: 'ERRORS_OMITTED', limit: 'limits.maxErrors', allowed: 3 },
      },
    ]);
  });
});
