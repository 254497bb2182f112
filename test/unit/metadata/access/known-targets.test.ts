// Who has to agree before a target is open, for what a contract alone does not tell: records that rules hide, masks, filters, and
// copies of what others own.
import { describe, expect, test } from 'vitest';
import type { DomainPolicy } from '../../../../policies/domain-policy.ts';
import { email } from '../../../../policies/masks/email.ts';
import { hasRole } from '../../../../policies/vocabulary.ts';
import type { Classification } from '../../../../schema/artefact.ts';
import type { Contract } from '../../../../schema/contract/contract.ts';
import { judgeRequest } from '../../../../subgraphs/metadata/access/judge-request.ts';
import { knownToAll } from '../../../../subgraphs/metadata/access/known-coordinates.ts';
import { knownTargets } from '../../../../subgraphs/metadata/access/known-targets.ts';
import {
  compileSmall,
  domainPolicy,
  smallClassifications,
  smallSchema,
  withRows,
} from '../../../support/small-policy.ts';

const contracts = ['customers', 'payments'].map(
  (domain) => ({ product: `${domain}/small`, owner: { id: `team-${domain}` }, roles: [] }) as unknown as Contract,
);
const judges = hasRole('judge');

/** @param changed parts of classifications, by coordinate */
function openingsOf(
  target: string,
  domains: readonly DomainPolicy[] = [],
  changed: Readonly<Record<string, Partial<Classification>>> = {},
) {
  const plain: Classification = { level: 'INTERNAL', tags: [], product: 'payments/small', domain: 'payments' };
  const classifications = new Map([
    ...smallClassifications,
    ...Object.entries(changed).map(
      ([coordinate, change]) => [coordinate, { ...plain, ...smallClassifications.get(coordinate), ...change }] as const,
    ),
  ]);
  const policy = compileSmall(domains, { classifications });
  const { unknown } = knownToAll({ schema: smallSchema, policy, classifications });
  return knownTargets(policy, classifications, contracts, unknown).openingsOf(target);
}

function keysOf(...question: Parameters<typeof openingsOf>): string[] | undefined {
  return openingsOf(...question)?.map(({ key }) => key);
}

/** How many have to agree although the purpose is one that contracts allow. */
function peopleAsked(...question: Parameters<typeof openingsOf>): number {
  const { toAgree } = judgeRequest(openingsOf(...question)!, { purpose: 'audit', durationSeconds: 86_400 });
  return toAgree.length;
}

describe('a product', () => {
  const opened = { purposes: ['audit'] };
  const plainProduct = Object.fromEntries(
    ['CardPayment.amount', 'CardPayment.card'].map((coordinate) => [
      coordinate,
      { level: 'CONFIDENTIAL' as const, ...opened },
    ]),
  );

  test('without hidden records is agreed to by its contract', () => {
    expect(peopleAsked('payments/small', [], plainProduct)).toBe(0);
  });

  test('with records that rules hide is agreed to by people, for it is granted with those', () => {
    const guarded = [withRows({ Refund: judges }, 'payments')];
    expect(keysOf('payments/small', guarded, plainProduct)).toContain('payments/small payments:rows');
    expect(peopleAsked('payments/small', guarded, plainProduct)).toBe(1);
  });

  test('asks nobody about the hidden records of another', () => {
    expect(peopleAsked('payments/small', [withRows({ Customer: judges })], plainProduct)).toBe(0);
  });

  test('and its single fields are granted without the hidden records', () => {
    const guarded = [withRows({ CardPayment: judges }, 'payments')];
    expect(peopleAsked('CardPayment.amount', guarded, plainProduct)).toBe(0);
  });
});

describe('a field', () => {
  const masked = [domainPolicy({}, { Customer: { region: { unless: judges, with: email } } })];
  const ruled = [domainPolicy({ Customer: { region: judges } })];

  test.each<[name: string, question: Parameters<typeof openingsOf>, keys: string[]]>([
    ['that nothing closes asks nobody', ['Customer.region'], []],
    ['that only a mask hides asks its domain', ['Customer.region', masked], ['customers/small customers:rules']],
    ['that only a rule closes asks its domain', ['Customer.region', ruled], ['customers/small customers:rules']],
    [
      'that tells about one by its name asks like it, however plain it calls itself',
      ['CustomerFilter.email', [], { 'CustomerFilter.email': { level: 'INTERNAL', tags: [] } }],
      ['customers/small customers:rules'],
    ],
    [
      'that is a copy asks the owner of the original',
      ['Refund.amount', [], { 'Refund.amount': { derivedFrom: ['Customer.revenue'] } }],
      ['customers/small customers:confidential:read'],
    ],
    [
      'that is a copy of a copy asks the owner of the first',
      [
        'Refund.amount',
        [],
        { 'Refund.amount': { derivedFrom: ['Country.code'] }, 'Country.code': { derivedFrom: ['CardPayment.card'] } },
      ],
      ['payments/small payments:restricted:read'],
    ],
    [
      'that is a copy of what no client sees asks its owner all the same',
      [
        'Refund.amount',
        [],
        { 'Refund.amount': { derivedFrom: ['Ledger.line'] }, 'Ledger.line': { level: 'RESTRICTED' } },
      ],
      ['payments/small payments:restricted:read'],
    ],
  ])('%s', (_, question, keys) => {
    expect(keysOf(...question)).toEqual(keys);
    expect(peopleAsked(...question)).toBe(keys.length);
  });

  test('that is a copy of what a rule or a mask closes is agreed to by the domain that wrote it', () => {
    const copy = { 'Refund.amount': { derivedFrom: ['Customer.region'] } };
    for (const domains of [masked, ruled])
      expect(keysOf('Refund.amount', domains, copy)).toContain('customers/small customers:rules');
  });

  test('that is a secret cannot be asked for', () => {
    expect(keysOf('Customer.region', [], { 'Customer.region': { tags: ['secret'] } })).toBeUndefined();
  });

  test('that leads to secrets alone cannot be asked for either', () => {
    const hidden = { 'Country.code': { tags: ['secret'] }, 'Country.capital': { tags: ['secret'] } };
    expect(keysOf('Query.country')).toEqual([]);
    expect(keysOf('Query.country', [], hidden)).toBeUndefined();
  });
});
