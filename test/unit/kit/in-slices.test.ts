import { expect, test } from 'vitest';
import { atOnce, inSlices, type Steps } from '../../../kit/in-slices.ts';

function* slow(steps: number, stepMs: number): Steps<number> {
  for (let step = 0; step < steps; step++) {
    const endsAt = performance.now() + stepMs;
    while (performance.now() < endsAt);
    yield;
  }
  return steps;
}

test('what is done in slices gives what is done at once', async () => {
  expect(await inSlices(slow(3, 0))).toBe(atOnce(slow(3, 0)));
});

test('others get their turn between slices, and not before the work is worth it', async () => {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await inSlices(slow(4, 6));
  expect(turns).toBeGreaterThanOrEqual(4);
  const before = turns;
  await inSlices(slow(4, 0));
  isOver = true;
  expect(turns).toBe(before);
});

test('what the work throws is thrown', async () => {
  // biome-ignore lint/correctness/useYield: it fails before its first pause
  function* fails(): Steps<void> {
    throw new Error('no');
  }
  await expect(inSlices(fails())).rejects.toThrow('no');
  expect(() => atOnce(fails())).toThrow('no');
});
