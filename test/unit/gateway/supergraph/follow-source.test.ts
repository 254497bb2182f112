// Which questions reach the source; the source itself is a script, because it is time that is tested.
import { afterEach, expect, test } from 'vitest';
import { followSource, type SourceFollower } from '../../../../gateway/supergraph/follow-source.ts';
import { EventQueue } from '../../../../kit/event-queue.ts';
import { silentLog } from '../../../../kit/log.ts';

const never = 3_600_000;
let following: SourceFollower | null = null;
afterEach(() => following?.stop());

function follow(isThere: () => boolean, pollIntervalMs = never) {
  const told = new EventQueue<string>({
    maxEvents: 1_000,
    maxBytes: Number.POSITIVE_INFINITY,
    tooSlow: () => new Error('too slow'),
  });
  const state = { looks: 0, streams: 0 };
  following = followSource({
    source: {
      async *newest() {
        state.streams++;
        yield* told;
      },
    },
    look: async () => {
      state.looks++;
      await new Promise((resolve) => setImmediate(resolve));
      return isThere();
    },
    pollIntervalMs,
    log: silentLog,
  });
  return { state, tell: (id: string) => told.push(id) };
}

test('what is told is asked for at once, and what is told again is not', async () => {
  const { state, tell } = follow(() => true);
  await following!.begun;
  tell('a');
  await expect.poll(() => state.looks).toBe(2);
  tell('a');
  tell('a');
  tell('b');
  await expect.poll(() => state.looks).toBe(3);
});

test('of a hundred publications at once the last is asked for, in few questions', async () => {
  const { state, tell } = follow(() => true);
  await following!.begun;
  for (let n = 0; n < 100; n++) tell(`id ${n}`);
  await expect.poll(() => state.looks).toBeGreaterThan(1);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(state.looks).toBeLessThan(10);
});

test('a source that is not there at the start is asked again soon, whatever the interval of polls', async () => {
  let isThere = false;
  const { state } = follow(() => isThere, 600_000);
  await following!.begun;
  isThere = true;
  await expect.poll(() => state.looks, { timeout: 5_000 }).toBeGreaterThan(1);
});

test('polls go on without a stream', async () => {
  let looks = 0;
  following = followSource({ source: {}, look: async () => ++looks > 0, pollIntervalMs: 1, log: silentLog });
  await expect.poll(() => looks).toBeGreaterThan(5);
});
