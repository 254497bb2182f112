import { describe, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import type { Door } from '../../../policies/compiler/compiled-policy.ts';
import { nowhere } from '../../../policies/decide/evaluate.ts';
import { email } from '../../../policies/masks/email.ts';
import type { Persona } from '../../../policies/persona.ts';
import { inputsOf } from '../../../policies/review/counterfactual.ts';
import { coverageOf, summarise, unclassifiedOf } from '../../../policies/review/coverage.ts';
import { changesOf, explain, explainDecision } from '../../../policies/review/explain.ts';
import { matrixOf } from '../../../policies/review/matrix.ts';
import { or, type Rule, rule } from '../../../policies/shield.ts';
import * as vocabulary from '../../../policies/vocabulary.ts';
import { hasScope } from '../../../policies/vocabulary.ts';
import { callerWith, compileSmall, domainPolicy } from '../../support/small-policy.ts';

const clear = hasScope('customers:pii:read');
const policy = compileSmall([
  domainPolicy(
    { Customer: { email: or(clear, hasScope('customers:pii:masked')) } },
    { Customer: { email: { unless: clear, with: email } } },
  ),
]);

const inOwnRegion = rule('inOwnRegion', {
  cache: 'no_cache',
  fragment: 'fragment Region on Customer { region manager { id } }',
})(() => true);
const broken = rule('broken', { cache: 'contextual' })(() => {
  throw new Error('broken');
});
const withRows = compileSmall([
  { ...domainPolicy({ Customer: { name: inOwnRegion, friends: broken } }), rows: { Customer: inOwnRegion } },
]);

const ask = (caller: Caller, coordinate: string) => explain(policy, { caller, circumstances: nowhere }, coordinate);

describe('an explanation says which rule of which layer decided', () => {
  test.each<[string, Caller, string, object]>([
    [
      'public',
      anonymous,
      'Query.country',
      { outcome: 'allow', rule: 'everyone', layer: 'public', changes: [], byGrant: null },
    ],
    ['internal', callerWith(), 'Customer.name', { outcome: 'allow', rule: 'isAuthenticated', layer: 'derived' }],
    [
      'denied by a derived rule',
      callerWith(),
      'Customer.revenue',
      {
        outcome: 'deny',
        rule: 'hasScope(customers:confidential:read)',
        layer: 'derived',
        reason: 'Needs scope customers:confidential:read.',
      },
    ],
    ['denied by a hand-written rule', callerWith(), 'Customer.email', { outcome: 'deny', layer: 'domain' }],
    [
      'masked',
      callerWith({ scopes: ['customers:pii:masked'] }),
      'Customer.email',
      {
        outcome: 'mask',
        rule: 'hasScope(customers:pii:read)',
        layer: 'mask',
        mask: { name: 'email', unless: 'hasScope(customers:pii:read)', outcome: 'deny' },
      },
    ],
    ['unclassified', callerWith(), 'Customer.forgotten', { outcome: 'deny', rule: 'deny', layer: 'derived' }],
    [
      'left to the row',
      callerWith(),
      'Customer.name',
      { outcome: 'row', rule: 'inOwnRegion', layer: 'domain', rowInputs: ['region', 'manager.id'] },
    ],
    [
      'left to the row, for whole rows',
      callerWith(),
      'Customer',
      { outcome: 'row', rule: 'inOwnRegion', classification: undefined },
    ],
    ['failed', callerWith(), 'Customer.friends', { outcome: 'fault', rule: 'broken' }],
  ])('%s', async (name, caller, coordinate, expected) => {
    const asked = /row|failed/.test(name) ? withRows : policy;
    expect(await explain(asked, { caller, circumstances: nowhere }, coordinate)).toMatchObject(expected);
  });

  test('and what every rule says alone', async () => {
    const { asked } = await ask(callerWith({ scopes: ['customers:anything'] }), 'Customer.cardNumber');
    expect(asked).toEqual([
      { layer: 'derived', rule: 'hasScope(customers:restricted:read)', outcome: 'deny', yieldsToGrants: true },
      { layer: 'guardrail', rule: 'isAuthenticated', outcome: 'allow', yieldsToGrants: false },
      { layer: 'guardrail', rule: 'hasScopeOf(customers)', outcome: 'allow', yieldsToGrants: true },
    ]);
  });
});

describe('an explanation says what would change the outcome, because it has tried', () => {
  test('and a decision without them has tried nobody but a grant and a broken glass', async () => {
    let asked = 0;
    const counted = rule('counted', { cache: 'no_cache' })(() => {
      asked += 1;
      return false;
    });
    const counting = compileSmall([domainPolicy({ Customer: { email: or(counted, clear) } })]);
    const asker = { caller: callerWith(), circumstances: nowhere };
    const decision = await explainDecision(counting, asker, 'Customer.email');
    expect(decision).not.toHaveProperty('changes');
    const tried = asked;
    expect(await changesOf(counting, asker, decision)).toEqual([
      { inputs: ['with scope customers:pii:read'], outcome: 'allow' },
    ]);
    expect([tried <= 4, asked > tried]).toEqual([true, true]);
  });

  test.each<[string, Caller, string, readonly object[]]>([
    [
      'either of two scopes, with what each gives',
      callerWith(),
      'Customer.email',
      [
        { inputs: ['with scope customers:pii:read'], outcome: 'allow' },
        { inputs: ['with scope customers:pii:masked'], outcome: 'mask' },
      ],
    ],
    [
      'two scopes together',
      callerWith(),
      'Customer.secretNote',
      [{ inputs: ['with scope customers:restricted:read', 'with scope customers:pii:read'], outcome: 'allow' }],
    ],
    [
      'a scope brings its token',
      anonymous,
      'Customer.revenue',
      [{ inputs: ['with scope customers:confidential:read'], outcome: 'allow' }],
    ],
    [
      'what an open field rests on',
      callerWith({ scopes: ['customers:confidential:read'] }),
      'Customer.revenue',
      [
        { inputs: ['without scope customers:confidential:read'], outcome: 'deny' },
        { inputs: ['without a token'], outcome: 'deny' },
      ],
    ],
    ['nothing', callerWith(), 'Customer.forgotten', []],
  ])('%s', async (_name, caller, coordinate, changes) => {
    expect((await ask(caller, coordinate)).changes).toEqual(changes);
  });

  test.each<[string, Caller, string, object]>([
    ['what the contract closes', callerWith(), 'Customer.revenue', { byGrant: 'allow', byBreakGlass: 'allow' }],
    ['what a hard guardrail closes', anonymous, 'Customer.revenue', { byGrant: null, byBreakGlass: null }],
    ['what is masked', callerWith({ scopes: ['customers:pii:masked'] }), 'Customer.email', { byGrant: 'allow' }],
  ])('and what a grant would open: %s', async (_name, caller, coordinate, expected) => {
    expect(await ask(caller, coordinate)).toMatchObject(expected);
  });

  const { withinWindow, sensitivityAtMost, sameRegion, ownManager, consent, ...ofCaller } = vocabulary;

  test('words about the time, the contract or the row are tried by nobody', () => {
    const others = [withinWindow('08:00', '18:00', 'UTC'), sensitivityAtMost('PUBLIC'), sameRegion('Customer')];
    const rules = [...others, ownManager('Customer', 'manager.id'), consent('ANY', 'Customer', 'region')];
    for (const word of rules)
      expect(inputsOf({ conjuncts: [{ rule: word }], mask: null } as unknown as Door)).toEqual([]);
  });

  test.each(Object.entries(ofCaller))('every other word of the vocabulary can be tried: %s', (_name, word) => {
    const made = typeof word === 'function' ? (word as (...parameters: string[]) => Rule)('one', 'two') : word;
    const { door } = compileSmall([domainPolicy({ Customer: { name: made as Rule } })]).rulesOf('Customer.name');
    expect(inputsOf({ ...door, conjuncts: door.conjuncts.filter(({ layer }) => layer === 'domain') })).not.toEqual([]);
  });
});

const everyone: readonly Persona[] = [
  { id: 'anonymous', label: '', description: '', claims: null },
  personaWith('masked', 'customers:pii:masked'),
  personaWith('clear', 'customers:pii:read'),
];

describe('coverage', () => {
  test('speaks of every field of the schema: to whom it is open, and what of which layer it asks', async () => {
    const coverage = coverageOf(policy, await matrixOf(policy, everyone));
    expect(coverage).toHaveLength(policy.coordinates.length);
    expect(coverage.find(({ coordinate }) => coordinate === 'Customer.email')).toMatchObject({
      openTo: ['masked', 'clear'],
      mayBeOpenTo: [],
      rules: [
        { layer: 'domain', rule: 'or(hasScope(customers:pii:read), hasScope(customers:pii:masked))' },
        { layer: 'guardrail', rule: 'isAuthenticated' },
        { layer: 'guardrail', rule: 'hasScopeOf(customers)' },
      ],
      mask: 'email unless hasScope(customers:pii:read)',
    });
  });

  test('does not call open what the row decides', async () => {
    const coverage = coverageOf(withRows, await matrixOf(withRows, everyone));
    expect(coverage.find(({ coordinate }) => coordinate === 'Customer.name')).toMatchObject({
      openTo: [],
      mayBeOpenTo: ['masked', 'clear'],
    });
  });

  test('counts', async () => {
    expect(summarise(coverageOf(policy, await matrixOf(policy, everyone)))).toBe(
      '37 coordinates: 4 open to everyone, 9 to no persona, 1 unclassified; 2 with rules of a domain, 1 masked.',
    );
  });

  test('lists what no contract classifies', () => {
    expect(unclassifiedOf(policy)).toEqual(['Customer.forgotten']);
  });
});

function personaWith(id: string, scope: string): Persona {
  const claims = { sub: id, azp: 'test', scope, roles: [], purposes: [], department: '', region: '' };
  return { id, label: id, description: id, claims };
}
