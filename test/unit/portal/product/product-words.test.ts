// What the page of a product says in words.
import { describe, expect, test } from 'vitest';
import type { SlaKind } from '../../../../portal/source/generated/product.ts';
import { fieldAccess } from '../../../../portal/source/product/field-access.ts';
import {
  accessWords,
  checkWord,
  plainWord,
  priceText,
  productId,
  trustTone,
} from '../../../../portal/source/product/product-words.ts';
import { runnableOperation, variablesIn } from '../../../../portal/source/product/runnable-operation.ts';
import {
  durationText,
  historyText,
  measureText,
  percentText,
  promisedShare,
  promiseText,
  shares,
} from '../../../../portal/source/product/service-level-words.ts';

describe('access', () => {
  const access = {
    outcome: 'MASK',
    clearFields: ['A.a'],
    deniedFields: ['A.b', 'A.c'],
    maskedFields: ['A.d'],
    fieldsByRow: ['A.e'],
  } as const;

  test.each([
    [{ ...access }, 'Partial access', '2 fields denied, 1 masked, 1 by record'],
    [{ ...access, outcome: 'DENY', maskedFields: [], fieldsByRow: [] } as const, 'No access', '2 fields denied'],
    [
      { outcome: 'ALLOW', deniedFields: [], maskedFields: [], fieldsByRow: [] } as const,
      'Full access',
      'Every field, in clear',
    ],
  ])('%#', (given, word, detail) => {
    expect(accessWords(given)).toMatchObject({ word, detail });
  });

  test.each([
    ['A.a', 'Clear', false],
    ['A.b', 'Denied', true],
    ['A.d', 'Masked', true],
    ['A.e', 'By record', false],
  ])('to %s is %s', (coordinate, word, canAsk) => {
    expect(fieldAccess(access, coordinate)).toMatchObject({ word, canAsk });
  });

  test('to an input, or while nobody knows, is nothing to be said', () => {
    expect(fieldAccess(access, 'AFilter.a')).toBeNull();
    expect(fieldAccess(null, 'A.a')).toBeNull();
  });
});

const promise = (kind: SlaKind, threshold: number, unit: string, target = 1) => ({
  kind,
  objective: { threshold, unit, target, window: 'P30D' },
});

test.each([
  [promise('FRESHNESS', 15, 'm', 0.995), 0.995, 'at most 15 min old, 99.5 % of 30 days'],
  [promise('AVAILABILITY', 99.9, 'percent'), 0.999, 'at least 99.9 %, over 30 days'],
  [promise('ERROR_RATE', 1, 'percent'), 0.99, 'at most 1 % fail, over 30 days'],
  [promise('LATENCY', 300, 'ms', 0.99), 0.99, 'within 300 ms, 99 % of the fetches in 30 days'],
  [promise('THROUGHPUT', 50, 'requests/s'), null, 'at least 50 requests/s, over 30 days'],
  [promise('FRESHNESS', 1, 'd', 0.99), 0.99, 'at most 1 day old, 99 % of 30 days'],
  [promise('TIME_TO_REPAIR', 4, 'h'), null, 'within 4 h, over 30 days'],
  [promise('TIME_TO_NOTIFY', 30, 'm'), null, 'within 30 min, over 30 days'],
  [promise('FREQUENCY', 2, 'd'), null, 'every 2 days at the latest, over 30 days'],
])('a promise %#', (given, share, text) => {
  if (share === null) expect(promisedShare(given)).toBeNull();
  else expect(promisedShare(given)).toBeCloseTo(share);
  expect(promiseText(given)).toBe(text);
});

test('numbers and times', () => {
  expect(percentText(0.99951)).toBe('99.951 %');
  expect(measureText(1234.567, 's')).toBe('1,234.57 s');
  expect(['P30D', 'PT1H', 'PT5M', 'P1DT12H', 'forever'].map(durationText)).toEqual([
    '30 days',
    '1 hour',
    '5 minutes',
    '1 day 12 hours',
    'forever',
  ]);
  expect(
    shares([
      { at: '', good: 1, total: 4 },
      { at: '', good: 0, total: 0 },
    ]),
  ).toEqual([25, null]);
});

test.each([
  [{ amount: 0.001, currency: 'USD', unit: 'request' }, '0.001 USD per request'],
  [{ amount: 0, currency: 'EUR', unit: null }, '0 EUR'],
  [{ amount: 1200.5, currency: null, unit: 'month' }, '1,200.5 per month'],
  [{ amount: null, currency: 'USD', unit: 'request' }, null],
  [null, null],
])('a price %#', (price, text) => {
  expect(priceText(price)).toBe(text);
});

test('what is not all is not said to be all', () => {
  expect([1, 0.999996, 0.99999, 0].map(percentText)).toEqual(['100 %', 'over 99.999 %', '99.999 %', '0 %']);
});

test('a history says what its line shows', () => {
  const point = (good: number) => ({ at: '', good, total: 10 });
  expect(historyText([point(5), point(9), point(8)])).toBe('between 50 % and 90 %, last 80 %');
  expect(historyText([point(10), point(10)])).toBe('always 100 %');
});

test('names', () => {
  expect(productId('gordian:product:orders/orders')).toBe('orders/orders');
  expect(plainWord('AT_RISK')).toBe('At risk');
  expect([checkWord('owner'), checkWord('something-new')]).toEqual(['An owner with people in it', 'Something new']);
  expect([90, 60, 10].map(trustTone)).toEqual(['good', 'warning', 'bad']);
});

test('an example is asked as it is, and no name of an operation is read out of its comments', () => {
  const document = '# A query shows the newest.\nquery NewestOrders { orders(first: 1) { nodes { id } } }';
  expect(runnableOperation({ document, variables: null })).toEqual({ kind: 'query', text: document });
});

test('variables are an object, or an error that says so', () => {
  expect(variablesIn('{"id":"1"}')).toEqual({ id: '1' });
  expect(variablesIn('  ')).toEqual({});
  for (const text of ['[1]', 'null', '"x"']) expect(() => variablesIn(text)).toThrow(/JSON object/);
  expect(() => variablesIn('{')).toThrow(SyntaxError);
});
