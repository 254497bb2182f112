import { expect, test } from 'vitest';
import { oneAtATime } from '../../../../portal/source/graph/one-at-a-time.ts';

/** Work that ends when it is told to. */
function slowWork() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => void ends.push(resolve));
  async function end(): Promise<void> {
    ends.at(-1)!();
    await new Promise(setImmediate);
  }
  return { work, begun: () => ends.length, end };
}

test('asked for often while it is under way, it is done once more afterwards, and ends', async () => {
  const { work, begun, end } = slowWork();
  const again = oneAtATime(work, new AbortController().signal);
  for (let times = 0; times < 5; times += 1) again();
  expect(begun()).toBe(1);
  await end();
  expect(begun()).toBe(2);
  await end();
  expect(begun()).toBe(2);
  again();
  expect(begun()).toBe(3);
});

test('nothing is begun for who has gone', async () => {
  const gone = new AbortController();
  const { work, begun, end } = slowWork();
  const again = oneAtATime(work, gone.signal);
  again();
  again();
  gone.abort();
  await end();
  again();
  expect(begun()).toBe(1);
});
