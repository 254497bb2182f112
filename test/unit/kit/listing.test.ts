import { expect, test } from 'vitest';
import { connectionOfListing, type ListArguments, readListing } from '../../../kit/listing.ts';
import { orderingBy, type SortDirection } from '../../../kit/ordering.ts';

interface Row {
  readonly id: string;
  readonly size: number;
}

type Arguments = ListArguments<{ readonly colour?: string }, 'SIZE' | 'ID'>;

const ascending = { field: 'SIZE', direction: 'ASC' } as const;
const orderingOf = (field: 'SIZE' | 'ID', direction: SortDirection) =>
  orderingBy<Row>(
    field,
    direction,
    { column: field.toLowerCase(), type: 'int', kind: 'number', valueOf: (row) => row.size },
    { column: 'id', type: 'text', valueOf: (row) => row.id },
  );
const read = (args: Arguments) => readListing(args, ascending, orderingOf);

test.each<[string, Arguments, object]>([
  ['nothing', {}, { filter: {}, ...ascending, page: { first: 20, limit: 21, after: null } }],
  ['nulls', { filter: null, orderBy: null, first: null, after: null }, { filter: {}, ...ascending }],
  [
    'a filter, an order and a size',
    { filter: { colour: 'red' }, orderBy: { field: 'ID', direction: 'DESC' }, first: 2 },
    { filter: { colour: 'red' }, field: 'ID', direction: 'DESC', page: { first: 2, limit: 3 } },
  ],
])('a listing asked for with %s', (_what, args, expected) => {
  expect(read(args)).toMatchObject(expected);
});

test('a page ends with the cursor of its last row, which fits the same order and no other', () => {
  const rows = [3, 4, 5].map((size) => ({ id: `r${size}`, size }));
  const connection = connectionOfListing(read({ first: 2 }), orderingOf, rows, async () => 9);
  const after = connection.pageInfo.endCursor;
  expect(connection.pageInfo.hasNextPage).toBe(true);
  expect(read({ after }).page.after).toEqual([4, 'r4']);
  expect(() => read({ after, orderBy: { field: 'SIZE', direction: 'DESC' } })).toThrow(/in the same order/);
});
