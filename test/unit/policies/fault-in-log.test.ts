import { expect, test } from 'vitest';
import { faultInLog, RuleTrespass } from '../../../policies/decide/fault-in-log.ts';

test('the words of an exception stay out of the log, for they may quote a value', () => {
  const fault = faultInLog(new TypeError('"claire@example.com" is no number'));
  expect(fault).toMatchObject({ type: 'TypeError', stack: expect.stringContaining('fault-in-log.test') });
  expect(JSON.stringify(fault)).not.toContain('claire');
});

test('what was thrown and is no error is not told at all', () => {
  expect(faultInLog('claire@example.com')).toEqual({ type: 'string', stack: '' });
});

test('what a rule did wrong with its row is told', () => {
  const fault = faultInLog(new RuleTrespass('The rule r reads the row.'));
  expect(fault).toMatchObject({ type: 'RuleTrespass', message: 'The rule r reads the row.' });
});
