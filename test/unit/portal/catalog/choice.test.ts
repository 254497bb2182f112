// What stands in the address of the catalogue, and what it leaves.
import { expect, test } from 'vitest';
import { byCoordinate } from '../../../../portal/source/catalog/by-coordinate.ts';
import { choiceIn, inOrder, isNarrowed, matches, matchesPart } from '../../../../portal/source/catalog/choice.ts';
import { foundText, nothingText } from '../../../../portal/source/catalog/found-words.ts';

const orders = {
  name: 'Orders',
  kind: 'SOURCE_ALIGNED',
  status: 'ACTIVE',
  domain: { slug: 'orders' },
  trust: { score: 60 },
};
const profile = { ...orders, name: 'Profile', domain: { slug: 'customers' }, trust: { score: 90 } };
const secret = { ...orders, name: 'Catalog', status: 'DRAFT', trust: null };
const choice = (search: string) => choiceIn(new URLSearchParams(search));

test('nothing chosen leaves everything, as it is listed', () => {
  expect(isNarrowed(choice('sort=trust'))).toBe(false);
  expect([orders, profile, secret].filter((product) => matches(choice(''), product))).toHaveLength(3);
  expect(inOrder([orders, profile], '')).toEqual([orders, profile]);
});

test.each([
  ['domain=customers', ['Profile']],
  ['status=DRAFT', ['Catalog']],
  ['kind=AGGREGATE', []],
  ['domain=orders&status=ACTIVE', ['Orders']],
])('%s leaves %j', (search, names) => {
  expect(isNarrowed(choice(search))).toBe(true);
  const left = [orders, profile, secret].filter((product) => matches(choice(search), product));
  expect(left.map(({ name }) => name)).toEqual(names);
});

test.each([
  ['', true],
  ['domain=orders', true],
  ['domain=customers', false],
  ['kind=AGGREGATE', false],
  ['domain=orders&status=ACTIVE', false],
])('%s leaves fields of orders/orders: %s', (search, isLeft) => {
  expect(matchesPart(choice(search), 'orders/orders')).toBe(isLeft);
});

test.each([
  ['trust', ['Profile', 'Orders', 'Catalog']],
  ['name', ['Catalog', 'Orders', 'Profile']],
])('in the order of %s, what is not known comes last', (sort, names) => {
  expect(inOrder([orders, secret, profile], sort).map(({ name }) => name)).toEqual(names);
});

test('kinds and states that there are none of are no choice', () => {
  expect(choice('kind=BOGUS&status=toString&domain=orders')).toMatchObject({ kind: '', status: '', domain: 'orders' });
  expect(choice('kind=AGGREGATE&status=DRAFT')).toMatchObject({ kind: 'AGGREGATE', status: 'DRAFT' });
});

test.each([
  [{ left: 8, seen: 8, found: 8 }, '8 found'],
  [{ left: 30, seen: 30, found: 95 }, '95 found, the best 30 are shown'],
  [{ left: 1, seen: 30, found: 95 }, '1 of the best 30 of 95 found'],
  [{ left: 1, seen: 8, found: 8 }, '1 of 8 found'],
])('how much is left: %j', (counts, text) => {
  expect(foundText(counts)).toBe(text);
});

test('nothing left is not nothing found', () => {
  expect(nothingText({ seen: 0, found: 0 }, 'x')).toBe('Nothing has to do with “x”.');
  expect(nothingText({ seen: 30, found: 95 }, 'x')).toBe('None of the best 30 of 95 found is like that.');
  expect(nothingText({ seen: 8, found: 8 }, 'x')).toBe('Nothing that has to do with “x” is like that.');
});

test('what is not shown is said once for each reason', () => {
  const problem = (coordinate: string | null, reason: string | null, path = 'a.0') => ({
    code: 'FORBIDDEN',
    message: 'It failed.',
    path,
    coordinate,
    reason,
  });
  expect(
    byCoordinate([
      problem('A.b', 'Log in.'),
      problem('A.c', 'Log in.'),
      problem('A.b', 'Log in.', 'a.1'),
      problem(null, null),
    ]),
  ).toEqual([
    { reason: 'Log in.', coordinates: ['A.b', 'A.c'] },
    { reason: 'It failed.', coordinates: ['a.0'] },
  ]);
});
