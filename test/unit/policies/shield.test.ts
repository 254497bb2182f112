// The reasons why this platform evaluates rules on the operation instead of wrapping a schema, kept as regressions.
import { createRequire } from 'node:module';
import { buildSchema, graphql, printSchema } from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { createDecisions } from '../../../policies/decide/decisions.ts';
import { anatomyOf, applyMiddleware, chain, deny, not, rule, shield } from '../../../policies/shield.ts';
import { hasScope } from '../../../policies/vocabulary.ts';
import { callerWith, compileSmall, domainPolicy } from '../../support/small-policy.ts';

const rootValue = { customer: { cardNumber: '4111' } };

describe('a shield around the schema of a gateway', () => {
  test('runs no rule at all, because a gateway executes plans and never the schema', async () => {
    let asked = 0;
    const counts = rule('counts')(() => {
      asked++;
      return false;
    });
    const schema = buildSchema('type Query { customer: Customer } type Customer { cardNumber: String }');
    const shielded = applyMiddleware(
      schema,
      shield({ Query: { customer: deny }, Customer: { cardNumber: counts } }, { fallbackRule: deny }),
    );
    // A planner takes the schema as text, and what answers is whatever its plan fetched.
    const planned = buildSchema(printSchema(shielded));
    const { data } = await graphql({ schema: planned, source: '{ customer { cardNumber } }', rootValue });
    expect(data).toEqual(rootValue);
    expect(asked).toBe(0);
  });

  test('while the same rules deny when they are asked about the operation', async () => {
    const policy = compileSmall([domainPolicy({ Customer: { cardNumber: hasScope('customers:card:read') } })]);
    const decision = await createDecisions(policy, callerWith(), () => {}).decide(
      policy.rulesOf('Customer.cardNumber'),
    );
    expect(decision).toMatchObject({ kind: 'deny', code: 'FORBIDDEN', rule: 'hasScope(customers:card:read)' });
  });
});

describe('graphql-shield itself, where it fails open', () => {
  const schema = buildSchema(
    'type Query { customer: Customer } interface Named { name: String } type Customer implements Named { name: String cardNumber: String }',
  );
  const open = { customer: { name: 'Claire', cardNumber: '4111', __typename: 'Customer' } };
  const read = async (tree: object, options = {}) => {
    const protectedSchema = applyMiddleware(schema, shield(tree as never, options));
    const { data } = await graphql({
      schema: protectedSchema,
      source: '{ customer { name cardNumber } }',
      rootValue: open,
      contextValue: {},
    });
    return (data?.customer as { cardNumber: string | null } | null)?.cardNumber ?? null;
  };
  const throws = rule('throws')(() => {
    throw new Error('down');
  });

  test.each<[string, object]>([
    ['a field without a rule', { Customer: { name: deny } }],
    ['one undefined rule drops those of the whole type', { Customer: { cardNumber: deny, name: undefined } }],
    ['an exception under not', { Customer: { cardNumber: not(throws) } }],
    ['an empty chain', { Customer: { cardNumber: chain() } }],
  ])('%s', async (_name, tree) => {
    expect(await read(tree)).toBe('4111');
  });

  test('and closed with a rule and a fallback', async () => {
    expect(await read({ Customer: { name: deny } }, { fallbackRule: deny })).toBeNull();
  });
});

test('chain and race run where node:util has lost isUndefined', async () => {
  const util = createRequire(import.meta.url)('node:util');
  const original = util.isUndefined;
  try {
    delete util.isUndefined;
    vi.resetModules();
    const fresh = await import('../../../policies/shield.ts');
    const yes = fresh.rule('yes')(() => true);
    const asked = fresh.chain(yes, yes) as unknown as { resolve(...facts: unknown[]): Promise<unknown> };
    expect(await asked.resolve({}, {}, { _shield: { cache: {} } }, {}, {})).toBe(true);
  } finally {
    util.isUndefined = original;
  }
});

test('a rule of another copy is still seen as a rule, and anything else is not', () => {
  expect(anatomyOf(rule('x')(() => true))?.kind).toBe('leaf');
  expect(anatomyOf({ name: 'x', resolve: () => true })).toBeUndefined();
  expect(anatomyOf(null)).toBeUndefined();
});
