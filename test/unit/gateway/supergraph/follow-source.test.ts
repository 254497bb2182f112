// Which questions reach the source; the source itself is a script, because it is time that is tested.
import { afterEach, expect, test } from 'vitest';
import { followSource, type SourceFollower } from '../../../../gateway/supergraph/follow-source.ts';
import { EventQueue } from '../../../../kit/event-queue.ts';
import { silentLog } from '../../../../kit/log.ts';

const never = 3_600_000;
let following: SourceFollower | null = null;
afterEach(() => following?.stop());

/** @param isThere whether the source answers; it gives what is newest at that moment */
function follow(isThere: () => boolean, pollIntervalMs = never) {
  const told = new EventQueue<string>({
    maxEvents: 1_000,
    maxBytes: Number.POSITIVE_INFINITY,
    tooSlow: () => new Error('too slow'),
  });
  const state = { looks: 0, newest: 'first', read: null as string | null };
  following = followSource({
    source: {
      async *newest() {
        yield* told;
      },
    },
    look: async () => {
      state.looks++;
      await new Promise((resolve) => setImmediate(resolve));
      if (!isThere()) return false;
      state.read = state.newest;
      await new Promise((resolve) => setImmediate(resolve));
      return true;
    },
    known: () => state.read,
    pollIntervalMs,
    log: silentLog,
  });
  const tell = (id: string): void => told.push(id);
  return {
    state,
    tell,
    publish(id: string) {
      state.newest = id;
      tell(id);
    },
  };
}

test('what is told is asked for at once, and what was read already is not', async () => {
  const { state, tell, publish } = follow(() => true);
  await following!.begun;
  publish('a');
  await expect.poll(() => state.read).toBe('a');
  const { looks } = state;
  for (let second = 0; second < 10; second++) tell('a');
  publish('b');
  await expect.poll(() => state.read).toBe('b');
  expect(state.looks).toBeLessThanOrEqual(looks + 2);
});

test('of a hundred publications at once the last is read, in few questions', async () => {
  const { state, publish } = follow(() => true);
  await following!.begun;
  for (let n = 0; n < 100; n++) publish(`id ${n}`);
  await expect.poll(() => state.read).toBe('id 99');
  expect(state.looks).toBeLessThan(10);
});

test('what is told twice is read although another one came between, of which nobody told', async () => {
  const { state, publish, tell } = follow(() => true);
  await following!.begun;
  publish('a');
  // Told of a, it reads b.
  state.newest = 'b';
  await expect.poll(() => state.read).toBe('b');
  state.newest = 'a';
  tell('a');
  await expect.poll(() => state.read).toBe('a');
});

test('what cannot be read is left to the polls, however often it is told', async () => {
  const { state, tell } = follow(() => state.looks < 2);
  await following!.begun;
  tell('a');
  await expect.poll(() => state.looks).toBeGreaterThan(1);
  await new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
  const { looks } = state;
  for (let second = 0; second < 10; second++) tell('a');
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(state.looks).toBe(looks);
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
  following = followSource({
    source: {},
    look: async () => ++looks > 0,
    known: () => null,
    pollIntervalMs: 1,
    log: silentLog,
  });
  await expect.poll(() => looks).toBeGreaterThan(5);
});

test('a source whose stream ends after each word does not keep the process busy', async () => {
  let looks = 0;
  following = followSource({
    source: {
      async *newest() {
        yield 'first';
      },
    },
    look: async () => looks++ >= 0,
    known: () => 'first',
    pollIntervalMs: 1,
    log: silentLog,
  });
  await expect.poll(() => looks).toBeGreaterThan(3);
});
