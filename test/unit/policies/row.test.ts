import { describe, expect, test } from 'vitest';
import { rowViewOf } from '../../../policies/decide/row.ts';

interface Row {
  region: string | null;
  manager: { id: string; name: string } | null;
  consents: { purpose: string; granted: boolean }[];
  email: string;
}

const fragment = 'fragment F on Customer { region manager { id } consents { purpose } missing }';
const values = {
  region: 'EAST',
  manager: { id: 'm1', name: 'Max' },
  consents: [{ purpose: 'a', granted: true }],
  email: 'ann@example.com',
};
const view = (row: object = values) => rowViewOf('aRule', fragment)(row) as Row;

describe('a rule sees', () => {
  test.each<[string, (row: Row) => unknown, unknown]>([
    ['what it declares', (row) => row.region, 'EAST'],
    ['what is below it', (row) => row.manager?.id, 'm1'],
    ['lists of objects', (row) => row.consents.map(({ purpose }) => purpose), ['a']],
    ['how long a list is', (row) => row.consents.length, 1],
  ])('%s', (_what, read, expected) => {
    expect(read(view())).toEqual(expected);
  });

  test('null as null', () => {
    expect(view({ region: null }).region).toBeNull();
  });
});

describe('a rule fails when it', () => {
  test.each<[string, (row: Row) => unknown, RegExp]>([
    ['reads what it does not declare', (row) => row.email, /the row\.email, which its fragment does not declare/],
    ['reads it below', (row) => row.manager?.name, /the row\.manager\.name/],
    ['reads it in a list', (row) => row.consents[0]?.granted, /the row\.consents\[0\]\.granted/],
    [
      'reads what nobody has answered',
      (row) => (row as unknown as { missing: string }).missing,
      /no subgraph has answered/,
    ],
    ['reads what every object has', (row) => row.toString(), /the row\.toString/],
    ['asks whether there is a field', (row) => 'region' in row, /the row\.region/],
    ['lists the fields', (row) => Object.keys(row), /lists the row/],
    ['copies the row', (row) => ({ ...row }), /lists the row/],
    ['writes', (row) => Reflect.set(row, 'region', 'WEST'), /writes the row\.region/],
  ])('%s', (_what, read, message) => {
    expect(() => read(view())).toThrow(message);
  });
});
