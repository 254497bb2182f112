import { expect, test } from 'vitest';
import { ageOfField, ageOfProduct, isStale } from '../../../../gateway/metadata/age-of-data.ts';
import type { ElementFreshness } from '../../../../schema/standing.ts';
import { minutesAgo, now, productWith } from './standing-of.ts';

const part = (element: string, promiseMinutes: number | null, ageMinutes: number | null): ElementFreshness => ({
  element,
  promiseSeconds: promiseMinutes === null ? null : promiseMinutes * 60,
  newest: ageMinutes === null ? null : minutesAgo(ageMinutes),
});

const fieldCases: readonly (readonly [
  what: string,
  parts: readonly ElementFreshness[],
  withinMinutes: number | null,
  age: number | null | 'unmeasured',
  stale: boolean,
])[] = [
  [
    'the field itself is what counts, where anybody speaks of it',
    [part('Order.total', null, 5), part('', 60, 90)],
    10,
    5,
    false,
  ],
  ['then its type', [part('Order.placedAt', 15, 20), part('', null, 90)], 30, 20, false],
  ['then the whole product', [part('', 60, 90), part('Line.id', null, 1)], 30, 90, true],
  ['then the oldest of the other parts', [part('Line.id', null, 1), part('Line.amount', null, 40)], 30, 40, true],
  ['without an age, the promise counts', [part('Order.placedAt', 15, 20)], null, 20, true],
  ['a promise that is kept is fresh enough', [part('Order.placedAt', 15, 15)], null, 15, false],
  [
    'of several promises the one that is broken most counts',
    [part('Order.a', 60, 30), part('Order.b', 1, 2)],
    null,
    2,
    true,
  ],
  ['where nobody promises, nothing is asked', [part('', null, 90)], null, 'unmeasured', false],
  ['what nobody has reported is too old', [part('Order.placedAt', 15, null)], 600, null, true],
  [
    'of two parts the one that nobody has reported counts',
    [part('Order.a', 15, 1), part('Order.b', 15, null)],
    600,
    null,
    true,
  ],
  ['a clock that is ahead makes nothing younger than now', [part('', null, -5)], 1, 0, false],
  ['an age that is reached is accepted', [part('', null, 10)], 10, 10, false],
];

test.each(fieldCases)('%s', (_, freshness, withinMinutes, age, stale) => {
  const measured = ageOfField(productWith({ freshness }), 'Order.total', withinMinutes && withinMinutes * 60, now);
  expect(measured === null ? 'unmeasured' : measured.ageSeconds && measured.ageSeconds / 60).toBe(age);
  expect(measured !== null && isStale(measured)).toBe(stale);
});

test.each([
  [
    'of a product, the promise that deserves attention first',
    [part('Order.a', 60, 1), part('Line.a', 15, 20)],
    [20, 15, 'BREACHED'],
  ],
  [
    'one that is about to break before one that is unknown',
    [part('Order.a', 60, null), part('Line.a', 15, 14)],
    [14, 15, 'AT_RISK'],
  ],
  [
    'parts of which nobody promises anything are left out',
    [part('Order.a', 60, 1), part('Line.a', null, 999)],
    [1, 60, 'OK'],
  ],
  ['without any promise, the oldest report', [part('Order.a', null, 1), part('Line.a', null, 9)], [9, null, 'UNKNOWN']],
  ['without anything, nothing', [], [null, null, 'UNKNOWN']],
] as const)('%s', (_, freshness, expected) => {
  const { ageSeconds, promiseSeconds, status } = ageOfProduct(productWith({ freshness }), now);
  expect([ageSeconds && ageSeconds / 60, promiseSeconds && promiseSeconds / 60, status]).toEqual(expected);
});
