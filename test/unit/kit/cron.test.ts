import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCron } from '../../../kit/cron.ts';

// 2026-03-01 is a Sunday.
const cases: [cron: string, after: string, next: string | null][] = [
  ['* * * * *', '2026-03-01T12:00:30Z', '2026-03-01T12:01:00Z'],
  ['* * * * *', '2026-03-01T12:00:00Z', '2026-03-01T12:01:00Z'],
  ['0 20 * * *', '2026-03-01T20:00:00Z', '2026-03-02T20:00:00Z'],
  ['*/15 * * * *', '2026-03-01T12:46:00Z', '2026-03-01T13:00:00Z'],
  ['5/20 3 * * *', '2026-03-01T03:10:00Z', '2026-03-01T03:25:00Z'],
  ['0 9-17/4 * * *', '2026-03-01T10:00:00Z', '2026-03-01T13:00:00Z'],
  ['0 0 1,15 * *', '2026-03-01T12:00:00Z', '2026-03-15T00:00:00Z'],
  ['0 6 * * MON-FRI', '2026-03-01T12:00:00Z', '2026-03-02T06:00:00Z'],
  ['0 6 * * 7', '2026-03-01T12:00:00Z', '2026-03-08T06:00:00Z'],
  ['0 6 * * sun', '2026-03-01T12:00:00Z', '2026-03-08T06:00:00Z'],
  ['0 6 13 * FRI', '2026-03-01T12:00:00Z', '2026-03-06T06:00:00Z'],
  ['0 0 29 FEB *', '2026-03-01T12:00:00Z', '2028-02-29T00:00:00Z'],
  ['0 0 30 2 *', '2026-03-01T12:00:00Z', null],
  ['59 23 31 12 *', '2026-12-31T23:59:00Z', '2027-12-31T23:59:00Z'],
];

test.each(cases)('%s after %s is at %s', (cron, after, next) => {
  expect(readCron(cron)!.next(new Date(after))).toEqual(next === null ? null : new Date(next));
});

test.each([
  '',
  '* * * *',
  '* * * * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * * 13 *',
  '* * * * 8',
  '5-2 * * * *',
  '*/0 * * * *',
  '1,,2 * * * *',
  'a * * * *',
  '@daily',
  '? * * * *',
])('"%s" is no cron', (text) => {
  expect(readCron(text)).toBeNull();
});

test('the next time is the first that fits, minute by minute', () => {
  const minute = fc.constantFrom('*', '0', '30', '*/7', '5,50');
  const hour = fc.constantFrom('*', '0', '23', '*/5', '8-11');
  const weekday = fc.constantFrom('*', '1', 'SAT', '1-3');
  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(minute, hour, weekday, instant, (m, h, w, after) => {
      const cron = readCron(`${m} ${h} * * ${w}`)!;
      const next = cron.next(after)!;
      // Nothing between fits: whoever starts just before it finds the same.
      expect(cron.next(new Date(next.getTime() - 1))).toEqual(next);
      const middle = new Date((after.getTime() + next.getTime()) / 2);
      expect(cron.next(middle)).toEqual(next);
    }),
    { numRuns: 200 },
  );
});
