import { describe, expect, test } from 'vitest';
import { authorize } from '../../../../gateway/authorize/authorize.ts';
import type { AuthorizedOperation } from '../../../../gateway/authorize/authorized-operation.ts';
import { coerceVariables } from '../../../../gateway/operation/coerce-variables.ts';
import { defaultOperationLimits } from '../../../../gateway/operation/operation-limits.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { anonymous, type Caller } from '../../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../../policies/compiler/compiled-policy.ts';
import { email } from '../../../../policies/masks/email.ts';
import { or, rule } from '../../../../policies/shield.ts';
import { hasScope, isAuthenticated } from '../../../../policies/vocabulary.ts';
import { withDefer } from '../../../../schema/client-directives.ts';
import { callerWith, compileSmall, domainPolicy, smallSchema } from '../../../support/small-policy.ts';

const apiSchema = withDefer(smallSchema);
const clear = hasScope('customers:pii:read');
const policy = compileSmall([
  domainPolicy(
    { Customer: { email: or(clear, hasScope('customers:pii:masked')) } },
    { Customer: { email: { unless: clear, with: email } } },
  ),
]);

const closed = compileSmall([domainPolicy({ Customer: { friends: clear } })]);

describe('verdicts', () => {
  test.each<[string, string, Caller, string[]]>([
    ['nothing is said of what is allowed', '{ customer(id: 1) { id name } }', callerWith(), []],
    [
      'a denied field',
      '{ customer(id: 1) { name revenue } }',
      callerWith(),
      ['revenue FORBIDDEN Needs scope customers:confidential:read.'],
    ],
    [
      'under another name',
      '{ customer(id: 1) { name: revenue } }',
      callerWith(),
      ['name FORBIDDEN Needs scope customers:confidential:read.'],
    ],
    [
      'twice, under two names',
      '{ customer(id: 1) { a: revenue b: revenue } }',
      callerWith(),
      ['a FORBIDDEN Needs scope customers:confidential:read.', 'b FORBIDDEN Needs scope customers:confidential:read.'],
    ],
    [
      'in a fragment',
      '{ customer(id: 1) { ...F } } fragment F on Customer { friends { revenue } }',
      callerWith(),
      ['revenue FORBIDDEN Needs scope customers:confidential:read.'],
    ],
    [
      'in a fragment that is deferred',
      '{ customer(id: 1) { name ... @defer { friends { revenue } } } }',
      callerWith(),
      ['revenue FORBIDDEN Needs scope customers:confidential:read.'],
    ],
    [
      'an unclassified field',
      '{ customer(id: 1) { forgotten } }',
      callerWith({ scopes: ['customers:confidential:read'] }),
      ['forgotten FORBIDDEN The policy does not open this to the caller.'],
    ],
    [
      'anonymous is told to say who it is',
      '{ customer(id: 1) { name } country { code } }',
      anonymous,
      ['customer UNAUTHENTICATED Needs an authenticated caller.'],
    ],
    ['a mask', '{ customer(id: 1) { email } }', callerWith({ scopes: ['customers:pii:masked'] }), ['email mask email']],
    ['no mask for who may see', '{ customer(id: 1) { email } }', callerWith({ scopes: ['customers:pii:read'] }), []],
    [
      'a filter on a denied field',
      '{ customers(filter: { email: "a" }) { id } }',
      callerWith(),
      [
        'customers FORBIDDEN CustomerFilter.email: Needs scope customers:confidential:read and scope customers:pii:read.',
      ],
    ],
    [
      'a mutation without its scope',
      'mutation { rename(input: { id: 1 }) { id } }',
      callerWith(),
      ['rename FORBIDDEN Needs scope customers:write.'],
    ],
    [
      'an anonymous mutation',
      'mutation { rename(input: { id: 1 }) { id } }',
      anonymous,
      ['rename UNAUTHENTICATED Needs scope customers:write.'],
    ],
    [
      'typename and introspection are not data',
      '{ __typename __schema { types { name } } country { __typename code } }',
      anonymous,
      [],
    ],
  ])('%s', async (_name, document, caller, expected) => {
    expect(described(await run(document, caller))).toEqual(expected);
  });

  test('are made per possible type behind an interface', async () => {
    const { shape, verdicts } = await run('{ transactions { id amount } }', callerWith());
    const denied = shape.fields
      .filter(({ slot }) => verdicts[slot]?.kind === 'deny')
      .map(({ coordinate }) => coordinate);
    expect(denied).toEqual(['CardPayment.amount']);
  });

  test('and behind a union', async () => {
    const authorized = await run('{ anything { ... on Customer { name } ... on Country { code } } }', anonymous);
    expect(described(authorized)).toEqual(['name UNAUTHENTICATED Needs an authenticated caller.']);
  });

  test('below a denied field nothing is said', async () => {
    const authorized = await run('{ customer(id: 1) { id friends { revenue } } }', callerWith(), {}, closed);
    expect(described(authorized)).toEqual(['friends FORBIDDEN Needs scope customers:pii:read.']);
  });

  test('a selection that is denied on one way and open on another is judged on the open one', async () => {
    const authorized = await run(
      '{ transactions { customer { revenue } } customer(id: 1) { payments { customer { revenue } } } }',
      callerWith(),
    );
    expect(described(authorized).every((line) => line.startsWith('revenue FORBIDDEN'))).toBe(true);
    expect(described(authorized).length).toBeGreaterThan(0);
  });

  test('a rule over arguments is asked anew at every use', async () => {
    const onlyOwn = rule('onlyOwn', { cache: 'no_cache' })((_parent, { id }, { caller }) => id === caller.subject);
    const own = compileSmall([domainPolicy({ Query: { customer: or(clear, onlyOwn) } })]);
    const document = '{ mine: customer(id: 7) { id } other: customer(id: 8) { id } again: customer(id: 7) { name } }';
    const authorized = await run(document, callerWith({ subject: '7' }), {}, own);
    expect(described(authorized)).toEqual(['other FORBIDDEN The policy does not open this to the caller.']);
  });

  test('a rule that throws denies as a fault and is heard of', async () => {
    const broken = rule('broken', { cache: 'contextual' })(() => {
      throw new Error('directory at ldap://10.0.0.1 is down');
    });
    const failing = compileSmall([domainPolicy({ Customer: { name: broken } })]);
    const faults: string[] = [];
    const authorized = await run('{ customer(id: 1) { name } }', callerWith(), {}, failing, (name) =>
      faults.push(name),
    );
    expect(described(authorized)).toEqual(['name POLICY_UNAVAILABLE A rule could not be evaluated.']);
    expect(faults).toEqual(['broken']);
    expect(JSON.stringify(authorized.verdicts)).not.toContain('ldap');
  });
});

describe('the key', () => {
  const document = '{ customer(id: 1) { name revenue email } }';

  test('is empty when nothing is denied or masked', async () => {
    const everything = callerWith({ scopes: ['customers:confidential:read', 'customers:pii:read'] });
    expect((await run(document, everything)).key).toBe('');
  });

  test('is equal for callers who may see the same, and they share one authorized operation', async () => {
    const one = await run(
      document,
      callerWith({ subject: 'one', scopes: ['customers:pii:masked'], claims: { region: 'EAST' } }),
    );
    const other = await run(
      document,
      callerWith({ subject: 'other', scopes: ['customers:pii:masked', 'orders:write'], roles: ['x'] }),
    );
    expect(other).toBe(one);
  });

  test('holds nothing of the caller', async () => {
    const { key } = await run(
      document,
      callerWith({ subject: 'jane.doe', client: 'secret-client', scopes: ['held:scope'], roles: ['held-role'] }),
    );
    expect(key).not.toMatch(/jane|secret-client|held/);
  });

  test.each<[string, Caller]>([
    ['who is masked', callerWith({ scopes: ['customers:pii:masked'] })],
    ['who sees it clear', callerWith({ scopes: ['customers:pii:read'] })],
    ['who sees amounts', callerWith({ scopes: ['customers:confidential:read'] })],
    ['anonymous', anonymous],
  ])('differs from that of a caller without rights for %s', async (_name, caller) => {
    expect((await run(document, caller)).key).not.toBe((await run(document, callerWith())).key);
  });

  test('differs when another input field is what is denied', async () => {
    const filtered = 'query ($f: CustomerFilter) { customers(filter: $f) { id } }';
    const denied = await run(filtered, callerWith(), { f: { email: 'a' } });
    const allowed = await run(filtered, callerWith(), { f: { name: 'a' } });
    expect(denied.key).not.toBe(allowed.key);
    expect(allowed.key).toBe('');
  });

  test('two policies never share an outcome', async () => {
    const stricter = compileSmall([domainPolicy({ Customer: { name: hasScope('x') } })]);
    const open = await run(document, callerWith());
    const closed = await run(document, callerWith(), {}, stricter);
    expect(closed.key).not.toBe(open.key);
  });
});

test('each distinct rule runs once per request, however many fields it guards', async () => {
  let runs = 0;
  const counted = rule('counted', { cache: 'contextual' })(() => ++runs > 0);
  const counting = compileSmall([
    domainPolicy({ Customer: { name: counted, id: counted, friends: or(isAuthenticated, counted) } }),
  ]);
  const names = Array.from({ length: 60 }, (_, index) => `n${index}: name`).join(' ');
  const document = `{ customer(id: 1) { id ${names} friends { id name friends { id name } } } }`;
  await run(document, callerWith(), {}, counting);
  expect(runs).toBe(1);
  await run(document, callerWith(), {}, counting);
  expect(runs).toBe(2);
});

test('what has to be asked is worked out once per shape', async () => {
  let lookups = 0;
  const watched: CompiledPolicy = {
    ...policy,
    rulesOf: (coordinate) => {
      lookups++;
      return policy.rulesOf(coordinate);
    },
  };
  const document = `{ customer(id: 1) { ${Array.from({ length: 60 }, (_, index) => `n${index}: name`).join(' ')} } }`;
  await run(document, callerWith(), {}, watched);
  const first = lookups;
  await run(document, callerWith(), {}, watched);
  expect(first).toBe(61);
  expect(lookups).toBe(first);
});

async function run(
  query: string,
  caller: Caller,
  given: Record<string, unknown> = {},
  asked = policy,
  onFault = (_rule: string) => {},
): Promise<AuthorizedOperation> {
  const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
  const variables = coerceVariables(prepared, given);
  const shape = shapeOperation(prepared, variables, defaultOperationLimits, true);
  const { operation } = await authorize({ shape, policy: asked, caller, variables, onFault });
  return operation;
}

function described({ shape, verdicts }: AuthorizedOperation): string[] {
  return shape.fields.flatMap(({ slot, responseName }) => {
    const verdict = verdicts[slot];
    if (verdict === undefined) return [];
    return verdict.kind === 'deny'
      ? `${responseName} ${verdict.code} ${verdict.reason}`
      : `${responseName} ${verdict.kind === 'mask' ? `mask ${verdict.mask}` : `by row ${verdict.rule}`}`;
  });
}
