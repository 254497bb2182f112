import { expect, test } from 'vitest';
import { frameOf, linePath, percentTicks, placeY, timeTicks } from '../../../../portal/source/product/chart-lines.ts';

const frame = { from: 0, to: 100, least: 0 };

test('small losses are seen: the lowest value stands clear of the edge', () => {
  const { least } = frameOf([0, 10], [99.9, 100], 99.5);
  expect(least).toBeLessThan(99.5);
  expect(least).toBeGreaterThan(99);
  expect(frameOf([0, 10], [0, 100], null).least).toBe(0);
  expect(frameOf([0], [null], null)).toMatchObject({ from: 0, to: 1 });
});

test.each<[string, (number | null)[], string]>([
  ['a line', [100, 50, 0], 'M0 0h0L50 50L100 100'],
  ['a gap', [100, null, 0], 'M0 0h0M100 100h0'],
  ['nothing', [null, null, null], ''],
])('%s', (_, values, path) => {
  expect(linePath([0, 50, 100], values, frame)).toBe(path);
});

test.each([
  [0, [100, 75, 50, 25, 0]],
  [99.4, [100, 99.8, 99.6, 99.4]],
  [40, [100, 80, 60, 40]],
])('from %d, the axis has round numbers', (least, ticks) => {
  expect(percentTicks({ ...frame, least })).toEqual(ticks);
});

test('time is spread evenly, and the best is on top', () => {
  expect(timeTicks(frame, 5)).toEqual([0, 25, 50, 75, 100]);
  expect([placeY(100, frame), placeY(0, frame)]).toEqual([0, 100]);
});
