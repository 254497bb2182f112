import { describe, expect, test } from 'vitest';
import { classesIn, filterRows, groupByType, type Matrix } from '../../../../portal/source/policy/matrix-rows.ts';

const row = (
  coordinate: string,
  classification: string,
  cells: Matrix['rows'][number]['cells'],
  passes = 'everyone',
) => ({
  coordinate,
  classification,
  cells,
  passes,
  argumentsDecideFor: [],
});
const matrix: Matrix = {
  policyVersion: 'v',
  computedAt: '2026-03-01T12:00:00Z',
  complete: true,
  personas: [
    { id: 'analyst', label: 'Analyst', description: '' },
    { id: 'steward', label: 'Steward', description: '' },
  ],
  rows: [
    row('Order', 'rows', ['BY_ROW', 'ALLOW']),
    row('Order.total', 'INTERNAL', ['ALLOW', 'ALLOW'], 'isAuthenticated'),
    row('Customer.email', 'CONFIDENTIAL (pii, pii.email)', ['DENY', 'ALLOW'], 'hasScope(customers:pii:read)'),
    row('Customer.phone', 'CONFIDENTIAL (pii, pii.phone)', ['DENY', 'MASK'], 'hasScope(customers:pii:read)'),
    row('Order.profit', 'CONFIDENTIAL', ['ALLOW', 'DENY']),
  ],
};
const all = { text: '', persona: '', verdict: '', classification: '' };

describe('rows are narrowed', () => {
  test.each<[string, Partial<typeof all>, string[]]>([
    ['by nothing', {}, ['Order', 'Order.total', 'Customer.email', 'Customer.phone', 'Order.profit']],
    ['by a word of the coordinate, whatever its case', { text: 'EMAIL' }, ['Customer.email']],
    ['by words of the rule and the coordinate', { text: 'pii:read phone' }, ['Customer.phone']],
    ['by a verdict for anybody', { verdict: 'MASK' }, ['Customer.phone']],
    ['by a verdict for one persona', { verdict: 'DENY', persona: 'steward' }, ['Order.profit']],
    ['by a verdict for a persona that there is not, to nothing', { verdict: 'DENY', persona: 'nobody' }, []],
    ['by a level', { classification: 'CONFIDENTIAL' }, ['Customer.email', 'Customer.phone', 'Order.profit']],
    ['by a tag, and not by what contains it', { classification: 'pii' }, ['Customer.email', 'Customer.phone']],
    ['by a tag of its own', { classification: 'pii.email' }, ['Customer.email']],
    ['to nothing', { text: 'no such thing' }, []],
    ['by a persona alone to all of them', { persona: 'steward', text: 'order.' }, ['Order.total', 'Order.profit']],
  ])('%s', (_how, filter, expected) => {
    expect(filterRows(matrix, { ...all, ...filter }).map(({ coordinate }) => coordinate)).toEqual(expected);
  });
});

test('what can be chosen are levels from open to closed, then tags by name', () => {
  expect(classesIn(matrix.rows)).toEqual(['INTERNAL', 'CONFIDENTIAL', 'rows', 'pii', 'pii.email', 'pii.phone']);
});

test('rows of one type stand together', () => {
  const groups = groupByType(matrix.rows).map(({ typeName, rows }) => [typeName, rows.length]);
  expect(groups).toEqual([
    ['Order', 3],
    ['Customer', 2],
  ]);
});
