import { expect, test } from 'vitest';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';

const rows = [
  { id: 'b', n: 1 },
  { id: 'a', n: 2 },
  { id: 'b', n: 3 },
];

test('each key gets its row, a key without a row gets null, and a key asked twice is answered twice', () => {
  const answered = inKeyOrder(['a', 'x', 'b', 'a'], rows, (row) => row.id);
  expect(answered.map((row) => row?.n ?? null)).toEqual([2, null, 1, 2]);
});

test('groups keep the order of the statement, and a key without rows gets an empty group', () => {
  const groups = groupInKeyOrder(['b', 'x', 'a'], rows, (row) => row.id);
  expect(groups.map((group) => group.map((row) => row.n))).toEqual([[1, 3], [], [2]]);
});
