import { expect, test } from 'vitest';
import type { GraphAnswer } from '../../../cli/graph-client.ts';
import { outcomeOfAnswer } from '../../../cli/product-examples/example-outcome.ts';

const error = (code: string, ...path: (string | number)[]) => ({
  message: 'The name is Claire.',
  ...(path.length > 0 && { path }),
  extensions: { code },
});
const data = { customer: { name: 'Claire', email: null } };

test.each<[string, GraphAnswer, string, string | null]>([
  ['data', { data }, 'PASS', null],
  [
    'a field that is denied to whoever ran it',
    { data, errors: [error('FORBIDDEN', 'customer', 'email')] },
    'PASS',
    null,
  ],
  [
    'a field that is gone',
    { errors: [error('GRAPHQL_VALIDATION_FAILED')] },
    'FAIL',
    'It is answered with GRAPHQL_VALIDATION_FAILED.',
  ],
  [
    'errors beside denials',
    { data, errors: [error('FORBIDDEN', 'customer', 'email'), error('BAD_USER_INPUT', 'customer', 'orders', 0)] },
    'FAIL',
    'It is answered with BAD_USER_INPUT at customer.orders.0.',
  ],
  [
    'a fault of the day',
    { data: null, errors: [error('SUBGRAPH_UNAVAILABLE', 'customer')] },
    'ERROR',
    'It could not be tried: SUBGRAPH_UNAVAILABLE at customer.',
  ],
  [
    'a gateway with too much to do',
    { errors: [error('PLANNING_FAILED')] },
    'ERROR',
    'It could not be tried: PLANNING_FAILED.',
  ],
  [
    'many errors',
    { errors: ['a', 'b', 'c', 'd', 'e'].map((field) => error('NON_NULL_VIOLATION', field)) },
    'FAIL',
    'It is answered with NON_NULL_VIOLATION at a, NON_NULL_VIOLATION at b, NON_NULL_VIOLATION at c and 2 more.',
  ],
  [
    'nothing that whoever ran it may see',
    { data: { customer: null }, errors: [error('FORBIDDEN', 'customer')] },
    'ERROR',
    'Whoever ran it may see nothing of what it asks for.',
  ],
  [
    'nulls and empty lists',
    { data: { customer: null, orders: { nodes: [] } } },
    'FAIL',
    'It is answered with nothing: what it names is not there.',
  ],
  ['zero, which is a value', { data: { count: 0 } }, 'PASS', null],
  ['an error without a code', { errors: [{ message: 'x' }] }, 'FAIL', 'It is answered with an error without a code.'],
])('%s', (_, answer, outcome, detail) => {
  expect(outcomeOfAnswer(answer)).toEqual({ outcome, detail });
});
