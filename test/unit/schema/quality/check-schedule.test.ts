import { expect, test } from 'vitest';
import { isSchedule, timesAfter } from '../../../../schema/quality/check-schedule.ts';

const noon = new Date('2026-03-01T12:00:00Z');
const minuteMs = 60_000;

test('a result is stale once the second run after it is overdue', () => {
  const every15 = timesAfter('PT15M', 'orders/orders#a', noon);
  expect(every15.staleAt).toEqual(new Date('2026-03-01T12:35:00Z'));
  const nightly = timesAfter('0 2 * * *', 'orders/orders#a', noon);
  expect(nightly.staleAt).toEqual(new Date('2026-03-03T02:05:00Z'));
});

test('checks of the same time are spread, each always at its own place', () => {
  const due = (check: string) => timesAfter('PT1H', check, noon).dueAt.getTime() - noon.getTime();
  const delays = Array.from({ length: 50 }, (_, index) => due(`orders/orders#${index}`) - 60 * minuteMs);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...delays)).toBeLessThanOrEqual(5 * minuteMs);
  expect(new Set(delays).size).toBeGreaterThan(40);
  expect(due('orders/orders#7')).toBe(due('orders/orders#7'));
});

test('a run that is often is delayed by a tenth of the time between two at most', () => {
  const { dueAt } = timesAfter('PT1M', 'orders/orders#a', noon);
  expect(dueAt.getTime() - noon.getTime()).toBeLessThanOrEqual(66_000);
});

test.each([
  ['PT1M', true],
  ['*/5 * * * *', true],
  ['PT10S', false],
  ['0 0 30 2 *', false],
  ['every day', false],
])('%s as a schedule: %s', (text, isKnown) => {
  expect(isSchedule(text)).toBe(isKnown);
});
