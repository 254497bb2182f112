// How long an answer may be kept, for operations on one schema with hints of every kind.
import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { authorize } from '../../../gateway/authorize/authorize.ts';
import { prepareOperation } from '../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../gateway/operation/shape-operation.ts';
import { cachePolicyOf, withCacheControl } from '../../../gateway/respond/cache-policy.ts';
import { anonymous } from '../../../kit/caller.ts';
import { openPolicy } from '../../../policies/compile.ts';
import { readCacheHints } from '../../../schema/cache-hints.ts';
import { withFresh } from '../../../schema/client-directives.ts';

const sdl = `
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  type Query {
    plain: Int
    count: Int @cacheControl(maxAge: 100)
    product: Product @cacheControl(maxAge: 50)
    typed: Product
    fresh: Product @cacheControl(maxAge: 0)
    me: Product @cacheControl(maxAge: 40, scope: PRIVATE)
    shared: Secret @cacheControl(maxAge: 40, scope: PUBLIC)
    inherited: Product @cacheControl(inheritMaxAge: true)
    bare: Bare @cacheControl(inheritMaxAge: true)
    any: Any @cacheControl(maxAge: 70)
  }
  type Mutation { change: Int @cacheControl(maxAge: 100) }
  type Product @cacheControl(maxAge: 60) {
    name: String
    price: Int @cacheControl(maxAge: 5)
    maker: Bare
    shop: Bare @cacheControl(inheritMaxAge: true)
    part: Part
    secret: Secret
  }
  type Bare { name: String }
  type Part @cacheControl(inheritMaxAge: true) { name: String }
  type Secret @cacheControl(maxAge: 20, scope: PRIVATE) { name: String }
  union Any = Product | Secret
`;
const apiSchema = withFresh(buildSchema(sdl));
const hints = readCacheHints(parse(sdl));

async function authorized(query: string, policy = openPolicy()) {
  const shape = shapeOperation(prepareOperation({ apiSchema }, { query, operationName: null }), {});
  const { operation } = await authorize({ shape, policy, caller: anonymous, variables: {} });
  return operation;
}

async function ages(query: string): Promise<string | null> {
  return cachePolicyOf(await authorized(query), openPolicy(), hints)?.anonymous ?? null;
}

test.each([
  ['a root field without a hint', '{ plain }', null],
  ['a root field that would inherit', '{ inherited { name } }', 'max-age=60, public'],
  ['a root field that inherits, of a type without an age', '{ bare { name } }', null],
  ['a root leaf with an age', '{ count }', 'max-age=100, public'],
  ['the shortest of two', '{ count product { name } }', 'max-age=50, public'],
  ['one that may not be kept among others', '{ count plain }', null],
  ['the age of the type', '{ typed { name } }', 'max-age=60, public'],
  ['an age of nothing', '{ fresh { name } }', null],
  ['a leaf with an age of its own', '{ product { name price } }', 'max-age=5, public'],
  ['an object without an age', '{ product { maker { name } } }', null],
  ['an object whose field inherits', '{ product { shop { name } } }', 'max-age=50, public'],
  ['an object whose type inherits', '{ product { part { name } } }', 'max-age=50, public'],
  ['a private field', '{ me { name } }', 'max-age=40, private'],
  ['a private type', '{ product { secret { name } } }', 'max-age=20, private'],
  ['a public field of a private type', '{ shared { name } }', 'max-age=40, public'],
  ['a field that is to be fresh', '{ count @fresh(within: "P1D") }', null],
  ['an operation that is', 'query @fresh(within: "P1D") { count }', null],
  ['a union', '{ any { ... on Product { price } } }', 'max-age=5, public'],
  ['names of types and of the client', '{ c: count __typename }', 'max-age=100, public'],
  ['nothing but names of types', '{ __typename }', null],
  ['a mutation', 'mutation { change }', null],
])('%s', async (_what, query, expected) => {
  expect(await ages(query)).toBe(expected);
});

describe('an answer', () => {
  const planner = { cacheHints: hints };
  const named = { ...anonymous, subject: 'ann' };

  test.each([
    ['for everyone', anonymous, { data: Buffer.from('{}') }, 'max-age=100, public'],
    ['to a token', named, { data: Buffer.from('{}') }, 'max-age=100, private'],
    [
      'with errors',
      anonymous,
      { data: Buffer.from('{}'), errors: [{ message: '', extensions: { code: 'X' } }] },
      undefined,
    ],
    [
      'with extensions, which depend on the request',
      anonymous,
      { data: Buffer.from('{}'), extensions: { cost: 1 } },
      undefined,
    ],
  ])('%s', async (_what, caller, answer, expected) => {
    const kept = withCacheControl(answer, await authorized('{ count }'), caller, { policy: openPolicy(), planner });
    expect(kept.cacheControl).toBe(expected);
  });

  test('is kept by nobody as soon as a rule looks at the caller, although it allows', async () => {
    const rule = { layer: 'domain', rule: {}, name: 'isAnyone', reason: '' };
    const open = openPolicy();
    const policy = {
      ...open,
      rulesOf: (coordinate: string) => ({
        ...open.rulesOf(coordinate),
        door: { ...open.rulesOf(coordinate).door, conjuncts: [rule] },
      }),
    } as unknown as typeof open;
    expect(cachePolicyOf(await authorized('{ count }'), policy, hints)).toBeNull();
  });

  test('is kept by nobody as soon as a rule may hide one of its objects, although it hides none', async () => {
    const open = openPolicy();
    const guarded = { coordinate: 'Product', classification: undefined, door: open.rulesOf('Product').door };
    const policy = { ...open, rowsOf: (typeName: string) => (typeName === 'Product' ? guarded : undefined) };
    expect(cachePolicyOf(await authorized('{ product { name } }'), policy, hints)).toBeNull();
    expect(cachePolicyOf(await authorized('{ count }'), policy, hints)).not.toBeNull();
  });

  test('is for nobody to keep when a rule took something out or changed it', async () => {
    const operation = await authorized('{ count product { name } }');
    const mask = { kind: 'mask', rule: 'r', mask: 'm', apply: (value: unknown) => value } as const;
    const masked = { ...operation, verdicts: operation.verdicts.map((_, slot) => (slot === 0 ? mask : undefined)) };
    expect(cachePolicyOf(masked, openPolicy(), hints)).toBeNull();
  });
});
