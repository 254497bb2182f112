import { describe, expect, test } from 'vitest';
import { connectionOf, pageValues, readPage } from '../../../kit/connection.ts';
import { encodeCursor, type SortOrder, sealCursorsWith } from '../../../kit/cursor.ts';

const newestFirst: SortOrder = { name: 'PLACED_AT_DESC', columns: ['instant', 'text'] };
const position = [new Date('2026-11-22T10:00:00.123Z'), 'CA-1'];
const cursor = encodeCursor(position, newestFirst);
const totalCount = async () => 3;

/** With one bit of one byte turned over. */
function changed(given: string, at: number): string {
  const bytes = Buffer.from(given, 'base64url');
  bytes[at]! ^= 1;
  return bytes.toString('base64url');
}

describe('the arguments of a page', () => {
  test('without arguments a page has 20 rows and starts at the beginning', () => {
    const page = readPage({}, newestFirst);
    expect(page).toEqual({ first: 20, limit: 21, after: null });
    expect(pageValues(page, newestFirst)).toEqual([null, null]);
  });

  test('a cursor brings back the exact sort key', () => {
    const page = readPage({ first: 2, after: cursor }, newestFirst);
    expect(pageValues(page, newestFirst)).toEqual(['2026-11-22T10:00:00.123Z', 'CA-1']);
  });

  test.each([-1, 101, 1.5, Number.NaN])('first: %s is refused, and the limit is named', (first) => {
    expect(() => readPage({ first }, newestFirst)).toThrow(/`first` must be between 0 and 100/);
  });

  const damaged: [string, string][] = [
    ['nothing', ''],
    ['text', 'hello'],
    ['a cursor with a changed character', cursor.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['a cursor with a changed nonce', changed(cursor, 0)],
    ['a cursor with a changed tag', changed(cursor, 12)],
    ['a cursor with a changed position', changed(cursor, 40)],
    [
      'one that nobody has sealed',
      Buffer.from('["PLACED_AT_DESC","2026-11-22T10:00:00.123Z","CA-1"]').toString('base64url'),
    ],
    ['a cursor cut short', cursor.slice(0, -4)],
    ['a very long cursor', cursor.repeat(100)],
    ['a cursor of another order', encodeCursor(position, { ...newestFirst, name: 'TOTAL_DESC' })],
    ['too few values', encodeCursor(position.slice(0, 1), newestFirst)],
    ['a value of another kind', encodeCursor(['yesterday', 'CA-1'], newestFirst)],
    ['a forged NUL', encodeCursor([position[0]!, 'CA\0'], newestFirst)],
    ['a number for an id', encodeCursor([position[0]!, 5], newestFirst)],
  ];
  test.each(damaged)('%s as cursor is bad input', (_name, after) => {
    expect(() => readPage({ after }, newestFirst)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('a cursor', () => {
  test('tells nothing of its row', () => {
    const text = Buffer.from(cursor, 'base64url').toString('latin1');
    expect(text).not.toMatch(/CA-1|2026|PLACED/);
    expect(encodeCursor(['2026-11-22T10:00:00.123Z', 'CA-2'], newestFirst).slice(0, 8)).not.toBe(cursor.slice(0, 8));
  });

  test('is the same for the same row, in all processes that share the secret and in no others', () => {
    sealCursorsWith('postgres://orders:secret@db/orders');
    const ours = encodeCursor(position, newestFirst);
    expect(() => readPage({ after: cursor }, newestFirst)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    sealCursorsWith('postgres://support:other@db/support');
    expect(encodeCursor(position, newestFirst)).not.toBe(ours);
    expect(() => readPage({ after: ours }, newestFirst)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    sealCursorsWith('postgres://orders:secret@db/orders');
    expect(encodeCursor(position, newestFirst)).toBe(ours);
    expect(readPage({ after: ours }, newestFirst).after?.at(-1)).toBe('CA-1');
  });
});

describe('a connection', () => {
  const rows = ['a', 'b', 'c'].map((id) => ({ id, at: '2026-11-22T10:00:00.000Z' }));
  const connection = (first: number, given = rows) =>
    connectionOf({
      page: readPage({ first }, newestFirst),
      order: newestFirst,
      rows: given.slice(0, first + 1),
      sortKeyOf: (row) => [row.at, row.id],
      totalCount,
    });

  test('shows what was asked for and knows from one row more that there is a next page', () => {
    const { nodes, edges, pageInfo } = connection(2);
    expect(nodes.map((node) => node.id)).toEqual(['a', 'b']);
    expect(pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0]!.cursor,
      endCursor: edges[1]!.cursor,
    });
    expect(readPage({ after: pageInfo.endCursor }, newestFirst).after?.at(-1)).toBe('b');
  });

  test('of the last page has no next one', () => {
    expect(connection(3).pageInfo.hasNextPage).toBe(false);
  });

  test('without rows has no cursors', () => {
    expect(connection(2, []).pageInfo).toMatchObject({ startCursor: null, endCursor: null, hasNextPage: false });
  });

  test('of no rows asked for still says whether there are any', () => {
    expect(connection(0)).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true } });
  });
});
