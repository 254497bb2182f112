import { expect, test } from 'vitest';
import { nearest } from '../../../kit/nearest.ts';

test.each([
  ['prot', ['host', 'port'], 'port'],
  ['bodylimit', ['bodyLimit'], 'bodyLimit'],
  ['zzzz', ['port'], null],
  ['port', [], null],
])('nearest to %s of %j is %s', (word, known, expected) => {
  expect(nearest(word, known)).toBe(expected);
});
