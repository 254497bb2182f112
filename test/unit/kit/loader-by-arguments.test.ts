import { expect, test } from 'vitest';
import { createLoaderByArguments } from '../../../kit/loader-by-arguments.ts';

test('parents that ask with the same arguments share one batch, others get their own', async () => {
  const batches: [readonly string[], { first: number }][] = [];
  const loader = createLoaderByArguments(async (keys: readonly string[], args: { first: number }) => {
    batches.push([keys, args]);
    return keys.map((key) => `${key}${args.first}`);
  });
  const answers = await Promise.all([
    loader.load('a', { first: 1 }),
    loader.load('b', { first: 1 }),
    loader.load('a', { first: 2 }),
    loader.load('a', { first: 1 }),
  ]);
  expect(answers).toEqual(['a1', 'b1', 'a2', 'a1']);
  expect(batches).toEqual([
    [['a', 'b'], { first: 1 }],
    [['a'], { first: 2 }],
  ]);
});
