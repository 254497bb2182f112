import { type FieldNode, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { createDecisions, type Decision } from '../../../policies/decide/decisions.ts';
import type { FaultListener } from '../../../policies/decide/evaluate.ts';
import { email } from '../../../policies/masks/email.ts';
import { allow, and, not, or, type Rule, rule } from '../../../policies/shield.ts';
import { hasScope, isAuthenticated } from '../../../policies/vocabulary.ts';
import { callerWith, compileSmall, domainPolicy, smallSchema } from '../../support/small-policy.ts';

const reads = hasScope('customers:pii:read');
const policy = compileSmall([
  domainPolicy(
    { Customer: { email: or(reads, hasScope('customers:pii:masked')) } },
    { Customer: { email: { unless: reads, with: email } } },
  ),
]);

describe('a decision', () => {
  test.each<[string, Caller, string, object]>([
    ['public is open to everyone', anonymous, 'Query.country', { kind: 'allow' }],
    [
      'internal needs a caller',
      anonymous,
      'Customer.name',
      { kind: 'deny', code: 'UNAUTHENTICATED', rule: 'isAuthenticated', reason: 'Needs an authenticated caller.' },
    ],
    ['internal is open to any caller', callerWith(), 'Customer.name', { kind: 'allow' }],
    [
      'confidential names the scope that would open it',
      callerWith(),
      'Customer.revenue',
      { kind: 'deny', code: 'FORBIDDEN', layer: 'derived', reason: 'Needs scope customers:confidential:read.' },
    ],
    [
      'the scope opens it',
      callerWith({ scopes: ['customers:confidential:read'] }),
      'Customer.revenue',
      { kind: 'allow' },
    ],
    [
      'a masked reader gets the mask',
      callerWith({ scopes: ['customers:pii:masked'] }),
      'Customer.email',
      { kind: 'mask', mask: 'email', rule: 'hasScope(customers:pii:read)' },
    ],
    [
      'a clear reader gets the value',
      callerWith({ scopes: ['customers:pii:read'] }),
      'Customer.email',
      { kind: 'allow' },
    ],
    [
      'who may not read at all gets no mask either',
      callerWith(),
      'Customer.email',
      { kind: 'deny', code: 'FORBIDDEN' },
    ],
    [
      'unclassified is closed to every scope',
      callerWith({ scopes: ['customers:confidential:read', 'customers:pii:read'] }),
      'Customer.forgotten',
      { kind: 'deny', code: 'FORBIDDEN', rule: 'deny' },
    ],
    ['a coordinate that is not in the schema is closed', callerWith(), 'Customer.invented', { kind: 'deny' }],
    [
      'an input field is judged like a field',
      callerWith(),
      'CustomerFilter.email',
      { kind: 'deny', code: 'FORBIDDEN' },
    ],
    [
      'what a mutation takes is not read from us',
      callerWith(),
      'RenameInput.email',
      { kind: 'deny', rule: 'hasScopeOf(customers)' },
    ],
  ])('%s', async (_name, caller, coordinate, expected) => {
    expect(await decide(policy, caller, coordinate)).toMatchObject(expected);
  });

  const broken = rule('broken', { cache: 'contextual' })(() => {
    throw new Error('down');
  });

  test.each<[string, Rule, object]>([
    [
      'a rule that fails is a fault, not a refusal',
      broken,
      { kind: 'deny', code: 'POLICY_UNAVAILABLE', rule: 'broken' },
    ],
    ['also under not', not(broken), { kind: 'deny', code: 'POLICY_UNAVAILABLE' }],
    ['a refusal beside it is told instead', and(broken, hasScope('x')), { kind: 'deny', code: 'FORBIDDEN' }],
  ])('%s', async (_name, asked, expected) => {
    const faults: string[] = [];
    const failing = compileSmall([domainPolicy({ Customer: { name: asked } })]);
    const decision = await decide(failing, callerWith(), 'Customer.name', (name) => faults.push(name));
    expect(decision).toMatchObject(expected);
    expect(JSON.stringify(decision)).not.toContain('down');
    expect(faults).toEqual(['broken']);
  });

  test('a mask whose rule fails shows nothing', async () => {
    const failing = compileSmall([
      domainPolicy({ Customer: { email: isAuthenticated } }, { Customer: { email: { unless: broken, with: email } } }),
    ]);
    const caller = callerWith({ scopes: ['customers:x'] });
    expect(await decide(failing, caller, 'Customer.email')).toMatchObject({
      kind: 'deny',
      code: 'POLICY_UNAVAILABLE',
    });
  });

  test('a guardrail holds where a domain opens too much', async () => {
    const careless = compileSmall([
      domainPolicy({ Customer: { secretNote: allow, cardNumber: isAuthenticated, name: allow } }),
    ]);
    expect(await decide(careless, anonymous, 'Customer.name')).toMatchObject({
      code: 'UNAUTHENTICATED',
      layer: 'guardrail',
    });
    expect(await decide(careless, callerWith(), 'Customer.cardNumber')).toMatchObject({
      code: 'FORBIDDEN',
      layer: 'guardrail',
    });
    expect(await decide(careless, callerWith(), 'Customer.secretNote')).toMatchObject({
      code: 'FORBIDDEN',
      layer: 'guardrail',
    });
  });
});

describe('a filter on a field that the caller may not read is denied like the field', () => {
  const leaked = { kind: 'deny', code: 'FORBIDDEN', reason: expect.stringContaining('CustomerFilter.email: Needs') };
  const open = { kind: 'allow' };

  test.each<[string, string, Record<string, unknown>, object]>([
    ['as a literal', '{ customers(filter: { email: "a@b.c" }) { id } }', {}, leaked],
    ['as null', '{ customers(filter: { email: null }) { id } }', {}, leaked],
    ['nested', '{ customers(filter: { and: [{ name: "x" }, { and: { email: "a" } }] }) { id } }', {}, leaked],
    ['in a variable', 'query ($f: CustomerFilter) { customers(filter: $f) { id } }', { f: { email: 'a' } }, leaked],
    [
      'nested in a variable',
      'query ($f: CustomerFilter) { customers(filter: $f) { id } }',
      { f: { and: [{ and: [{ email: null }] }] } },
      leaked,
    ],
    ['as a variable of its own', 'query ($e: String) { customers(filter: { email: $e }) { id } }', { e: 'a' }, leaked],
    [
      'as a variable in a list',
      'query ($f: CustomerFilter!) { customers(filter: { and: [$f] }) { id } }',
      { f: { email: 'a' } },
      leaked,
    ],
    ['a variable that is null', 'query ($e: String) { customers(filter: { email: $e }) { id } }', { e: null }, leaked],
    ['not when the variable is left out', 'query ($e: String) { customers(filter: { email: $e }) { id } }', {}, open],
    ['not when another field is used', '{ customers(filter: { name: "x" }) { id } }', {}, open],
    [
      'not when the variable uses another field',
      'query ($f: CustomerFilter) { customers(filter: $f) { id } }',
      { f: { name: 'x', and: [] } },
      open,
    ],
    ['not without a filter', '{ customers(ids: ["1"]) { id } }', {}, open],
  ])('%s', async (_name, document, variables, expected) => {
    expect(await decideRoot(callerWith(), document, variables)).toMatchObject(expected);
  });

  test('and who may not ask at all is told that, and nothing of the filter', async () => {
    const decision = await decideRoot(anonymous, '{ customers(filter: { email: "a" }) { id } }', {});
    expect(decision).toMatchObject({ kind: 'deny', code: 'UNAUTHENTICATED' });
    expect(JSON.stringify(decision)).not.toContain('CustomerFilter');
  });

  test('and open to who may read the field', async () => {
    const reader = callerWith({ scopes: ['customers:confidential:read', 'customers:pii:read'] });
    expect(await decideRoot(reader, '{ customers(filter: { email: "a" }) { id } }', {})).toEqual(open);
  });
});

test('a rule over arguments sees coerced values, per use of the field', async () => {
  const onlyOwn = rule('onlyOwn', { cache: 'no_cache' })((_parent, { id }, { caller }) => id === caller.subject);
  const own = compileSmall([domainPolicy({ Query: { customer: onlyOwn } })]);
  const ask = (document: string, variables = {}) => decideRoot(callerWith({ subject: '7' }), document, variables, own);
  expect(await ask('{ customer(id: 7) { id } }')).toMatchObject({ kind: 'allow' });
  expect(await ask('{ customer(id: "8") { id } }')).toMatchObject({ kind: 'deny', rule: 'onlyOwn' });
  expect(await ask('query ($id: ID!) { customer(id: $id) { id } }', { id: '8' })).toMatchObject({ kind: 'deny' });
});

test('an argument that is null where none may be is the fault of who sent it, not of the rule', async () => {
  const anyArgument = rule('anyArgument', { cache: 'no_cache' })(() => true);
  const asked = compileSmall([domainPolicy({ Query: { customer: anyArgument } })]);
  const document = 'query ($id: ID = 1) { customer(id: $id) { id } }';
  await expect(decideRoot(callerWith(), document, { id: null }, asked)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

async function decideRoot(
  caller: Caller,
  document: string,
  variables: Record<string, unknown>,
  asked = policy,
): Promise<Decision> {
  const operation = parse(document).definitions[0] as OperationDefinitionNode;
  const node = operation.selectionSet.selections[0] as FieldNode;
  const definition = smallSchema.getQueryType()!.getFields()[node.name.value]!;
  return createDecisions(asked, caller, () => {}).decideUse(asked.rulesOf(`Query.${node.name.value}`), {
    definition,
    args: node.arguments ?? [],
    variables,
  });
}

async function decide(
  asked: CompiledPolicy,
  caller: Caller,
  coordinate: string,
  onFault: FaultListener = () => {},
): Promise<Decision> {
  return createDecisions(asked, caller, onFault).decide(asked.rulesOf(coordinate));
}
