import { expect, test } from 'vitest';
import { eachOnce, promotionOf, whatItTakes } from '../../../../portal/source/deployments/what-it-takes.ts';

const problem = (code: string, severity = 'error') => ({ code, severity, message: `${code}.`, fix: null });

test.each([
  ['nothing', true, []],
  ['nothing', true, [problem('BREAKS_CONSUMERS', 'warning')]],
  ['force', false, [problem('OPENS_AGAIN'), problem('BREAKS_CONSUMERS', 'warning')]],
  ['force', false, [problem('LEAVES_PINS'), problem('BREAKING_WITHOUT_TRAFFIC_DATA')]],
  ['acceptUnknown', false, [problem('BREAKING_WITHOUT_TRAFFIC_DATA')]],
  ['mend', false, [problem('OPENS_AGAIN'), problem('COMPOSITION_FAILED')]],
  ['mend', false, [problem('NEWLY_INVENTED')]],
  // Refused without saying why: nobody can stand for what nobody knows.
  ['mend', false, []],
] as const)('it takes %s when ok is %s and %j is told', (takes, ok, problems) => {
  expect(whatItTakes({ ok, problems })).toBe(takes);
});

test('the same is told once, and a warning is not an error', () => {
  const [warning, error] = [problem('A', 'warning'), problem('A')];
  expect(eachOnce([warning, error, warning, error])).toEqual([warning, error]);
});

test('a promotion takes what the other variant has as well, and names what it cannot take', () => {
  const from = ['catalog', 'orders'].map((name) => ({ name, sourceRevision: 'new' }));
  const to = ['customers', 'orders'].map((name) => ({ name, sourceRevision: 'old' }));
  expect(promotionOf(from, to)).toEqual({ goes: [{ name: 'orders', now: 'old', next: 'new' }], unknown: ['catalog'] });
});
