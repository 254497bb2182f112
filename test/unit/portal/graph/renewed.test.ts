import { expect, test } from 'vitest';
import { type ErrorCode, errorTable } from '../../../../kit/errors.ts';
import { NoAnswer, type Problem, passingCodes } from '../../../../portal/source/graph/problem.ts';
import { renewed } from '../../../../portal/source/graph/renewed.ts';

const problem = (code: string, path = ''): Problem => ({
  code,
  message: `${code} at ${path || 'all'}.`,
  path,
  coordinate: null,
  reason: null,
});
const answer = (data: object, ...problems: readonly Problem[]) => ({ data, problems, generation: 'g' });

const hidden = problem('FORBIDDEN', 'requests.nodes.0.reason');
const before = answer({ requests: ['old'], grants: ['old'] }, hidden);
const requestsFailed = problem('SUBGRAPH_TIMEOUT', 'requests');
const grantsFailed = problem('SUBGRAPH_TIMEOUT', 'grants.nodes');
const requestsDenied = problem('FORBIDDEN', 'requests');

test.each([
  ['a gateway that does not answer', new NoAnswer('Is it running?', [], true), 'Is it running?'],
  ['a gateway that has too much to do', new NoAnswer('Later.', [problem('OVERLOADED')]), 'Later.'],
])('%s leaves what was shown, and is told', (_, outcome, stale) => {
  expect(renewed(before, outcome)).toEqual({ answer: before, error: null, stale });
  expect(renewed(null, outcome)).toEqual({ answer: null, error: outcome, stale: null });
});

test.each([
  ['a token that is over', new NoAnswer('Get a new one.', [problem('UNAUTHENTICATED')])],
  ['a session that has ended', new NoAnswer('Your session has ended. Sign in again.')],
  ['a refusal beside a fault', new NoAnswer('No.', [problem('INTERNAL'), problem('FORBIDDEN')])],
  ['a rule that could not be asked', new NoAnswer('Denied to be safe.', [problem('POLICY_UNAVAILABLE')])],
  ['a code of a later version', new NoAnswer('What?', [problem('NEWLY_INVENTED')])],
])('%s takes away what was shown', (_, outcome) => {
  expect(renewed(before, outcome)).toEqual({ answer: null, error: outcome, stale: null });
});

test.each([
  ['nothing failed', answer({ requests: ['new'], grants: ['new'] }), null],
  ['all is denied', answer({ requests: null, grants: null }, requestsDenied, problem('FORBIDDEN', 'grants')), null],
  ['a field further down failed', answer({ requests: [null], grants: [] }, problem('INTERNAL', 'requests.0')), null],
  ['there is nothing any more', answer({ requests: null, grants: ['new'] }), null],
])('an answer takes the place of the one before when %s', (_, outcome, stale) => {
  expect(renewed(before, outcome)).toEqual({ answer: outcome, error: null, stale });
});

test('of an answer, the parts that failed stay as they were, with what was denied in them', () => {
  const outcome = answer({ requests: null, grants: ['new'] }, requestsFailed);
  expect(renewed(before, outcome)).toEqual({
    answer: answer({ requests: ['old'], grants: ['new'] }, hidden),
    error: null,
    stale: requestsFailed.message,
  });
});

test('a part that is denied goes, also where another one failed', () => {
  const outcome = answer({ requests: null, grants: null }, requestsDenied, grantsFailed);
  expect(renewed(before, outcome)).toEqual({
    answer: answer({ requests: null, grants: ['old'] }, requestsDenied),
    error: null,
    stale: grantsFailed.message,
  });
});

test.each([...passingCodes])('%s is a fault to the gateway as well, or a wait', (code) => {
  const { audience, status } = errorTable[code as ErrorCode];
  expect(audience).toBe('client');
  expect(status).toSatisfy((known: number) => known === 429 || known >= 500);
});
