import { expect, test } from 'vitest';
import { isNestedAtMost } from '../../../kit/json-depth.ts';

const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

test.each([
  ['a text', 'x', true],
  ['null', null, true],
  ['two levels', { a: [1] }, true],
  ['three levels', { a: [{}, { b: {} }] }, false],
  ['more than the stack holds', deep, false],
])('%s against two levels', (_, value, fits) => {
  expect(isNestedAtMost(2, value)).toBe(fits);
});
