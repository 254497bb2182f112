// Entities are looked for only when the request may learn something of them: whoever may read nothing of an entity does not learn
// that it exists, and costs the database nothing.
import { beforeEach, describe, expect, test } from 'vitest';
import { requires } from '../../../policies/requirement.ts';
import { or, rule } from '../../../policies/shield.ts';
import { hasScope, type RuleContext } from '../../../policies/vocabulary.ts';
import { askProtected, protectedSchema, refusalsIn } from '../../support/protected-schema.ts';
import { callerWith } from '../../support/small-policy.ts';

const sdl = /* GraphQL */ `
  type Query { nothing: Int }
  interface Named { name: String }
  type Customer implements Named @key(fields: "id") { id: ID! name: String phone(masked: Boolean): String tier: String }
  type Secret @key(fields: "id") { id: ID! code: String }
  type Order @key(fields: "id") { id: ID! total: Int }
  interface Media @key(fields: "id") { id: ID! title: String }
  type Book implements Media @key(fields: "id") { id: ID! title: String }
  type Stub @key(fields: "id") { id: ID! @external extra: String }
`;

let looked: string[] = [];
const found = (typeName: string, more: object) => ({
  __resolveReference: ({ id }: { id: string }) => {
    looked.push(`${typeName} ${id}`);
    return id === 'none' ? null : { id, ...more };
  },
});

const closed = { level: 'CONFIDENTIAL' } as const;
const inRegion = requires(
  rule('shop.inRegion', { cache: 'no_cache', fragment: '... on Order { total }' })(
    ({ total }: { total: number }, _args, { caller }: RuleContext) => total < Number(caller.claims.limit),
  ),
  'to be allowed so much',
);

const schema = protectedSchema({
  sdl,
  resolvers: {
    Customer: found('Customer', { name: 'Ann', phone: '1', tier: 'gold' }),
    Secret: found('Secret', { code: 'x' }),
    Order: found('Order', { total: 5 }),
    Media: { ...found('Media', { title: 'A book' }), __resolveType: () => 'Book' },
    Stub: { extra: () => 'more' },
  },
  policy: { rows: { Order: or(hasScope('shop:order:all'), inRegion) } },
  classified: {
    'Customer.phone': closed,
    'Customer.tier': closed,
    'Secret.id': closed,
    'Secret.code': null,
    'Book.title': closed,
    'Stub.extra': closed,
  },
});

beforeEach(() => {
  looked = [];
});

const caller = callerWith({ claims: { limit: 1 } });

function entities(selection: string, typeName: string, ids: readonly string[], more: object = {}) {
  const source = `query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`;
  const representations = ids.map((id) => ({ __typename: typeName, id }));
  return askProtected(schema, source, { caller, variables: { r: representations }, ...more });
}

describe('an entity is looked for', () => {
  test.each<[string, string, string, object?]>([
    ['when the caller may read what is asked', 'Customer', '... on Customer { name }'],
    ['when the caller may read a part of what is asked', 'Customer', '... on Customer { phone name }'],
    ['when an interface asks it', 'Customer', '... on Named { name }'],
    ['when its key is asked', 'Customer', '... on Customer { id }'],
    ['when the gateway names what is asked', 'Customer', '... on Customer { phone }', { internal: ['Customer.phone'] }],
    ['when only its type is asked, for there is something that the caller may read', 'Customer', '__typename'],
    [
      'when an argument is given to what the gateway names',
      'Customer',
      '... on Customer { phone(masked: true) }',
      { internal: ['Customer.phone'] },
    ],
  ])('%s', async (_name, typeName, selection, more = {}) => {
    const { data } = await entities(selection, typeName, ['1'], more);
    expect([looked, (data?._entities as unknown[])[0]]).toEqual([[`${typeName} 1`], expect.anything()]);
  });

  test('once for each representation, in order, and one that is not there is null', async () => {
    const { data } = await entities('... on Customer { id }', 'Customer', ['1', 'none', '3']);
    expect(data).toEqual({ _entities: [{ id: '1' }, null, { id: '3' }] });
    expect(looked).toEqual(['Customer 1', 'Customer none', 'Customer 3']);
  });
});

describe('an entity is null, and nobody looks for it,', () => {
  test.each<[string, string, string, object?]>([
    ['when the caller may read nothing of what is asked', 'Customer', '... on Customer { phone tier }'],
    ['when only another type is asked something', 'Secret', '... on Customer { name }'],
    ['when only its type is asked and all of it is closed', 'Secret', '__typename'],
    ['when its type and closed fields are asked', 'Secret', '__typename ... on Secret { __typename id code }'],
    [
      'when the gateway names something that is not asked',
      'Customer',
      '... on Customer { tier }',
      { internal: ['Customer.phone'] },
    ],
    ['when it is found through an interface of closed fields', 'Media', '... on Media { title }'],
  ])('%s', async (_name, typeName, selection, more = {}) => {
    const { data, errors } = await entities(selection, typeName, ['1', 'none'], more);
    expect([data, errors, looked]).toEqual([{ _entities: [null, null] }, undefined, []]);
  });

  test('when the caller says nothing of who it is', async () => {
    const answer = await askProtected(
      schema,
      '{ _entities(representations: [{ __typename: "Customer", id: "1" }]) { ... on Customer { name } } }',
      { caller: undefined as never },
    );
    expect([answer.data, refusalsIn(answer), looked]).toEqual([null, ['UNAUTHENTICATED '], []]);
  });
});

describe('an entity whose rows are guarded', () => {
  test.each<[string, object, object | null]>([
    ['is there for who sees all', { caller: callerWith({ scopes: ['shop:order:all'] }) }, { id: 'A', total: 5 }],
    ['is there for who may see the row', { caller: callerWith({ claims: { limit: 10 } }) }, { id: 'A', total: 5 }],
    ['is null where it is hidden, as if it did not exist', {}, null],
    ['is there for the gateway, which judges it', { internal: ['Order.id', 'Order.total'] }, { id: 'A', total: 5 }],
  ])('%s', async (_name, more, entity) => {
    const answer = await entities('... on Order { id total }', 'Order', ['A'], more);
    expect([answer.data, answer.errors]).toEqual([{ _entities: [entity] }, undefined]);
  });
});

test('a type that only adds to an entity of others is judged by its fields, for it knows nothing of existence', async () => {
  const answer = await entities('... on Stub { extra }', 'Stub', ['1']);
  expect([answer.data, refusalsIn(answer)]).toEqual([{ _entities: [{ extra: null }] }, ['FORBIDDEN Stub.extra']]);
});

test('a fragment by name asks like one in line', async () => {
  const source = `query ($r: [_Any!]!) { _entities(representations: $r) { ...F } } fragment F on Customer { phone ...G } fragment G on Customer { tier }`;
  const variables = { r: [{ __typename: 'Customer', id: '1' }] };
  expect((await askProtected(schema, source, { caller, variables })).data).toEqual({ _entities: [null] });
  expect(looked).toEqual([]);
  const named = await askProtected(schema, source, { caller, variables, internal: ['Customer.tier'] });
  expect(named.data).toEqual({ _entities: [{ phone: null, tier: 'gold' }] });
});
