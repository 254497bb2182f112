import { describe, expect, test } from 'vitest';
import { maySeePlans, maySeeRules, planRefusal } from '../../../gateway/may-see-plans.ts';
import { anonymous } from '../../../kit/caller.ts';

const developer = { ...anonymous, scopes: new Set(['gordian:plan:read']) };
const policy = { directory: 'policies', follow: true, golden: 'ignore' } as const;

describe('who may see plans', () => {
  test.each([
    ['by default, callers with the scope', undefined, policy, true, false],
    ['by default, everyone who may see everything', undefined, null, true, true],
    ['scope', 'scope', null, true, false],
    ['everyone', 'everyone', policy, true, true],
    ['nobody', 'nobody', null, false, false],
  ] as const)('%s', (_, plans, policy, withScope, without) => {
    const config = { explain: { plans }, policy };
    expect([maySeePlans(config, developer), maySeePlans(config, anonymous)]).toEqual([withScope, without]);
  });
});

test.each([
  ['the scope that it takes', 'scope', 'gordian:plan:read'],
  ['that nobody may', 'nobody', 'setting explain.plans'],
] as const)('a refusal says %s', (_, plans, words) => {
  expect(planRefusal({ explain: { plans } }).message).toContain(words);
});

test('names of rules are for those who may read the policy, and not for whoever may see plans', () => {
  const reader = { ...anonymous, scopes: new Set(['gordian:policy:read']) };
  expect([reader, developer, anonymous].map(maySeeRules)).toEqual([true, false, false]);
});
