// What the audit says of an operation that several callers share: what was shown, by which inputs, and whether it must be on record
// before it is fetched.
import { describe, expect, test } from 'vitest';
import { type DecisionSet, decisionSetOf } from '../../../../gateway/audit/decision-set.ts';
import { authorize } from '../../../../gateway/authorize/authorize.ts';
import { coerceVariables } from '../../../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import type { DomainPolicy } from '../../../../policies/domain-policy.ts';
import { email } from '../../../../policies/masks/email.ts';
import { last4 } from '../../../../policies/masks/last4.ts';
import { hasRole, sameRegion } from '../../../../policies/vocabulary.ts';
import type { Classification } from '../../../../schema/artefact.ts';
import {
  callerWith,
  compileSmall,
  domainPolicy,
  smallClassifications,
  smallSchema,
} from '../../../support/small-policy.ts';

const reader = callerWith({
  scopes: [
    'customers:confidential:read',
    'customers:restricted:read',
    'customers:pii:read',
    'customers:write',
    'payments:restricted:read',
    'payments:confidential:read',
  ],
});

interface Asked {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly caller?: typeof reader;
  readonly domains?: readonly DomainPolicy[];
  /** Parts of classifications, by coordinate. */
  readonly changed?: Readonly<Record<string, Partial<Classification>>>;
}

function deciding({ caller = reader, domains = [], changed = {} }: Omit<Asked, 'variables'> = {}) {
  const plain: Classification = {
    level: 'INTERNAL',
    tags: [],
    product: 'customers/small',
    domain: 'customers',
    rowFiltered: true,
  };
  const classifications = new Map([
    ...smallClassifications,
    ...Object.entries(changed).map(
      ([coordinate, change]) => [coordinate, { ...plain, ...smallClassifications.get(coordinate), ...change }] as const,
    ),
  ]);
  const policy = compileSmall(domains, { classifications });
  const artefact = { id: 'artefact', classifications: Object.fromEntries(classifications) };
  return (query: string) => {
    const prepared = prepareOperation({ apiSchema: smallSchema }, { query, operationName: null });
    const shape = shapeOperation(prepared, {});
    return async (given: Readonly<Record<string, unknown>> = {}): Promise<DecisionSet> => {
      const variables = coerceVariables(prepared, given);
      const { operation } = await authorize({ shape, policy, caller, variables });
      return decisionSetOf({ prepared, generation: { id: 'g', artefact, policy }, operation, variables });
    };
  };
}

async function setOf(query: string, { variables = {}, ...asked }: Asked = {}) {
  const set = await deciding(asked)(query)(variables);
  return { ...set, content: JSON.parse(set.record).content };
}

describe('the inputs that an operation sets', () => {
  const byVariable = 'query ($f: CustomerFilter) { customers(filter: $f) { id } }';

  test.each<[string, string, Asked, readonly string[] | undefined]>([
    ['none', '{ customers { id } }', {}, undefined],
    [
      'fields of a literal',
      '{ customers(filter: { email: "a", and: [{ name: "b" }] }) { id } }',
      {},
      ['CustomerFilter.and', 'CustomerFilter.email', 'CustomerFilter.name'],
    ],
    [
      'an order',
      '{ customers(orderBy: { field: EMAIL }) { id } }',
      {},
      ['CustomerOrder.field', 'CustomerOrderField.EMAIL'],
    ],
    ['fields of a variable', byVariable, { variables: { f: { email: 'a' } } }, ['CustomerFilter.email']],
    ['a variable that is left out', byVariable, {}, undefined],
    [
      'those of a field that is denied',
      byVariable,
      { variables: { f: { email: 'a' } }, caller: callerWith() },
      undefined,
    ],
  ])('%s', async (_, query, asked, expected) => {
    const { content, record } = await setOf(query, asked);
    expect(content.inputs).toEqual(expected);
    expect(record).not.toContain('"a"');
  });

  test('make sets of their own, and the same ones the same set', async () => {
    const ask = deciding()(byVariable);
    const byEmail = await ask({ f: { email: 'a' } });
    expect(await ask({ f: { email: 'b' } })).toBe(byEmail);
    expect((await ask({ f: { name: 'a' } })).hash).not.toBe(byEmail.hash);
    expect(await ask({ f: { email: 'a' } })).toBe(byEmail);
  });

  test('never make more sets than are kept', async () => {
    const ask = deciding()(byVariable);
    const parts = [
      { name: 'x' },
      { email: 'x' },
      { text: 'x' },
      { and: [] },
      { friends: {} },
      { friends: { region: 'x' } },
    ];
    const first = await ask({ f: {} });
    for (let bits = 1; bits < 2 ** parts.length; bits++)
      await ask({ f: Object.assign({}, ...parts.filter((_, index) => bits & (1 << index))) });
    expect(await ask({ f: {} })).not.toBe(first);
  });
});

test('what was shown, masked, denied, told by each record and hidden is named, with the rule that decided', async () => {
  const near = sameRegion('Customer');
  const domains = [
    {
      ...domainPolicy(
        { Customer: { revenue: near } },
        { Customer: { region: { unless: hasRole('mapper'), with: email } } },
      ),
      rows: { Customer: near },
    },
  ];
  const { content, denied, masked } = await setOf('{ customers { id region revenue cardNumber } }', {
    domains,
    caller: callerWith({ claims: { region: 'EAST' } }),
  });
  expect(content).toMatchObject({
    kind: 'query',
    schema: 'artefact',
    shown: ['Query.customers', 'Customer.id'],
    masked: { 'Customer.region': { rule: 'hasRole(mapper)', mask: 'email' } },
    byRow: { 'Customer.revenue': { rule: expect.stringContaining('sameRegion') } },
    denied: { 'Customer.cardNumber': { rule: 'hasScope(customers:restricted:read)', code: 'FORBIDDEN' } },
    rows: { Customer: expect.stringContaining('sameRegion') },
  });
  expect([denied, masked]).toEqual([['Customer.cardNumber'], ['Customer.region']]);
});

const masking = domainPolicy({}, { Customer: { cardNumber: { unless: hasRole('cashier'), with: last4 } } });
const asking = domainPolicy({ Customer: { cardNumber: sameRegion('Customer') } });

describe('what must be on record before it is fetched', () => {
  test.each<[string, string, Asked, boolean]>([
    ['nothing that is less than RESTRICTED', '{ customers { id email } }', {}, false],
    ['what is RESTRICTED', '{ customers { cardNumber } }', {}, true],
    ['not what is denied', '{ customers { id cardNumber } }', { caller: callerWith() }, false],
    ['a change', 'mutation { rename(input: { id: 1 }) { id } }', {}, true],
    ['a mask of what is RESTRICTED', '{ customers { cardNumber } }', { domains: [masking] }, true],
    ['what is RESTRICTED and told by each record', '{ customers { cardNumber } }', { domains: [asking] }, true],
    [
      'a copy of what is',
      '{ country { code } }',
      { changed: { 'Country.code': { derivedFrom: ['CardPayment.card'] } } },
      true,
    ],
    [
      'a copy of a copy',
      '{ country { code } }',
      {
        changed: {
          'Country.code': { derivedFrom: ['Country.capital'] },
          'Country.capital': { derivedFrom: ['CardPayment.card'] },
        },
      },
      true,
    ],
    [
      'a copy of what no client sees',
      '{ country { code } }',
      { changed: { 'Country.code': { derivedFrom: ['Ledger.line'] }, 'Ledger.line': { level: 'RESTRICTED' } } },
      true,
    ],
    [
      'what asks by a RESTRICTED input',
      '{ customers(filter: { text: "a" }) { id } }',
      { changed: { 'CustomerFilter.text': { level: 'RESTRICTED' } } },
      true,
    ],
  ])('%s', async (_, query, asked, expected) => {
    expect((await setOf(query, asked)).isSensitive).toBe(expected);
  });
});
