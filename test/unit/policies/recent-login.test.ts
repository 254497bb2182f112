// What counts as a login of a moment ago, with more than a password.
import { expect, test } from 'vitest';
import { createEvaluator } from '../../../policies/decide/evaluate.ts';
import { loggedInRecently } from '../../../policies/words/recent-login.ts';
import { callerWith } from '../../support/small-policy.ts';

const now = new Date('2026-03-01T12:00:00Z');
const seconds = now.getTime() / 1_000;
const word = loggedInRecently({ withinMinutes: 5, methods: ['otp', 'hwk'], classes: ['phr'] });

test.each<[string, Record<string, unknown>, string]>([
  ['a moment ago, with one of the methods', { auth_time: seconds, amr: ['pwd', 'otp'] }, 'allow'],
  ['as long ago as it may be', { auth_time: seconds - 300, amr: ['hwk'] }, 'allow'],
  ['with one of the classes', { auth_time: seconds, acr: 'phr' }, 'allow'],
  ['by a clock that is a little ahead', { auth_time: seconds + 5, amr: ['otp'] }, 'allow'],
  ['a second too long ago', { auth_time: seconds - 301, amr: ['otp'] }, 'deny'],
  ['in the future', { auth_time: seconds + 6, amr: ['otp'] }, 'deny'],
  ['with a password only', { auth_time: seconds, amr: ['pwd'] }, 'deny'],
  ['with a class among the methods', { auth_time: seconds, amr: ['phr'] }, 'deny'],
  ['with a method as class', { auth_time: seconds, acr: 'otp' }, 'deny'],
  ['with nothing said of how', { auth_time: seconds }, 'deny'],
  ['with nothing said of when', { amr: ['otp'] }, 'deny'],
  ['with a time that is no number', { auth_time: String(seconds), amr: ['otp'] }, 'deny'],
])('a login %s', (_, claims, outcome) => {
  const evaluate = createEvaluator(callerWith({ claims }), () => {}, { region: null, now: () => now });
  expect(evaluate(word, {})).toBe(outcome);
});
