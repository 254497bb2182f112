import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { GordianError } from '../../../kit/errors.ts';
import type { PolicyProblem } from '../../../policies/compiler/policy-problem.ts';
import type { DomainPolicy, MaskEntry } from '../../../policies/domain-policy.ts';
import { bucket } from '../../../policies/masks/bucket.ts';
import { email } from '../../../policies/masks/email.ts';
import { hmac } from '../../../policies/masks/hmac.ts';
import { last4 } from '../../../policies/masks/last4.ts';
import type { Mask } from '../../../policies/masks/mask.ts';
import { redact } from '../../../policies/masks/redact.ts';
import { allow, and, chain, deny, not, or, type Rule, race, rule } from '../../../policies/shield.ts';
import {
  hasRole,
  hasScope,
  isAuthenticated,
  ownManager,
  sameRegion,
  sensitivityAtMost,
} from '../../../policies/vocabulary.ts';
import { compileSmall, domainPolicy, smallClassifications, withRows } from '../../support/small-policy.ts';

const nothing = undefined as unknown as Rule;
const plainFunction = (() => true) as unknown as Rule;
const ofRow = (cache: 'contextual' | 'no_cache') => rule('ownsRow', { cache, fragment: '{ id }' })(() => true);
const reading = (fragment: string) => rule(`reads ${fragment}`, { cache: 'no_cache', fragment })(() => true);
const hashed = (cache: 'strict' | (() => string)) => rule('hashed', { cache: cache as 'strict' })(() => true);
const foreignCopy = () => {
  const load = createRequire(import.meta.url);
  const known = Object.keys(load.cache).filter((file) => file.includes('graphql-shield'));
  const kept = known.map((file) => [file, load.cache[file]] as const);
  for (const file of known) delete load.cache[file];
  const copy = load('graphql-shield') as { deny: Rule };
  for (const [file, module] of kept) load.cache[file] = module;
  return copy.deny;
};
const initial: Mask = { ...last4, name: 'initial' };
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
      'a rule of another copy of graphql-shield',
      domainPolicy({ Customer: { email: foreignCopy() } }),
      'Customer.email',
      /not a rule.*shield\.ts/,
    ],
    [
      'a rule cached by its row and arguments',
      domainPolicy({ Customer: { email: hashed('strict') } }),
      'Customer.email',
      /cached by what it is given.*'no_cache'/,
    ],
    [
      'a rule cached by a function',
      domainPolicy({ Customer: { email: hashed(() => 'key') } }),
      'Customer.email',
      /cached by what it is given/,
    ],
    [
      'a row rule deep inside that names a field which is not there',
      domainPolicy({ Customer: { email: or(isAuthenticated, not(reading('... on Customer { vip }'))) } }),
      'Customer.email',
      /Customer\.vip is not there.*plain fields/,
    ],
    [
      'a row rule over a type that is not there',
      domainPolicy({ Customer: { email: reading('... on Costumer { id }') } }),
      'Customer.email',
      /no object type Costumer/,
    ],
    [
      'a row rule of another type',
      domainPolicy({ Customer: { email: reading('... on Country { code }') } }),
      'Customer.email',
      /its fragment is on Country, and Customer is none/,
    ],
    [
      'a row rule of an interface that the type does not implement',
      domainPolicy({ Customer: { email: reading('... on Transaction { id }') } }),
      'Customer.email',
      /its fragment is on Transaction/,
    ],
    [
      'a row rule over a union',
      domainPolicy({ Customer: { email: reading('... on Thing { id }') } }),
      'Customer.email',
      /no object type Thing/,
    ],
    [
      'a row rule that stops at an object',
      domainPolicy({ Customer: { email: reading('... on Customer { manager }') } }),
      'Customer.email',
      /Customer\.manager is an object, and no field of it is named/,
    ],
    [
      'a row rule that goes on behind a value',
      domainPolicy({ Customer: { email: reading('... on Customer { name { first } }') } }),
      'Customer.email',
      /Customer\.name has no fields/,
    ],
    [
      'a row rule that goes through an interface',
      domainPolicy({ Customer: { email: reading('... on Customer { payments { id } }') } }),
      'Customer.email',
      /Customer\.payments may be of several types/,
    ],
    [
      'a row rule that needs an argument',
      domainPolicy({ Customer: { email: reading('... on Customer { distance }') } }),
      'Customer.email',
      /Customer\.distance needs the argument from/,
    ],
    [
      'a row rule on a root field',
      domainPolicy({ Query: { customers: reading('... on Query { country { code } }') } }),
      'Query.customers',
      /Query is no record and has no row.*under rows/,
    ],
    [
      'a row rule on a mutation',
      domainPolicy({ Mutation: { rename: reading('... on Mutation { rename { id } }') } }),
      'Mutation.rename',
      /Mutation is no record/,
    ],
    [
      'a row rule on an input',
      domainPolicy({ CustomerFilter: { email: reading('... on CustomerFilter { email }') } }),
      'CustomerFilter.email',
      /an input has no row/,
    ],
    [
      'a row rule before the clear value of a mask that cannot be had',
      domainPolicy({}, { Customer: { email: { unless: reading('... on Customer { vip }'), with: email } } }),
      'Customer.email',
      /Customer\.vip is not there/,
    ],
    ['rows of a type that is not there', withRows({ Costumer: isAuthenticated }), 'Costumer', /no type Costumer/],
    ['rows of a root', withRows({ Query: isAuthenticated }), 'Query', /no records that could be left out/],
    ['rows of an input', withRows({ CustomerFilter: isAuthenticated }), 'CustomerFilter', /no records/],
    ['rows of a scalar', withRows({ String: isAuthenticated }), 'String', /no records/],
    ['undefined rows', withRows({ Customer: nothing }), 'Customer', /undefined/],
    ['rows by a plain function', withRows({ Customer: plainFunction }), 'Customer', /plain function/],
    [
      'rows by a field that is not there',
      withRows({ Customer: reading('... on Customer { vip }') }),
      'Customer',
      /Customer\.vip is not there/,
    ],
    ["rows of another domain's type", withRows({ Refund: isAuthenticated }), 'Refund', /records belong to payments/],
    [
      "rows of a union with another domain's types",
      withRows({ Transaction: isAuthenticated }),
      'CardPayment',
      /records belong to payments/,
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
    ...[undefined, null, 'email', bucket, { name: 'email' }].map((mask): [string, DomainPolicy, string, RegExp] => [
      `what is no mask: ${inspect(mask)}`,
      domainPolicy({}, { Customer: { email: { unless: isAuthenticated, with: mask as unknown as Mask } } }),
      'Customer.email',
      /no mask after `with`.*policies\/masks/,
    ]),
    [
      'no entry of a mask',
      domainPolicy({}, { Customer: { email: nothing as unknown as MaskEntry } }),
      'Customer.email',
      /no mask after `with`/,
    ],
    [
      'masks that name no fields',
      domainPolicy({}, { Customer: nothing as unknown as Record<string, MaskEntry> }),
      'Customer',
      /names no fields/,
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

  test('records that are left out must be announced by the contract of their product', () => {
    const silent = new Map([...smallClassifications].map(([at, { rowFiltered: _, ...rest }]) => [at, rest]));
    const [problem] = problemsIn(() =>
      compileSmall([withRows({ Customer: isAuthenticated })], { classifications: silent }),
    );
    expect(problem).toMatchObject({ file: 'policies/domains/customers.ts', coordinate: 'Customer' });
    expect(problem?.mend).toContain('rowFiltered, value: true');
  });

  test("records of a type that no contract speaks of are nobody's", () => {
    const without = new Map([...smallClassifications].filter(([at]) => !at.startsWith('Country.')));
    const [problem] = problemsIn(() =>
      compileSmall([withRows({ Country: isAuthenticated })], { classifications: without }),
    );
    expect(problem?.message).toContain('no contract speaks of Country');
  });

  test('a row rule that is named like another rule is found', () => {
    const policy = { ...withRows({ Customer: namesake() }), rules: { Customer: { name: namesake() } } };
    expect(problemsOf(policy)[0]?.message).toContain('also called customers.isNice');
  });

  test('a row rule may stand on a type whose interface it names', () => {
    const ofInterface = reading('... on Transaction { id }');
    const policy = domainPolicy({ Transaction: { amount: ofInterface } }, {}, 'payments');
    expect(compileSmall([policy]).rulesOf('Refund.amount').door.rowInputs).toEqual([{ name: 'id', selection: null }]);
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

describe('rows', () => {
  const door = (policies: readonly DomainPolicy[], typeName: string) =>
    compileSmall(policies)
      .rowsOf(typeName)
      ?.door.conjuncts.map(({ name }) => name);

  test('of a type are guarded by every rule that speaks of it, by its interfaces too', () => {
    const policy = withRows({ Transaction: hasRole('accountant'), Refund: hasRole('clerk') }, 'payments');
    expect(door([policy], 'Refund')).toEqual(['hasRole(accountant)', 'hasRole(clerk)']);
    expect(door([policy], 'CardPayment')).toEqual(['hasRole(accountant)']);
  });

  test('of two files of one domain are guarded by both', () => {
    const first = withRows({ Customer: hasRole('a') });
    const second = { ...withRows({ Customer: hasRole('b') }), subgraph: 'crm' };
    expect(door([first, second], 'Customer')).toEqual(['hasRole(a)', 'hasRole(b)']);
  });

  test('without a rule are not guarded', () => {
    expect(door([], 'Customer')).toBeUndefined();
  });

  test('yield to a grant like every other rule of a domain', () => {
    const [conjunct] = compileSmall([withRows({ Customer: hasRole('a') })]).rowsOf('Customer')!.door.conjuncts;
    expect(conjunct?.yieldsToGrants).toBe(true);
  });
});

describe('a rule about the sensitivity of its field', () => {
  const conjuncts = (coordinate: string, asked: Rule) => {
    const [typeName, fieldName] = coordinate.split('.') as [string, string];
    const { door } = compileSmall([domainPolicy({ [typeName]: { [fieldName]: asked } })]).rulesOf(coordinate);
    return door.conjuncts.filter(({ layer }) => layer === 'domain').map(({ name }) => name);
  };

  test.each<[string, Rule, string[]]>([
    ['Customer.name', sensitivityAtMost('INTERNAL'), []],
    ['Customer.revenue', sensitivityAtMost('INTERNAL'), ['deny']],
    ['Customer.revenue', or(sensitivityAtMost('INTERNAL'), hasRole('a')), ['hasRole(a)']],
    ['Customer.name', not(sensitivityAtMost('INTERNAL')), ['deny']],
    ['Customer.revenue', not(sensitivityAtMost('INTERNAL')), []],
    ['Customer.forgotten', sensitivityAtMost('RESTRICTED'), ['deny']],
    ['Customer.forgotten', not(sensitivityAtMost('PUBLIC')), ['deny']],
  ])('is answered when %s is compiled', (coordinate, asked, expected) => {
    expect(conjuncts(coordinate, asked)).toEqual(expected);
  });
});

describe('masks that meet', () => {
  const clear = hasScope('customers:pii:read');
  const meeting = (onType: MaskEntry, onInterface: MaskEntry) =>
    compileSmall([
      domainPolicy({}, { CardPayment: { id: onType }, Transaction: { id: onInterface } }, 'payments'),
    ]).rulesOf('CardPayment.id').door.mask;

  test('show what the stricter one shows, until all would show everything', () => {
    const mask = meeting({ unless: clear, with: last4 }, { unless: hasRole('a'), with: hmac });
    expect(mask).toMatchObject({ mask: hmac, name: 'and(hasScope(customers:pii:read), hasRole(a))' });
  });

  test('count as more the less they show: a part of the value outweighs a rougher value', () => {
    const rough: Mask = { ...last4, name: 'rough', kind: 'general' };
    expect(meeting({ unless: clear, with: rough }, { unless: clear, with: last4 })).toMatchObject({ mask: last4 });
  });

  test('for the same callers are one', () => {
    expect(meeting({ unless: clear, with: last4 }, { unless: clear, with: hmac })?.name).toBe(
      'hasScope(customers:pii:read)',
    );
  });

  test('of one strictness are an error, because nobody could say what is shown', () => {
    const masks = {
      CardPayment: { id: { unless: clear, with: last4 } },
      Transaction: { id: { unless: clear, with: initial } },
    };
    expect(problemsOf(domainPolicy({}, masks, 'payments'))).toMatchObject([
      { file: 'policies/domains/payments.ts', coordinate: 'CardPayment.id', mend: 'Keep one of the two.' },
    ]);
  });
});

describe('an input is as closed as what a query with it tells about', () => {
  const owned = sameRegion('Customer');
  const policy = compileSmall([
    domainPolicy(
      { Customer: { email: or(hasScope('customers:pii:masked'), owned), name: owned, region: hasRole('mapper') } },
      { Customer: { email: { unless: hasScope('customers:pii:read'), with: email } } },
    ),
  ]);

  test.each([
    [
      'a filter by a masked field asks who sees it clear, and no row',
      'CustomerFilter.email',
      [
        'derived and(hasScope(customers:confidential:read), hasScope(customers:pii:read))',
        'domain hasScope(customers:pii:masked)',
        'guardrail isAuthenticated',
        'guardrail hasScopeOf(customers)',
      ],
    ],
    [
      'a filter by a field that the row decides is closed',
      'CustomerFilter.name',
      ['derived isAuthenticated', 'domain deny'],
    ],
    [
      'an order by a field asks what the field asks',
      'CustomerOrderField.REGION',
      ['domain hasRole(mapper)', 'guardrail isAuthenticated'],
    ],
    [
      'an order by a masked field asks who sees it clear',
      'CustomerOrderField.EMAIL',
      [
        'domain hasScope(customers:pii:masked)',
        'guardrail isAuthenticated',
        'guardrail hasScopeOf(customers)',
        'domain hasScope(customers:pii:read)',
      ],
    ],
    ['an order by nothing in particular is open', 'CustomerOrderField.RELEVANCE', []],
    [
      'what a mutation takes tells nothing',
      'RenameInput.email',
      ['derived isAuthenticated', 'guardrail hasScopeOf(customers)'],
    ],
    [
      'a filter inside a filter speaks of what it leads to',
      'FriendFilter.region',
      ['derived isAuthenticated', 'domain hasRole(mapper)'],
    ],
  ])('%s', (_name, coordinate, expected) => {
    const { door } = policy.rulesOf(coordinate);
    expect(door.conjuncts.map(({ layer, name }) => `${layer} ${name}`)).toEqual(expected);
  });

  test('by what a contract names as its source, too', () => {
    const sourced = new Map([
      ...smallClassifications,
      [
        'CustomerFilter.text',
        { ...smallClassifications.get('CustomerFilter.name')!, derivedFrom: ['Customer.region'] },
      ],
    ]);
    const { door } = compileSmall([domainPolicy({ Customer: { region: hasRole('mapper') } })], {
      classifications: sourced,
    }).rulesOf('CustomerFilter.text');
    expect(door.conjuncts.map(({ name }) => name)).toEqual(['isAuthenticated', 'hasRole(mapper)']);
  });
});

describe('in a subgraph', () => {
  const sdl = `
    directive @external on FIELD_DEFINITION
    type Query { customer: Customer }
    type Customer { id: ID! region: String @external cardNumber: String email: String }
  `;
  const compileIn = (...policies: DomainPolicy[]) =>
    compileSmall(policies, { schema: buildSchema(sdl), subgraph: 'payments' });
  const byRegion = sameRegion('Customer');
  const byManager = ownManager('Customer', 'manager.id');

  test('a rule over what it does not serve is left to the gateway, and the rest is asked', () => {
    const rules = { Customer: { cardNumber: and(hasRole('a'), byRegion), email: or(hasRole('a'), not(byManager)) } };
    const policy = compileIn(domainPolicy(rules));
    const names = (coordinate: string) =>
      policy.rulesOf(coordinate).door.conjuncts.flatMap(({ layer, name }) => (layer === 'domain' ? [name] : []));
    expect(names('Customer.cardNumber')).toEqual(['hasRole(a)']);
    expect(names('Customer.email')).toEqual([]);
    expect(policy.gatewayOnly).toEqual([
      { coordinate: 'Customer.cardNumber', rule: 'sameRegion(Customer, region)' },
      { coordinate: 'Customer.email', rule: 'ownManager(Customer, manager.id)' },
    ]);
  });

  test('masks and rows over what it does not serve are left to the gateway', () => {
    const masks = { Customer: { email: { unless: byRegion, with: email } } };
    const policy = compileIn({ ...domainPolicy({}, masks), rows: { Customer: byManager } });
    expect(policy.rulesOf('Customer.email').door.mask).toBeNull();
    expect(policy.rowsOf('Customer')).toBeUndefined();
    expect(policy.gatewayOnly.map(({ coordinate }) => coordinate)).toEqual(['Customer.email', 'Customer']);
  });

  test('a rule that could not be asked anywhere is an error all the same', () => {
    const rules = {
      Customer: { email: reading('... on Country { code }'), cardNumber: reading('... on Customer { email { at } }') },
    };
    expect(problemsIn(() => compileIn(domainPolicy(rules))).map(({ coordinate }) => coordinate)).toContain(
      'Customer.cardNumber',
    );
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

  test('changes with what a mask shows that keeps its name', () => {
    const withMask = (conceal: () => string) =>
      compileSmall([
        domainPolicy({}, { Customer: { email: { unless: isAuthenticated, with: { ...email, conceal } } } }),
      ]).version;
    expect(withMask(() => 'one')).not.toBe(withMask(() => 'other'));
  });
});

function problemsOf(...policies: DomainPolicy[]): readonly PolicyProblem[] {
  return problemsIn(() => compileSmall(policies));
}

function problemsIn(compile: () => unknown): readonly PolicyProblem[] {
  try {
    compile();
  } catch (error) {
    if (error instanceof GordianError && error.code === 'POLICY_INVALID')
      return error.details.problems as PolicyProblem[];
    throw error;
  }
  return [];
}

test('what is no rule over rows is told in every subgraph, not only in its own', () => {
  const broken = { ...domainPolicy({}), rows: { Customer: undefined as unknown as Rule } };
  expect(() => compileSmall([broken], { subgraph: 'orders' })).toThrow(/Customer: the rule is undefined/);
});
