import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { pause } from '../../../../portal/source/graph/pause.ts';

const anHourMs = 3_600_000;

test('a wait that is over leaves nothing with the signal', async () => {
  const { signal } = new AbortController();
  await pause(0, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test.each(['while it waits', 'before it begins'])('a signal ends a wait %s', async (when) => {
  const gone = new AbortController();
  if (when === 'before it begins') gone.abort();
  const waiting = pause(anHourMs, gone.signal);
  gone.abort();
  await waiting;
  expect(getEventListeners(gone.signal, 'abort')).toEqual([]);
});
