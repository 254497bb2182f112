import { expect, test } from 'vitest';
import { wavesOf } from '../../../bench/upstream-calls.ts';

const call = (body: string, answeredBefore: number) => ({ url: 'http://127.0.0.1/', body, answeredBefore });

test('calls that waited for an answer of the wave before are the next wave', () => {
  const calls = [call('users', 0), call('products', 0), call('reviews', 1), call('stock', 2), call('authors', 3)];
  const waves = wavesOf(calls).map((wave) => wave.map(({ body }) => body));
  expect(waves).toEqual([['users', 'products'], ['reviews', 'stock'], ['authors']]);
});
