import { expect, test } from 'vitest';
import { createRecorder, wavesOf } from '../../../bench/upstream-calls.ts';

test('calls that wait for an answer of the wave before are the next wave', async () => {
  const recorder = createRecorder();
  const ask = (body: string) => recorder.note('http://127.0.0.1/', body);
  await Promise.all([
    ask('users').then(() => Promise.all([ask('reviews'), ask('stock')])),
    ask('products').then(() => ask('authors')),
  ]);
  const waves = wavesOf(recorder.calls).map((wave) => wave.map(({ body }) => body).sort());
  expect(waves).toEqual([
    ['products', 'users'],
    ['authors', 'reviews', 'stock'],
  ]);
});
