import { expect, test } from 'vitest';
import { secondsOfDuration } from '../../../subgraphs/metadata/freshness/duration.ts';

test.each([
  ['PT15M', 900],
  ['PT1H30M', 5_400],
  ['P1D', 86_400],
  ['P1W', 604_800],
  ['P30DT1S', 2_592_001],
  ['P366D', 31_622_400],
])('%s is %d seconds', (duration, seconds) => {
  expect(secondsOfDuration(duration)).toBe(seconds);
});

test.each([
  '',
  'P',
  'PT',
  '15m',
  'P1M',
  'P1Y',
  'P1DT',
  'PT0S',
  'P367D',
  '-P1D',
  'P1.5D',
  `P${'9'.repeat(40)}D`,
])('"%s" is not a window', (duration) => {
  expect(() => secondsOfDuration(duration)).toThrow(/ISO-8601/);
});
