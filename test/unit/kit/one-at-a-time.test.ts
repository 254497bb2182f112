import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { oneAtATime } from '../../../kit/one-at-a-time.ts';

function countedWork() {
  const state = { begun: 0, atOnce: 0, most: 0 };
  const ask = oneAtATime(async () => {
    const run = ++state.begun;
    state.most = Math.max(state.most, ++state.atOnce);
    await nextTurn();
    state.atOnce--;
    return run;
  });
  return { state, ask };
}

test('a storm of questions makes one run, and one more for those that came meanwhile', async () => {
  const { state, ask } = countedWork();
  await Promise.all(Array.from({ length: 100 }, ask));
  expect(state).toEqual({ begun: 2, atOnce: 0, most: 1 });
});

test('whoever asks while a run is under way gets what a later one gives', async () => {
  const { ask } = countedWork();
  const first = ask();
  await Promise.resolve();
  expect(await Promise.all([ask(), first])).toEqual([2, 2]);
});

test('after a run that failed, the next question runs again', async () => {
  let runs = 0;
  const ask = oneAtATime(async () => {
    if (++runs === 1) throw new Error('once');
    return runs;
  });
  await expect(ask()).rejects.toThrow('once');
  expect(await ask()).toBe(2);
});
