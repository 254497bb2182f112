import { expect, test } from 'vitest';
import type { Answer, TabAnswer } from '../../../../portal/source/playground/answer-log.ts';
import type { AskedOperation } from '../../../../portal/source/playground/asked-operation.ts';
import { mayRunAgain } from '../../../../portal/source/playground/may-run-again.ts';

const query = 'query Q($id: ID) { a(id: $id) }';
const two = 'query A { a } query B { b } mutation M { c }';
const answered = (asked: AskedOperation): TabAnswer => ({ kind: 'answered', answer: { asked } as Answer });

test.each<[string, AskedOperation, TabAnswer | undefined, boolean]>([
  ['what the tab has run', { query, variables: { id: 1 } }, answered({ query, variables: { id: 1 } }), true],
  ['what is still running', { query }, { kind: 'running', asked: { query } }, true],
  ['a name that says nothing', { query, operationName: 'Q' }, answered({ query, operationName: 'Q' }), true],
  ['a name left over from the tab before', { query, operationName: 'X' }, answered({ query }), true],
  ['what was never run', { query }, undefined, false],
  ['another text', { query: `${query} ` }, answered({ query }), false],
  ['other variables', { query, variables: { id: 2 } }, answered({ query, variables: { id: 1 } }), false],
  ['another operation', { query: two, operationName: 'B' }, answered({ query: two, operationName: 'A' }), false],
  ['a mutation', { query: two, operationName: 'M' }, answered({ query: two, operationName: 'M' }), false],
  ['a subscription', { query: 'subscription { a }' }, answered({ query: 'subscription { a }' }), false],
  ['what is no operation yet', { query: '{ a' }, answered({ query: '{ a' }), false],
])('%s: %#', (_, asked, latest, expected) => {
  expect(mayRunAgain(asked, latest)).toBe(expected);
});
