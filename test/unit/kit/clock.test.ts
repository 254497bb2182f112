import { expect, test } from 'vitest';
import { advancingClock, fixedClock } from '../../../kit/clock.ts';

test('a fixed clock stands still, and what it hands out cannot change it', () => {
  const clock = fixedClock('2026-11-22T10:00:00Z');
  clock.now().setFullYear(1999);
  expect(clock.now()).toEqual(new Date('2026-11-22T10:00:00Z'));
});

test('an advancing clock moves only when told', () => {
  const clock = advancingClock('2026-11-22T10:00:00Z');
  clock.advance(1_500);
  expect(clock.now()).toEqual(new Date('2026-11-22T10:00:01.500Z'));
});
