import { describe, expect, test } from 'vitest';
import { burnWindowsOf } from '../../../../schema/service-levels/burn-rules.ts';
import { burnRate, errorBudget, type Tally } from '../../../../subgraphs/metadata/service-levels/error-budget.ts';
import { latencyAt } from '../../../../subgraphs/metadata/service-levels/latency.ts';

const now = new Date('2026-03-01T12:00:00Z');
const month = 30 * 86_400;

/** Bad and all of it, by window. */
function budget(target: number, whole: [number, number], recent: Record<string, [number, number]> = {}) {
  const tally = ([bad, total]: [number, number]): Tally => ({ good: total - bad, total });
  return errorBudget({
    target,
    windowSeconds: month,
    whole: tally(whole),
    recent: burnWindowsOf(month).map((window) => ({ window, tally: tally(recent[window.window] ?? [0, 0]) })),
    now,
  });
}

describe('the rate at which a budget burns', () => {
  test.each([
    ['nothing is known', [0, 0], 0.99, null],
    ['nothing failed', [0, 10], 0.99, 0],
    ['as much failed as may', [1, 100], 0.99, 1],
    ['all failed', [10, 10], 0.99, 100],
    ['nothing may fail and nothing did', [0, 10], 1, 0],
    ['nothing may fail and something did', [1, 10], 1, Number.POSITIVE_INFINITY],
  ] as const)('where %s', (_, [bad, total], target, expected) => {
    expect(burnRate({ good: total - bad, total }, target)).toBe(expected);
  });
});

describe('alerts', () => {
  const fast = [150, 1_000] as [number, number];
  const middle = [70, 1_000] as [number, number];
  const slow = [11, 1_000] as [number, number];
  const none = [0, 1_000] as [number, number];
  test.each([
    ['fast over an hour and now', { PT1H: fast, PT5M: fast }, 'PAGE', ['PT5M', 'PT1H']],
    ['fast over an hour, and over', { PT1H: fast, PT5M: none }, null, []],
    ['fast just now', { PT1H: none, PT5M: fast }, null, []],
    ['for hours', { PT6H: middle, PT30M: middle }, 'PAGE', ['PT30M', 'PT6H']],
    ['for hours, and nobody knows about now', { PT6H: middle }, null, []],
    ['for days', { P3D: slow }, 'TICKET', ['P3D']],
    ['for days as much as may', { P3D: [10, 1_000] as [number, number] }, null, []],
    ['fast and for days', { PT1H: fast, PT5M: fast, P3D: slow }, 'PAGE', ['PT5M', 'PT1H', 'P3D']],
  ])('%s', (_, recent, alert, alerting) => {
    const { burn, alert: fired } = budget(0.99, [1, 10_000], recent);
    expect(fired).toBe(alert);
    expect(burn.filter((one) => one.alerting).map(({ window }) => window)).toEqual(alerting);
  });

  test('windows longer than that of the promise say nothing about it', () => {
    expect(burnWindowsOf(3_600).map(({ window }) => window)).toEqual(['PT5M', 'PT30M', 'PT1H']);
  });
});

describe('what is left', () => {
  test.each([
    ['nothing is known', 0.99, [0, 0], null],
    ['nothing failed', 0.99, [0, 100], 1],
    ['half is used', 0.99, [1, 200], 0.5],
    ['all is used', 0.99, [1, 100], 0],
    ['three times as much is used', 0.99, [3, 100], -2],
    ['nothing may fail and nothing did', 1, [0, 100], 1],
    ['nothing may fail and something did', 1, [1, 100], 0],
  ] as const)('where %s', (_, target, whole, expected) => {
    const { remaining } = budget(target, [...whole]);
    if (expected === null) expect(remaining).toBeNull();
    else expect(remaining).toBeCloseTo(expected, 9);
  });

  test('it is gone where what went wrong meets what is allowed, if all goes on as in the last hour', () => {
    // 50 of 100 allowed are used. Each further hour has 1,000 more, of which 10 may fail and 35 do: two hours.
    const { exhaustsAt } = budget(0.99, [50, 10_000], { PT1H: [35, 1_000] });
    expect(exhaustsAt).toEqual(new Date('2026-03-01T14:00:00Z'));
  });

  test.each([
    ['does not come at a pace that may last', [50, 10_000], [10, 1_000], null],
    ['does not come where nothing is known of the last hour', [50, 10_000], [0, 0], null],
    ['has come', [100, 10_000], [0, 1_000], now],
  ] as const)('the end %s', (_, whole, hour, expected) => {
    expect(budget(0.99, [...whole], { PT1H: [...hour] }).exhaustsAt).toEqual(expected);
  });
});

test.each([
  ['nothing', {}, 0.99, null],
  ['all within the first bound', { 0: 10 }, 0.5, 0.5],
  // The tenth bound of a hundred is 50 to 75 ms: half of them are reached in its middle.
  ['all between two bounds', { 10: 100 }, 0.5, 62.5],
  ['nearly all fast', { 0: 99, 14: 1 }, 0.99, 1],
  ['the slowest of them', { 0: 99, 14: 1 }, 1, 300],
  ['what is beyond the last bound', { 0: 1, 25: 1 }, 1, null],
])('the latency that a share does not exceed: %s', (_, counted: Record<number, number>, share, expected) => {
  const counts = Array.from({ length: 26 }, (_, index) => counted[index] ?? 0);
  expect(latencyAt(counts, share)).toBe(expected);
});
