import { describe, expect, test } from 'vitest';
import { derivedRule } from '../../../policies/compiler/derived.ts';
import type { Subject } from '../../../policies/guardrails/guardrail.ts';
import { printRule } from '../../../policies/requirement.ts';
import { repositoryRules } from '../../../policies/rules.ts';
import { allow } from '../../../policies/shield.ts';
import { hasScope } from '../../../policies/vocabulary.ts';
import type { Sensitivity } from '../../../schema/artefact.ts';
import { compileSmall, domainPolicy, smallClassifications } from '../../support/small-policy.ts';

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
      [printRule(amounts), 'hasScope(payments:restricted:read)', 'isAuthenticated'],
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
