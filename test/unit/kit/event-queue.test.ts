import { expect, test } from 'vitest';
import { EventQueue } from '../../../kit/event-queue.ts';

function queue(limits: { maxEvents?: number; maxBytes?: number } = {}) {
  let ends = 0;
  const events = new EventQueue<string>({
    maxEvents: 3,
    maxBytes: 100,
    sizeOf: (event) => event.length,
    tooSlow: () => new Error('too slow'),
    onEnd: () => {
      ends += 1;
    },
    ...limits,
  });
  return { events, ends: () => ends };
}

async function rest(events: AsyncIterable<string>): Promise<string[]> {
  const read = [];
  for await (const event of events) read.push(event);
  return read;
}

test('events are read in order, whether the reader waits or they do', async () => {
  const { events } = queue();
  const first = events.next();
  for (const event of ['a', 'b', 'c']) events.push(event);
  events.end();
  expect(await first).toEqual({ value: 'a', done: false });
  expect(await rest(events)).toEqual(['b', 'c']);
});

test('an error comes after what was there before it, and once', async () => {
  const { events, ends } = queue();
  events.push('a');
  events.end(new Error('lost'));
  events.end(new Error('again'));
  expect(await events.next()).toEqual({ value: 'a', done: false });
  await expect(events.next()).rejects.toThrow('lost');
  expect(await events.next()).toEqual({ value: undefined, done: true });
  expect(ends()).toBe(1);
});

test.each([
  ['events', ['a', 'b', 'c', 'd']],
  ['bytes', ['a', 'x'.repeat(100)]],
])('too many %s end it at once, and are forgotten', async (_, pushed) => {
  const { events, ends } = queue();
  for (const event of pushed) events.push(event);
  expect(ends()).toBe(1);
  await expect(events.next()).rejects.toThrow('too slow');
  events.push('late');
  expect(await rest(events)).toEqual([]);
});

test('a single event may be larger than the limit', async () => {
  const { events } = queue();
  events.push('x'.repeat(1_000));
  events.end();
  expect(await rest(events)).toEqual(['x'.repeat(1_000)]);
});

test('a reader that waits is let go when it is dropped', async () => {
  const { events, ends } = queue();
  const waiting = events.next();
  await events.return();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(ends()).toBe(1);
});

test('bytes are free again when they are read', async () => {
  const { events } = queue({ maxEvents: 1_000 });
  for (let count = 0; count < 500; count++) {
    events.push('x'.repeat(60));
    expect((await events.next()).done).toBe(false);
  }
  expect(events.isOver).toBe(false);
});
