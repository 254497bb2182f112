import { describe, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import { coverageOf, decisionTable, unclassifiedOf } from '../../../policies/coverage.ts';
import { explain } from '../../../policies/explain.ts';
import { email } from '../../../policies/masks/email.ts';
import { or } from '../../../policies/shield.ts';
import { hasScope } from '../../../policies/vocabulary.ts';
import { callerWith, compileSmall, domainPolicy } from '../../support/small-policy.ts';

const clear = hasScope('customers:pii:read');
const policy = compileSmall([
  domainPolicy(
    { Customer: { email: or(clear, hasScope('customers:pii:masked')) } },
    { Customer: { email: { unless: clear, with: email } } },
  ),
]);

describe('an explanation says which rule of which layer decided, and what would change it', () => {
  test.each<[string, Caller, string, object]>([
    ['public', anonymous, 'Query.country', { outcome: 'allow', rule: 'allow', layer: 'public', opens: null }],
    [
      'internal',
      callerWith(),
      'Customer.name',
      { outcome: 'allow', rule: 'isAuthenticated', layer: 'derived', opens: null },
    ],
    [
      'denied by a derived rule',
      callerWith(),
      'Customer.revenue',
      {
        outcome: 'deny',
        rule: 'hasScope(customers:confidential:read)',
        layer: 'derived',
        opens: 'Needs scope customers:confidential:read.',
      },
    ],
    [
      'denied by a hand-written rule',
      callerWith(),
      'Customer.email',
      { outcome: 'deny', layer: 'domain', opens: 'Needs scope customers:pii:read or scope customers:pii:masked.' },
    ],
    [
      'masked',
      callerWith({ scopes: ['customers:pii:masked'] }),
      'Customer.email',
      {
        outcome: 'mask',
        rule: 'hasScope(customers:pii:read)',
        layer: 'domain',
        opens: 'Needs scope customers:pii:read.',
      },
    ],
    ['unclassified', callerWith(), 'Customer.forgotten', { outcome: 'deny', rule: 'deny', layer: 'derived' }],
  ])('%s', async (_name, caller, coordinate, expected) => {
    expect(await explain(policy, caller, coordinate)).toMatchObject(expected);
  });

  test('and lists every rule that has to allow', async () => {
    const { rules } = await explain(policy, callerWith(), 'Customer.cardNumber');
    expect(rules).toEqual([
      { layer: 'derived', rule: 'hasScope(customers:restricted:read)' },
      { layer: 'guardrail', rule: 'isAuthenticated' },
      { layer: 'guardrail', rule: 'hasScopeOf(customers)' },
    ]);
  });
});

describe('coverage', () => {
  test('speaks of every field of the schema', () => {
    const entries = coverageOf(policy);
    expect(entries).toHaveLength(policy.coordinates.length);
    expect(entries.find(({ coordinate }) => coordinate === 'Customer.email')).toMatchObject({
      rules: [
        'domain or(hasScope(customers:pii:read), hasScope(customers:pii:masked))',
        'guardrail isAuthenticated',
        'guardrail hasScopeOf(customers)',
      ],
      mask: 'email unless hasScope(customers:pii:read)',
    });
  });

  test('lists what no contract classifies', () => {
    expect(unclassifiedOf(policy)).toEqual(['Customer.forgotten']);
  });

  test('is a table of callers that reads by itself', async () => {
    const callers = new Map([
      ['nobody', anonymous],
      ['masked', callerWith({ scopes: ['customers:pii:masked'] })],
    ]);
    const lines = (await decisionTable(policy, callers)).split('\n');
    expect(lines[0]).toMatch(/^coordinate +classification +nobody +masked +passes$/);
    expect(lines.find((line) => line.startsWith('Customer.email '))).toMatch(
      /CONFIDENTIAL \(pii\.email\) +- +mask +or\(/,
    );
  });
});
