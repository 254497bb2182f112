import { expect, test } from 'vitest';
import { nextWaitMs } from '../../../../portal/source/graph/pace.ts';

const pace = { firstMs: 1_000, mostMs: 30_000 };

test('what keeps failing is tried ever later, up to a bound', () => {
  const waits = [null];
  const next = () => waits.push(nextWaitMs(waits.at(-1)!, 5, pace) as never);
  for (let times = 0; times < 7; times += 1) next();
  expect(waits.slice(1)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('what went well for long is tried again soon', () => {
  expect(nextWaitMs(30_000, 30_001, pace)).toBe(1_000);
});
