// Objects that are shared are reached along more ways than there are objects; neither search may count the ways.
import { expect, test } from 'vitest';
import { findTargets, pathsOfTargets } from '../../../../gateway/execute/find-targets.ts';
import type { JsonObject } from '../../../../gateway/execute/json-object.ts';

/** Forty levels of two items each, both of which are the one object of the next level: 2^40 ways to the last. */
const levels = 40;
const last: JsonObject = { id: 'last' };
let root: JsonObject = last;
for (let level = 0; level < levels; level++) root = { next: [root, root] };
const path = new Array(levels).fill(['next', '@']).flat();

test('a shared object is found once', () => {
  expect(findTargets(root, path, false)).toEqual([last]);
});

test('where nothing is shared, objects are found in order', () => {
  const items = [{ part: { id: 1 } }, null, { part: null }, { part: { id: 2 } }];
  expect(findTargets({ items }, ['items', '@', 'part'], true)).toEqual([{ id: 1 }, { id: 2 }]);
});

test('the places of a shared object are told up to a number', () => {
  const paths = pathsOfTargets(root, path).get(last)!;
  expect(paths[0]).toEqual(new Array(levels).fill(['next', 0]).flat());
  expect(paths.length).toBe(10_000);
});
