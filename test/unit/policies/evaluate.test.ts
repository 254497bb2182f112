import { describe, expect, test } from 'vitest';
import { createEvaluator, type Outcome, readsArguments } from '../../../policies/decide/evaluate.ts';
import { allow, and, chain, deny, inputRule, not, or, type Rule, race, rule } from '../../../policies/shield.ts';
import type { RuleContext } from '../../../policies/vocabulary.ts';
import { callerWith } from '../../support/small-policy.ts';

const contextual = { cache: 'contextual' } as const;
const yes = rule('yes', contextual)(() => true);
const no = rule('no', contextual)(() => false);
const slowYes = rule('slowYes', contextual)(async () => true);
const slowNo = rule('slowNo', contextual)(async () => false);
const broken = rule(
  'broken',
  contextual,
)(() => {
  throw new Error('the directory is down');
});

describe('three-valued logic', () => {
  test.each<[string, Rule, Outcome]>([
    ['allow', allow, 'allow'],
    ['deny', deny, 'deny'],
    ['a rule that says true', yes, 'allow'],
    ['a rule that says false', no, 'deny'],
    ['a rule that throws has failed, not refused', broken, 'fault'],
    ['a rule that rejects', rule('rejects', contextual)(() => Promise.reject(new Error('x'))), 'fault'],
    ['a rule that answers in words denies', rule('words', contextual)(() => 'no way'), 'deny'],
    ['a rule that returns an error denies', rule('error', contextual)(() => new Error('no')), 'deny'],
    [
      'a rule that forgets to return denies',
      rule('forgets', contextual)(() => undefined as unknown as boolean),
      'deny',
    ],
    ['something truthy is not true', rule('truthy', contextual)(() => 1 as unknown as boolean), 'deny'],
    ['and', and(yes, yes), 'allow'],
    ['and with one refusal', and(yes, no), 'deny'],
    ['and with a fault', and(yes, broken), 'fault'],
    ['a refusal outweighs a fault', and(broken, no), 'deny'],
    ['or', or(no, yes), 'allow'],
    ['or with refusals only', or(no, no), 'deny'],
    ['or with a fault and no way in', or(no, broken), 'fault'],
    ['a way in outweighs a fault', or(broken, yes), 'allow'],
    ['and with a refusal that takes its time', and(yes, slowNo), 'deny'],
    ['and with one that does not', and(slowYes, no), 'deny'],
    ['or with a way in that takes its time', or(no, slowYes), 'allow'],
    ['or with refusals, one of which takes its time', or(no, slowNo), 'deny'],
    ['not', not(no), 'allow'],
    ['not of an allowance', not(yes), 'deny'],
    ['a fault under not opens nothing', not(broken), 'fault'],
    ['not even twice', not(not(broken)), 'fault'],
    ['chain', chain(yes, yes), 'allow'],
    ['chain with a fault', chain(yes, broken), 'fault'],
    ['chain stops at the first refusal', chain(no, broken), 'deny'],
    ['race', race(no, yes), 'allow'],
    ['race stops at the first way in', race(yes, broken), 'allow'],
    ['race with a fault and no way in', race(broken, no), 'fault'],
    ['nested', and(or(no, yes), not(and(yes, no))), 'allow'],
    ['an empty and, should one get past the compiler', and(), 'deny'],
    ['an empty chain', chain(), 'deny'],
    ['an empty or', or(), 'deny'],
    ['an empty race', race(), 'deny'],
    ['something that is no rule', {} as Rule, 'deny'],
  ])('%s', async (_name, asked, outcome) => {
    expect(await evaluate(asked)).toBe(outcome);
  });

  test.each([null, undefined, 'allow', {}])('%s is no rule, and reads nothing', (value) => {
    expect(readsArguments(value as unknown as Rule)).toBe(false);
  });

  test('an input rule reads the arguments', async () => {
    const positive = inputRule('amount is positive')((yup) => yup.object({ amount: yup.number().positive() }));
    expect(await evaluate(positive, { amount: 3 })).toBe('allow');
    expect(await evaluate(positive, { amount: -3 })).toBe('deny');
  });
});

describe('what a rule may touch', () => {
  test.each<[string, Rule, RegExp]>([
    ['the row', rule('readsRow', contextual)((parent) => parent.ownerId === undefined), /readsRow reads the row/],
    ['the row of a rule with arguments', rule('readsRow')((parent) => parent.ownerId === undefined), /reads the row/],
    ['the keys of the row', rule('lists', contextual)((parent) => Object.keys(parent).length === 0), /reads the row/],
    ['and writes the row', rule('writes', contextual)((parent) => Reflect.set(parent, 'ownerId', 1)), /reads the row/],
    ['whether the row has a field', rule('asks', contextual)((parent) => !('ownerId' in parent)), /reads the row/],
    [
      'arguments, when it is cached per caller',
      rule('readsArgs', contextual)((_parent, args) => args.id === undefined),
      /cached per caller/,
    ],
    ['the resolve info', rule('readsInfo')((_parent, _args, _context, info) => info.fieldName !== ''), /reads info/],
  ])('reading %s is a policy bug that is heard of and opens nothing', async (_name, asked, message) => {
    const faults: string[] = [];
    expect(await evaluate(asked, {}, faults)).toBe('fault');
    expect(faults).toEqual([expect.stringMatching(message)]);
  });

  test('the caller, and the arguments of the field', async () => {
    const ownCustomer = rule('ownCustomer', { cache: 'no_cache' })(
      (_parent, { id }: { id: string }, { caller }: RuleContext) => caller.subject === id,
    );
    const ask = createEvaluator(callerWith({ subject: '7' }), () => {});
    expect(await ask(ownCustomer, { id: '7' })).toBe('allow');
    expect(await ask(ownCustomer, { id: '8' })).toBe('deny');
    expect(await ask(and(yes, ownCustomer), { id: '8' })).toBe('deny');
  });

  test('nothing of it can be changed', async () => {
    const grabs = rule(
      'grabs',
      contextual,
    )((_parent, _args, context) => {
      context.caller = { scopes: new Set(['everything']) };
      return true;
    });
    expect(await evaluate(grabs)).toBe('fault');
  });
});

test('a rule that looks at the caller only runs once per request, in however many rules it takes part', async () => {
  let runs = 0;
  const counted = rule('counted', contextual)(() => ++runs > 0);
  const ask = createEvaluator(callerWith(), () => {});
  await Promise.all([ask(counted, {}), ask(and(counted, yes), {}), ask(or(no, counted), {}), ask(not(counted), {})]);
  expect(runs).toBe(1);
});

async function evaluate(asked: Rule, args: Record<string, unknown> = {}, faults: string[] = []): Promise<Outcome> {
  return createEvaluator(callerWith(), (name, cause) => faults.push(`${name}: ${(cause as Error).message}`))(
    asked,
    args,
  );
}
