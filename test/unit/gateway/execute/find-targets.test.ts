// Objects that are shared are reached along more ways than there are objects; neither search may count the ways.
import { expect, test } from 'vitest';
import { DataList, type DataRecord, type DataValue } from '../../../../gateway/execute/data-record.ts';
import { findTargets, pathsOfTargets } from '../../../../gateway/execute/find-targets.ts';

/** Forty levels of two items each, both of which are the one object of the next level: 2^40 ways to the last. */
const levels = 40;
const last: DataRecord = [undefined, '"last"'];
let root: DataRecord = last;
const shared = new Set<DataValue>();
for (let level = 0; level < levels; level++) {
  const list = new DataList([
    [undefined, root],
    [undefined, root],
  ]);
  shared.add(root);
  root = [undefined, list];
}
const place = {
  path: new Array(levels).fill(['next', '@', 'one']).flat(),
  slots: new Array(levels).fill([1, -1, 1]).flat(),
};

test('a shared object is found once', () => {
  expect(findTargets(root, place, shared)).toEqual([last]);
});

test('where nothing is shared, objects are found in order', () => {
  const [one, two]: DataRecord[] = [
    ['"Part"', '1'],
    ['"Part"', '2'],
  ];
  const items = new DataList([[undefined, one], null, [undefined, null], [undefined, two]]);
  expect(findTargets([undefined, items], { slots: [1, -1, 1] }, new Set())).toEqual([one, two]);
});

test('the places of a shared object are told up to a number', () => {
  const paths = pathsOfTargets(root, place).get(last)!;
  expect(paths[0]).toEqual(new Array(levels).fill(['next', 0, 'one']).flat());
  expect(paths.length).toBe(10_000);
});
