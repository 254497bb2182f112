import { expect, test } from 'vitest';
import { denialsIn, failuresIn, productsIn } from '../../../portal/source/playground/answer-findings.ts';

const forbidden = (path: (string | number)[], extensions = {}) => ({
  message: 'Not allowed.',
  path,
  extensions: {
    code: 'FORBIDDEN',
    coordinate: 'Order.profit',
    reason: 'Requires orders:confidential:read.',
    ...extensions,
  },
});

test('one rule that denies a field of many list items is listed once, with how often', () => {
  const body = { errors: [forbidden(['orders', 0, 'profit']), forbidden(['orders', 1, 'profit'])] };

  expect(denialsIn(body)).toEqual([
    {
      coordinate: 'Order.profit',
      code: 'FORBIDDEN',
      reason: 'Requires orders:confidential:read.',
      requestable: false,
      places: ['orders[].profit'],
      times: 2,
    },
  ]);
});

test('two reasons for one field are listed apart', () => {
  const body = { errors: [forbidden(['a', 'profit']), forbidden(['b', 'profit'], { reason: 'Outside your region.' })] };

  expect(denialsIn(body).map(({ reason }) => reason)).toEqual([
    'Requires orders:confidential:read.',
    'Outside your region.',
  ]);
});

test('a field that needs a sign-in is denied, not failed', () => {
  const body = { errors: [forbidden(['customer'], { code: 'UNAUTHENTICATED' })] };

  expect(denialsIn(body)).toHaveLength(1);
  expect(failuresIn(body)).toEqual([]);
});

test('a refusal of the whole request is a failure, because no field of it was answered', () => {
  const body = { errors: [{ message: 'The token has expired.', extensions: { code: 'UNAUTHENTICATED' } }] };

  expect(denialsIn(body)).toEqual([]);
  expect(failuresIn(body)).toEqual([{ message: 'The token has expired.', code: 'UNAUTHENTICATED', path: null }]);
});

test('a subgraph that is down is a failure with its place', () => {
  const body = {
    errors: [
      { message: 'support is down.', path: ['customer', 'openTickets'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
    ],
  };

  expect(failuresIn(body)).toEqual([
    { message: 'support is down.', code: 'SUBGRAPH_UNAVAILABLE', path: 'customer.openTickets' },
  ]);
});

const provenance = (ageSeconds: number | null, fresh: boolean | null) => ({
  product: { name: 'Orders', owners: [{ name: 'Order management' }] },
  contract: { version: '1.2.0' },
  ageSeconds,
  fresh,
});

test('a product that stands behind several parts is listed once, as old as its oldest part', () => {
  const data = { orders: [{ provenance: provenance(10, true) }, { aliased: provenance(900, false) }] };

  expect(productsIn({ data })).toEqual([
    { name: 'Orders', owners: ['Order management'], contractVersion: '1.2.0', ageSeconds: 900, fresh: false },
  ]);
});

test.each([
  ['nothing is known of its age', provenance(null, null), { ageSeconds: null, fresh: null }],
  ['it was reported just now', provenance(0, true), { ageSeconds: 0, fresh: true }],
])('a product says what is known when %s', (_case, only, expected) => {
  expect(productsIn({ data: { provenance: only } })[0]).toMatchObject(expected);
});

test('a catalog product is no data product, though it is a product with a name', () => {
  expect(productsIn({ data: { lines: [{ product: { name: 'Bookcase' }, quantity: 2 }] } })).toEqual([]);
});
