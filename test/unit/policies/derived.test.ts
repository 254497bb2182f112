import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { derivedRule } from '../../../policies/compiler/derived.ts';
import { createDecisions } from '../../../policies/decide/decisions.ts';
import type { DomainPolicy } from '../../../policies/domain-policy.ts';
import type { Subject } from '../../../policies/guardrails/guardrail.ts';
import { email } from '../../../policies/masks/email.ts';
import { printRule } from '../../../policies/requirement.ts';
import { repositoryRules } from '../../../policies/rules.ts';
import { allow, or } from '../../../policies/shield.ts';
import { hasRole, hasScope, sameRegion } from '../../../policies/vocabulary.ts';
import type { Classifications, Sensitivity } from '../../../schema/artefact.ts';
import { callerWith, compileSmall, domainPolicy, smallClassifications } from '../../support/small-policy.ts';

describe('the rule that follows from a contract', () => {
  test.each<[Subject['kind'], string, string]>([
    ['output', 'PUBLIC', 'allow'],
    ['output', 'INTERNAL', 'isAuthenticated'],
    ['output', 'CONFIDENTIAL', 'hasScope(orders:confidential:read)'],
    ['output', 'RESTRICTED', 'hasScope(orders:restricted:read)'],
    ['output', 'PUBLIC pii', 'hasScope(orders:pii:read)'],
    ['output', 'INTERNAL pii.phone', 'hasScope(orders:pii:read)'],
    ['output', 'CONFIDENTIAL pii', 'and(hasScope(orders:confidential:read), hasScope(orders:pii:read))'],
    ['output', 'RESTRICTED pci pii', 'and(hasScope(orders:restricted:read), hasScope(orders:pii:read))'],
    ['output', 'INTERNAL piixel', 'isAuthenticated'],
    ['output', 'TOP-SECRET', 'deny'],
    ['output', '', 'deny'],
    ['filter', 'INTERNAL', 'isAuthenticated'],
    ['filter', 'CONFIDENTIAL pii', 'and(hasScope(orders:confidential:read), hasScope(orders:pii:read))'],
    ['filter', '', 'deny'],
    ['payload', 'PUBLIC', 'allow'],
    ['payload', 'RESTRICTED pii', 'isAuthenticated'],
    ['payload', '', 'deny'],
    ['mutation', 'PUBLIC', 'hasScope(orders:write)'],
    ['mutation', 'INTERNAL', 'hasScope(orders:write)'],
    ['mutation', '', 'deny'],
  ])('%s, %s: %s', (kind, level, rule) => {
    expect(printRule(derivedRule(subject(kind, level)))).toBe(rule);
  });
});

describe('what nobody can weaken', () => {
  test.each<[Subject['kind'], string, string[]]>([
    ['output', 'PUBLIC', []],
    ['output', 'INTERNAL', ['isAuthenticated']],
    ['output', 'RESTRICTED', ['isAuthenticated', 'hasScopeOf(orders)']],
    ['output', 'PUBLIC pii', ['hasScopeOf(orders)']],
    ['filter', 'INTERNAL pii.email', ['isAuthenticated', 'hasScopeOf(orders)']],
    ['mutation', 'PUBLIC', ['isAuthenticated']],
    ['output', '', ['deny', 'isAuthenticated']],
    ['payload', '', ['deny', 'isAuthenticated']],
  ])('%s, %s: %j', (kind, level, rules) => {
    const asked = repositoryRules.guardrails.flatMap((guardrail) => guardrail.ruleFor(subject(kind, level)) ?? []);
    expect(asked.map(printRule)).toEqual(rules);
  });
});

/** @param text `LEVEL tag tag`; empty for what no contract classifies */
function subject(kind: Subject['kind'], text: string): Subject {
  const [level, ...tags] = text.split(' ');
  const classification = { level: level as Sensitivity, tags, product: 'orders/orders', domain: 'orders' };
  return { coordinate: 'Order.total', kind, classification: text === '' ? undefined : classification };
}

describe('what a field is made of keeps it closed, whatever the domain that makes it has written', () => {
  const open = domainPolicy({ Customer: { revenue: allow } });
  const amounts = hasScope('payments:confidential:read');

  test.each<[name: string, derivedFrom: string[], rules: string[]]>([
    ['a copy of another domain', ['CardPayment.amount'], [printRule(amounts), 'isAuthenticated']],
    [
      'a sum of several',
      ['CardPayment.amount', 'CardPayment.card', 'Customer.name'],
      [printRule(amounts), 'isAuthenticated', 'hasScope(payments:restricted:read)', 'hasScopeOf(payments)'],
    ],
    ['a source that no contract classifies', ['Customer.forgotten'], ['deny', 'isAuthenticated']],
    ['nothing', [], ['isAuthenticated']],
  ])('%s', (_, derivedFrom, rules) => {
    const revenue = { ...smallClassifications.get('Customer.revenue')!, derivedFrom };
    const classifications = new Map([...smallClassifications, ['Customer.revenue', revenue]]);
    const { door } = compileSmall([open], { classifications }).rulesOf('Customer.revenue');
    expect(door.conjuncts.map(({ name }) => name)).toEqual(rules);
  });
});

describe('a copy of a copy is as closed as the first of them', () => {
  const judges = hasRole('judge');
  const isNear = sameRegion('Customer');
  const original = domainPolicy(
    { Customer: { region: judges, name: or(judges, isNear) } },
    { Customer: { email: { unless: judges, with: email }, emails: { unless: isNear, with: email } } },
  );

  /** @param chain the last is the original */
  const copied = (...chain: readonly string[]): Classifications => {
    const plain = { ...smallClassifications.get('Customer.region')!, level: 'PUBLIC' as const };
    const copies = chain
      .slice(0, -1)
      .map((copy, index) => [copy, { ...plain, derivedFrom: [chain[index + 1]!] }] as const);
    return new Map([...smallClassifications, ...copies]);
  };
  const rulesOf = (coordinate: string, classifications: Classifications) =>
    compileSmall([original], { classifications })
      .rulesOf(coordinate)
      .door.conjuncts.map(({ name }) => name);
  const personal = 'and(hasScope(customers:confidential:read), hasScope(customers:pii:read))';

  test.each<[name: string, chain: string[], rules: string[]]>([
    [
      'two steps from what its contract closes',
      ['Country.capital', 'Refund.amount', 'CardPayment.card'],
      ['hasScope(payments:restricted:read)', 'isAuthenticated', 'hasScopeOf(payments)'],
    ],
    [
      'three steps',
      ['Country.code', 'Country.capital', 'Refund.amount', 'CardPayment.card'],
      ['hasScope(payments:restricted:read)', 'isAuthenticated', 'hasScopeOf(payments)'],
    ],
    [
      'of what a domain closes by a rule',
      ['Country.capital', 'Customer.region'],
      ['hasRole(judge)', 'isAuthenticated'],
    ],
    [
      'two steps from it',
      ['Country.code', 'Country.capital', 'Customer.region'],
      ['hasRole(judge)', 'isAuthenticated'],
    ],
    [
      'of a rule that may ask the row, which is not here',
      ['Country.capital', 'Customer.name'],
      ['hasRole(judge)', 'isAuthenticated'],
    ],
    [
      'of what is masked, for those who see it clear',
      ['Country.code', 'Country.capital', 'Customer.email'],
      [personal, 'isAuthenticated', 'hasScopeOf(customers)', 'hasRole(judge)'],
    ],
    [
      'of what the row unmasks: for nobody',
      ['Country.capital', 'Customer.emails'],
      [personal, 'isAuthenticated', 'hasScopeOf(customers)', 'deny'],
    ],
    ['of itself: for nobody', ['Country.code', 'Country.capital', 'Country.code'], ['deny']],
    ['of what is a copy of itself', ['Refund.amount', 'Country.code', 'Country.capital', 'Country.code'], ['deny']],
  ])('%s', (_, chain, rules) => {
    expect(rulesOf(chain[0]!, copied(...chain))).toEqual(rules);
  });

  test.each([
    [
      'what a mutation takes, which is closed as data although whoever writes it may say it',
      'RenameInput.email',
      personal,
    ],
    ['what a mutation gives', 'Mutation.rename', 'isAuthenticated'],
  ])('of %s', (_, original, rule) => {
    expect(rulesOf('Country.capital', copied('Country.capital', original))[0]).toBe(rule);
  });

  test('what is wrong with the rule of an original is told once, however many copies ask it', () => {
    const broken = domainPolicy({ Customer: { region: sameRegion('Customer', 'nowhere') } });
    const classifications = copied('Country.code', 'Country.capital', 'Customer.region');
    expect(() => compileSmall([broken], { classifications })).toThrow(
      expect.objectContaining({ details: { problems: [expect.objectContaining({ coordinate: 'Customer.region' })] } }),
    );
  });

  test('every member of a circle is closed, and no grant opens one', async () => {
    const circle = ['Country.code', 'Country.capital', 'Refund.amount', 'Country.code'];
    const policy = compileSmall([original], { classifications: copied(...circle) });
    for (const coordinate of circle) {
      const grant = { id: 'g', targets: [coordinate], outcome: 'ALLOW' as const, validUntil: 2_000_000_000 };
      const { decide } = createDecisions(policy, callerWith({ grants: [grant] }), () => {});
      expect(await decide(policy.rulesOf(coordinate))).toMatchObject({ kind: 'deny', requestable: false });
    }
  });

  test('what nobody can weaken of the original holds for the copy as well', () => {
    const held = { ...smallClassifications.get('Customer.region')!, legalHold: true as const };
    const classifications = new Map([...copied('Country.capital', 'Customer.region'), ['Customer.region', held]]);
    expect(rulesOf('Country.capital', classifications)).toContain('hasRole(legal-counsel)');
  });

  test('what the SDL demands of the original is asked for the copy', () => {
    const demands = new Map([['Customer.region', [{ kind: 'scopes' as const, anyOf: [['maps:read']] }]]]);
    const { door } = compileSmall([], {
      classifications: copied('Country.capital', 'Customer.region'),
      demands,
    }).rulesOf('Country.capital');
    expect(door.conjuncts.map(({ name }) => name)).toEqual(['isAuthenticated', 'hasScope(maps:read)']);
  });

  describe('in a subgraph that has the copy and not the original', () => {
    const schema = buildSchema('type Query { country: Country } type Country { code: String capital: String }');
    const rulesIn = (classifications: Classifications, ...policies: DomainPolicy[]) =>
      compileSmall(policies, { classifications, schema, subgraph: 'payments' })
        .rulesOf('Country.code')
        .door.conjuncts.map(({ name }) => name);

    test('asks what the contract of the original says', () => {
      expect(rulesIn(copied('Country.code', 'Refund.customer', 'CardPayment.card'))).toEqual([
        'hasScope(payments:restricted:read)',
        'isAuthenticated',
        'hasScopeOf(payments)',
      ]);
    });

    test('asks the rule that the domain of the original has written instead', () => {
      expect(
        rulesIn(copied('Country.code', 'Customer.region'), domainPolicy({ Customer: { region: judges } })),
      ).toEqual(['hasRole(judge)', 'isAuthenticated']);
    });
  });
});
