import { describe, expect, test } from 'vitest';
import { GordianError } from '../../../kit/errors.ts';
import type { DomainPolicy } from '../../../policies/domain-policy.ts';
import { email } from '../../../policies/masks/email.ts';
import type { Mask } from '../../../policies/masks/mask.ts';
import type { PolicyProblem } from '../../../policies/policy-problem.ts';
import { allow, and, chain, deny, not, or, type Rule, race, rule } from '../../../policies/shield.ts';
import { hasRole, hasScope, isAuthenticated } from '../../../policies/vocabulary.ts';
import { compileSmall, domainPolicy, smallClassifications } from '../../support/small-policy.ts';

const nothing = undefined as unknown as Rule;
const plainFunction = (() => true) as unknown as Rule;
const redact: Mask = { name: 'redact', kind: 'redact', scalars: ['String'], mayBeNull: true, conceal: () => null };
const ofRow = (cache: 'contextual' | 'no_cache') => rule('ownsRow', { cache, fragment: '{ id }' })(() => true);
const namesake = () => rule('customers.isNice', { cache: 'contextual' })(() => true);

describe('what graphql-shield swallows is an error with file, coordinate and mend', () => {
  test.each<[string, DomainPolicy, string, RegExp]>([
    [
      'an undefined rule',
      domainPolicy({ Customer: { email: nothing } }),
      'Customer.email',
      /undefined.*Import the rule/,
    ],
    ['an undefined type', domainPolicy({ Customer: nothing }), 'Customer', /undefined/],
    [
      'a plain function',
      domainPolicy({ Customer: { email: plainFunction } }),
      'Customer.email',
      /plain function.*Wrap it/,
    ],
    [
      'a word without its parameters',
      domainPolicy({ Customer: { email: hasScope as unknown as Rule } }),
      'Customer.email',
      /vocabulary/,
    ],
    [
      'a value that is no rule',
      domainPolicy({ Customer: { email: 'allow' as unknown as Rule } }),
      'Customer.email',
      /not a rule/,
    ],
    [
      'an object from nowhere',
      domainPolicy({ Customer: { email: Object.create(null) } }),
      'Customer.email',
      /not a rule/,
    ],
    ['an empty and()', domainPolicy({ Customer: { email: and() } }), 'Customer.email', /and\(\) holds no rule/],
    ['an empty chain()', domainPolicy({ Customer: { email: chain() } }), 'Customer.email', /chain\(\) holds no rule/],
    ['an empty or()', domainPolicy({ Customer: { email: or() } }), 'Customer.email', /or\(\) holds no rule/],
    [
      'an empty race() deep inside',
      domainPolicy({ Customer: { email: and(isAuthenticated, not(race())) } }),
      'Customer.email',
      /race\(\) holds no rule/,
    ],
    [
      'undefined inside and()',
      domainPolicy({ Customer: { email: and(isAuthenticated, nothing) } }),
      'Customer.email',
      /undefined/,
    ],
    [
      'a rule without a name',
      domainPolicy({ Customer: { email: rule()(() => true) } }),
      'Customer.email',
      /has no name/,
    ],
    ['a rule on a union', domainPolicy({ Thing: isAuthenticated }), 'Thing', /no fields.*Customer, Country/],
    ['a rule on a scalar', domainPolicy({ String: isAuthenticated }), 'String', /no fields/],
    [
      'a field that is not there',
      domainPolicy({ Customer: { emial: isAuthenticated } }),
      'Customer.emial',
      /no field emial/,
    ],
    ['a type that is not there', domainPolicy({ Costumer: isAuthenticated }), 'Costumer', /no type Costumer/],
    ['a rule on introspection', domainPolicy({ __Schema: isAuthenticated }), '__Schema', /no type __Schema/],
    [
      'a rule whose fragment is none',
      domainPolicy({ Customer: { email: ofRow('no_cache') } }),
      'Customer.email',
      /fragment of the rule ownsRow cannot be used/,
    ],
    [
      'a row rule cached per caller',
      domainPolicy({ Customer: { email: ofRow('contextual') } }),
      'Customer.email',
      /first row would decide for all/,
    ],
    [
      'two rules of one name',
      domainPolicy({ Customer: { email: namesake(), name: namesake() } }),
      'Customer.name',
      /also called customers.isNice/,
    ],
    [
      "a rule for another domain's field",
      domainPolicy({ Refund: { amount: allow } }),
      'Refund.amount',
      /belongs to payments.*the file of payments/,
    ],
    ["a type rule over another domain's fields", domainPolicy({ Refund: allow }), 'Refund.id', /belongs to payments/],
    [
      'a mask for a field that is not there',
      domainPolicy({}, { Customer: { emial: { unless: isAuthenticated, with: email } } }),
      'Customer.emial',
      /no field/,
    ],
    [
      'a mask that does not know the type',
      domainPolicy({}, { Customer: { revenue: { unless: isAuthenticated, with: email } } }),
      'Customer.revenue',
      /does not understand Float/,
    ],
    [
      'a mask on an object',
      domainPolicy({}, { Customer: { friends: { unless: isAuthenticated, with: email } } }),
      'Customer.friends',
      /does not understand Customer/,
    ],
    [
      'a mask on an input',
      domainPolicy({}, { CustomerFilter: { email: { unless: isAuthenticated, with: email } } }),
      'CustomerFilter.email',
      /this is an input/,
    ],
    [
      'a mask that gives null where null is not allowed',
      domainPolicy({}, { Customer: { cardNumber: { unless: isAuthenticated, with: redact } } }),
      'Customer.cardNumber',
      /may give null/,
    ],
    [
      'a mask that gives null in a list without nulls',
      domainPolicy({}, { Customer: { emails: { unless: isAuthenticated, with: redact } } }),
      'Customer.emails',
      /may give null/,
    ],
    [
      'a mask without its rule',
      domainPolicy({}, { Customer: { email: { unless: nothing, with: email } } }),
      'Customer.email',
      /undefined/,
    ],
    [
      "a mask on another domain's field",
      domainPolicy({}, { CardPayment: { card: { unless: isAuthenticated, with: email } } }),
      'CardPayment.card',
      /belongs to payments/,
    ],
  ])('%s', (_name, policy, coordinate, text) => {
    const problems = problemsOf(policy);
    expect(problems.map((problem) => problem.coordinate)).toContain(coordinate);
    expect(problems.every(({ file, mend }) => file === 'policies/domains/customers.ts' && mend !== '')).toBe(true);
    expect(problems.map(({ message, mend }) => `${message} ${mend}`).join('\n')).toMatch(text);
  });

  test('all problems are reported at once', () => {
    const policy = domainPolicy({ Customer: { email: nothing, emial: isAuthenticated }, Thing: allow });
    expect(problemsOf(policy).map(({ coordinate }) => coordinate)).toEqual([
      'Customer.email',
      'Customer.emial',
      'Thing',
    ]);
  });

  test('one rule may guard many fields', () => {
    const nice = namesake();
    expect(() =>
      compileSmall([domainPolicy({ Customer: { email: nice, name: and(nice, isAuthenticated) } })]),
    ).not.toThrow();
  });

  test('names that two domains share are found, for graphql-shield would share the verdict', () => {
    const first = domainPolicy({ Customer: { name: namesake() } });
    const second = domainPolicy({ Refund: { amount: namesake() } }, {}, 'payments');
    expect(problemsOf(first, second)[0]?.file).toBe('policies/domains/payments.ts');
  });

  test('at the gateway, rules of a domain that has published nothing wait for it', () => {
    const onlyPayments = new Map([...smallClassifications].filter(([, { domain }]) => domain === 'payments'));
    const early = domainPolicy({ Costumer: isAuthenticated });
    expect(() => compileSmall([early], { classifications: onlyPayments })).not.toThrow();
  });

  test('a subgraph ignores what other domains say of fields that it lacks, and not what its own domain says', () => {
    const strayed = domainPolicy({ Costumer: isAuthenticated });
    expect(() => compileSmall([strayed], { subgraph: 'payments' })).not.toThrow();
    expect(() => compileSmall([strayed], { subgraph: 'customers' })).toThrow(/no type Costumer/);
  });
});

describe('what a coordinate has to pass', () => {
  const policy = compileSmall([
    domainPolicy({
      Customer: { '*': hasRole('insider'), email: hasScope('customers:pii:masked') },
      Country: hasRole('traveller'),
    }),
    domainPolicy({ Transaction: { amount: hasRole('accountant') } }, {}, 'payments'),
  ]);

  test.each([
    [
      'a hand-written rule stands in for the derived one',
      'Customer.email',
      [
        'domain hasScope(customers:pii:masked)',
        'domain hasRole(insider)',
        'guardrail isAuthenticated',
        'guardrail hasScopeOf(customers)',
      ],
    ],
    [
      'a wildcard is asked in addition and opens nothing',
      'Customer.revenue',
      ['derived hasScope(customers:confidential:read)', 'domain hasRole(insider)', 'guardrail isAuthenticated'],
    ],
    ['a rule for a type is a wildcard', 'Country.code', ['domain hasRole(traveller)']],
    [
      'a rule on an interface reaches every type behind it',
      'CardPayment.amount',
      ['derived hasScope(payments:confidential:read)', 'domain hasRole(accountant)', 'guardrail isAuthenticated'],
    ],
    ['and every other', 'Refund.amount', ['derived isAuthenticated', 'domain hasRole(accountant)']],
    [
      'what no contract classifies is closed',
      'Customer.forgotten',
      ['derived deny', 'domain hasRole(insider)', 'guardrail isAuthenticated'],
    ],
    ['public is open', 'Query.country', []],
    ['what is not in the schema is closed', 'Customer.nothing', ['derived deny']],
  ])('%s', (_name, coordinate, expected) => {
    expect(policy.rulesOf(coordinate).door.conjuncts.map(({ layer, name }) => `${layer} ${name}`)).toEqual(expected);
  });

  test('a hand-written allow does not open what no contract classifies', () => {
    const open = compileSmall([domainPolicy({ Customer: { forgotten: allow } })]);
    expect(open.rulesOf('Customer.forgotten').door.conjuncts.map(({ rule: asked }) => asked)).toContain(deny);
  });
});

describe('the version of a policy', () => {
  const base = compileSmall([domainPolicy({ Customer: { name: hasRole('a') } })]).version;

  test('is the same for the same policy', () => {
    expect(compileSmall([domainPolicy({ Customer: { name: hasRole('a') } })]).version).toBe(base);
  });

  test.each<[string, () => string]>([
    ['another rule', () => compileSmall([domainPolicy({ Customer: { name: hasRole('b') } })]).version],
    [
      'a mask',
      () =>
        compileSmall([
          domainPolicy(
            { Customer: { name: hasRole('a') } },
            { Customer: { email: { unless: isAuthenticated, with: email } } },
          ),
        ]).version,
    ],
    [
      'a classification',
      () =>
        compileSmall([domainPolicy({ Customer: { name: hasRole('a') } })], {
          classifications: new Map([
            ...smallClassifications,
            ['Customer.id', { ...smallClassifications.get('Customer.id')!, level: 'PUBLIC' }],
          ]),
        }).version,
    ],
    [
      'a guardrail less',
      () => compileSmall([domainPolicy({ Customer: { name: hasRole('a') } })], { guardrails: [] }).version,
    ],
  ])('changes with %s', (_name, version) => {
    expect(version()).not.toBe(base);
  });

  test('changes with the body of a rule that keeps its name', () => {
    const withBody = (body: () => boolean) =>
      compileSmall([domainPolicy({ Customer: { name: rule('same', { cache: 'contextual' })(body) } })]).version;
    expect(withBody(() => true)).not.toBe(withBody(() => false));
  });
});

function problemsOf(...policies: DomainPolicy[]): readonly PolicyProblem[] {
  try {
    compileSmall(policies);
  } catch (error) {
    if (error instanceof GordianError && error.code === 'POLICY_INVALID')
      return error.details.problems as PolicyProblem[];
    throw error;
  }
  return [];
}
