import { expect, test } from 'vitest';
import { type RefusedPlans, rememberRefusals } from '../../../../gateway/plan/refused-plans.ts';
import { GordianError } from '../../../../kit/errors.ts';

const refusal = new GordianError('PLANNING_FAILED', 'no');

function refusals() {
  let time = 0;
  const refused = rememberRefusals({ firstMs: 2_000, longestMs: 10_000 }, () => time);
  const later = (milliseconds: number) => {
    time += milliseconds;
  };
  return { refused, later };
}

/** For how many seconds it is said again. */
function secondsRefused(refused: RefusedPlans, later: (milliseconds: number) => void): number {
  for (let seconds = 0; ; seconds++, later(1_000)) if (!refused.find('operation')) return seconds;
}

test('what fails again and again is said again for twice as long each time, within a bound', () => {
  const { refused, later } = refusals();
  const seconds = [1, 2, 3, 4, 5].map(() => {
    refused.add('operation', refusal);
    return secondsRefused(refused, later);
  });
  expect(seconds).toEqual([2, 4, 8, 10, 10]);
});

test('what could be planned after all begins anew', () => {
  const { refused, later } = refusals();
  refused.add('operation', refusal);
  later(2_000);
  refused.remove('operation');
  refused.add('operation', refusal);
  expect(secondsRefused(refused, later)).toBe(2);
});

test('one operation is not to blame for another', () => {
  const { refused } = refusals();
  refused.add('operation', refusal);
  expect(refused.find('another')).toBeUndefined();
  expect(refused.find('operation')).toBe(refusal);
});
