// What contracts say of where and for what data may be used holds whatever a domain, a grant or a broken glass says.
import { expect, test } from 'vitest';
import type { Caller } from '../../../kit/caller.ts';
import { createDecisions } from '../../../policies/decide/decisions.ts';
import { and, not } from '../../../policies/shield.ts';
import { anyPurpose, hasRole, residency } from '../../../policies/vocabulary.ts';
import type { Classification } from '../../../schema/artefact.ts';
import { callerWith, compileSmall, domainPolicy, smallClassifications } from '../../support/small-policy.ts';

const clerk = callerWith();
const onPurpose = callerWith({ purpose: 'support' });
const counsel = callerWith({ roles: ['legal-counsel'] });
const grant = { id: 'g', targets: ['customers/small'], outcome: 'ALLOW', validUntil: 2_000_000_000 } as const;

test.each<[string, Partial<Classification>, Caller, string | null, string]>([
  ['anywhere, when the contract names no region', {}, clerk, null, 'allow'],
  ['in one of its regions', { residency: ['EU', 'CH'] }, clerk, 'CH', 'allow'],
  ['outside of them', { residency: ['EU', 'CH'] }, clerk, 'US', 'deny'],
  ['where nobody said where', { residency: ['EU', 'CH'] }, clerk, null, 'deny'],
  ['where products agree on no region', { residency: [] }, clerk, 'EU', 'deny'],
  ['for one of its purposes', { purposes: ['support', 'billing'] }, onPurpose, null, 'allow'],
  ['for another', { purposes: ['billing'] }, onPurpose, null, 'deny'],
  ['for none', { purposes: ['billing'] }, clerk, null, 'deny'],
  ['where products agree on no purpose', { purposes: [] }, onPurpose, null, 'deny'],
  ['on hold, to counsel', { legalHold: true }, counsel, null, 'allow'],
  ['on hold, to others', { legalHold: true }, clerk, null, 'deny'],
])('data is read %s or not, and no grant changes that', async (_name, limits, caller, region, outcome) => {
  const outcomes = [caller, { ...caller, grants: [grant] }, { ...caller, breakGlass: grant }].map((asker) =>
    decide('Customer.name', limits, asker, region),
  );
  expect(await Promise.all(outcomes)).toEqual([outcome, outcome, outcome]);
});

test('what is on hold is changed by nobody, counsel included', async () => {
  const caller = callerWith({ roles: ['legal-counsel'], scopes: ['customers:write'] });
  expect(await decide('Mutation.rename', {}, caller)).toBe('allow');
  expect(await decide('Mutation.rename', { legalHold: true }, caller)).toBe('deny');
  expect(await decide('RenameInput.email', { legalHold: true }, caller)).toBe('deny');
});

test('a grant does not open what a guardrail asks and a domain asks as well', async () => {
  const rules = { Customer: { name: and(residency('EU'), hasRole('clerk')), region: residency('EU') } };
  const limits = { residency: ['EU'] };
  const asker = { ...clerk, grants: [grant] };
  expect(await decide('Customer.name', limits, asker, 'EU', rules)).toBe('allow');
  expect(await decide('Customer.name', limits, asker, 'US', rules)).toBe('deny');
  expect(await decide('Customer.region', limits, asker, 'US', rules)).toBe('deny');
});

test('fields of one product share their doors, whatever limits the product has', () => {
  const limited = new Map(
    [...smallClassifications].map(([coordinate, classification]) => [
      coordinate,
      { ...classification, residency: ['EU'], purposes: ['support'], legalHold: true as const },
    ]),
  );
  const policy = compileSmall([], { classifications: limited });
  expect(policy.rulesOf('Customer.name').door).toBe(policy.rulesOf('Customer.region').door);
  expect(policy.rulesOf('Customer.name').door.conjuncts.map(({ layer, name }) => `${layer} ${name}`)).toEqual([
    'derived isAuthenticated',
    'guardrail residency(EU)',
    'guardrail anyPurpose(support)',
    'guardrail hasRole(legal-counsel)',
  ]);
});

test('words of a guardrail are the words of a domain', () => {
  expect(() => compileSmall([domainPolicy({ Customer: { name: not(anyPurpose('x')) } })])).not.toThrow();
});

async function decide(
  coordinate: string,
  limits: Partial<Classification>,
  caller: Caller,
  region: string | null = null,
  rules: Parameters<typeof domainPolicy>[0] = {},
): Promise<string> {
  const classifications = new Map([
    ...smallClassifications,
    [coordinate, { ...smallClassifications.get(coordinate)!, ...limits }],
  ]);
  const policy = compileSmall([domainPolicy(rules)], { classifications });
  const decisions = createDecisions(policy, caller, () => {}, { region, now: () => new Date() });
  return (await decisions.decide(policy.rulesOf(coordinate))).kind;
}
