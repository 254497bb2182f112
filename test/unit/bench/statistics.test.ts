import { describe, expect, test } from 'vitest';
import { fitExponent, fitLine, median, quantile } from '../../../bench/statistics.ts';

const points = (curve: (x: number) => number) => [10, 100, 300, 1_000, 3_000].map((x) => ({ x, y: curve(x) }));

describe('the figures of the benchmark', () => {
  test('a median and quartiles lie between the nearest values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
  });

  test('a line is found with its fixed cost', () => {
    const { slope, intercept, rSquared } = fitLine(points((x) => 200 + 5 * x));
    expect([slope, intercept, rSquared].map((value) => Math.round(value * 1_000) / 1_000)).toEqual([5, 200, 1]);
  });

  test.each([
    ['linear', (x: number) => 200 + 5 * x, 1],
    ['quadratic', (x: number) => 200 + 0.1 * x * x, 2],
    ['like a root', (x: number) => 50 + 9 * Math.sqrt(x), 0.5],
  ])('growth that is %s is called so', (_, curve, exponent) => {
    expect(fitExponent(points(curve))).toBeCloseTo(exponent, 1);
  });
});
