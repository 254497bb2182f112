import { buildSubgraphSchema } from '@apollo/subgraph';
import { type ExecutionResult, graphql, parse, subscribe } from 'graphql';
import { describe, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import { GordianError } from '../../../kit/errors.ts';
import { repositoryRules } from '../../../policies/rules.ts';
import { protectSubgraph } from '../../../policies/subgraph/protect-subgraph.ts';
import type { Classifications, Sensitivity } from '../../../schema/artefact.ts';
import { callerWith } from '../../support/small-policy.ts';

const typeDefs = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])
  type Query { customer(id: ID!): Customer customers(filter: CustomerFilter): [Customer!] failing: String }
  type Mutation { updateConsent: Boolean }
  type Customer @key(fields: "id") {
    id: ID!
    name: String!
    email: String
    phone: String
    undocumented: String
    dateOfBirth: Date
    riskScore: Float @external
    isRisky: Boolean @requires(fields: "riskScore")
    thing: Thing
    friends(filter: CustomerFilter): [Customer!]
  }
  type Customer360 { lifetimeValue: Int riskScore: Float healthScore: Float }
  type Order { id: ID! profit: Int }
  scalar Date
  union Thing = Customer | Order
  input CustomerFilter { name: String email: String }
`);

const claire = {
  __typename: 'Customer',
  id: '1',
  name: 'Claire',
  email: 'claire@example.com',
  phone: '555',
  undocumented: 'secret',
};
let resolved: string[] = [];

const unprotected = buildSubgraphSchema({
  typeDefs,
  resolvers: {
    Query: {
      customer: () => claire,
      customers: () => [claire],
      failing: () => {
        throw new GordianError('NOT_FOUND', 'There is no such thing.');
      },
    },
    Mutation: { updateConsent: () => true },
    Customer: {
      __resolveReference: (reference: object) => ({ ...claire, ...reference }),
      isRisky: (customer: { riskScore: number }) => customer.riskScore > 0.5,
      phone: (customer: { phone: string }) => {
        resolved.push('Customer.phone');
        return customer.phone;
      },
      friends: async () => [claire],
      thing: () => ({ __typename: 'Order', id: '1', profit: 7 }),
    },
    Thing: { __resolveType: (thing: { __typename: string }) => thing.__typename },
  } as never,
});

const schema = protectSubgraph(unprotected, { domain: 'customers', classifications: classify() });

describe('a subgraph that is reached directly', () => {
  test.each([
    ['one field', '{ customer(id: 1) { name } }'],
    [
      'the entities',
      '{ _entities(representations: [{ __typename: "Customer", id: "1" }]) { ... on Customer { name } } }',
    ],
    ['its own schema', '{ _service { sdl } }'],
    ['a change', 'mutation { updateConsent }'],
    ['what fails', '{ failing }'],
  ])('gives nothing without an assertion: %s', async (_name, source) => {
    const { data, errors } = await graphql({ schema, source, contextValue: {} });
    expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });

  test('the schema it was made from is open, so the protection is what closes it', async () => {
    expect(
      (await graphql({ schema: unprotected, source: '{ customer(id: 1) { email } }', contextValue: {} })).data,
    ).toEqual({ customer: { email: 'claire@example.com' } });
  });
});

describe('a subscription', () => {
  const served: string[] = [];
  const events = {
    subscribe: async function* () {
      served.push('events');
      yield { changed: '1' };
    },
  };
  const sdl = /* GraphQL */ `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
    type Query { none: Int }
    type Subscription { changed: ID renamed: ID }
  `;
  const classification = { level: 'INTERNAL', tags: [], product: 'platform/small', domain: 'platform' } as const;
  const guarded = protectSubgraph(
    buildSubgraphSchema({
      typeDefs: parse(sdl),
      resolvers: {
        Subscription: {
          changed: events,
          renamed: { ...events, resolve: (event: { changed: string }) => `renamed ${event.changed}` },
        },
      } as never,
    }),
    {
      domain: 'platform',
      rules: { ...repositoryRules, domains: [] },
      classifications: new Map(
        ['Query.none', 'Subscription.changed', 'Subscription.renamed'].map((coordinate) => [
          coordinate,
          classification,
        ]),
      ),
    },
  );
  const start = (field: string, contextValue: object) =>
    subscribe({ schema: guarded, document: parse(`subscription { ${field} }`), contextValue });

  test.each(['changed', 'renamed'])('%s does not begin for whom its field is closed', async (field) => {
    served.length = 0;
    const codes = await Promise.all(
      [{}, { caller: anonymous, internal: new Set() }].map(async (context) => {
        const { errors } = (await start(field, context)) as ExecutionResult;
        return errors?.map(({ extensions }) => extensions.code);
      }),
    );
    expect(codes).toEqual([['UNAUTHENTICATED'], ['UNAUTHENTICATED']]);
    expect(served).toEqual([]);
  });

  test.each([
    ['changed', '1'],
    ['renamed', 'renamed 1'],
  ])('%s brings its events to whom it is open', async (field, value) => {
    const answers = (await start(field, {
      caller: callerWith(),
      internal: new Set(),
    })) as AsyncGenerator<ExecutionResult>;
    expect((await answers.next()).value.data).toEqual({ [field]: value });
  });
});

describe('behind the assertion, the same rules decide', () => {
  const source = '{ customer(id: 1) { name email phone undocumented } }';

  test.each<[string, Caller, object | null, string[]]>([
    ['anonymous', anonymous, null, ['UNAUTHENTICATED Query.customer']],
    [
      'a caller',
      callerWith(),
      { name: 'Claire', email: null, phone: null, undocumented: null },
      ['FORBIDDEN Customer.email', 'FORBIDDEN Customer.phone', 'FORBIDDEN Customer.undocumented'],
    ],
    [
      'a masked reader, for whom nobody has said that he masks',
      callerWith({ scopes: ['customers:pii:masked'] }),
      { name: 'Claire', email: null, phone: null, undocumented: null },
      ['FORBIDDEN Customer.email', 'FORBIDDEN Customer.phone', 'FORBIDDEN Customer.undocumented'],
    ],
    [
      'who may read personal data',
      callerWith({ scopes: ['customers:pii:read', 'customers:confidential:read'] }),
      { name: 'Claire', email: 'claire@example.com', phone: '555', undocumented: null },
      ['FORBIDDEN Customer.undocumented'],
    ],
  ])('%s', async (_name, caller, customer, codes) => {
    const { data, errors } = await ask(source, caller);
    expect(data).toEqual({ customer });
    expect((errors ?? []).map(({ extensions }) => `${extensions.code} ${extensions.coordinate}`).sort()).toEqual(codes);
  });

  test('a denied field never reaches its resolver', async () => {
    resolved = [];
    await ask('{ customer(id: 1) { phone } }', callerWith());
    expect(resolved).toEqual([]);
  });

  test('an alias does not help', async () => {
    expect((await ask('{ customer(id: 1) { name: phone id: email } }', callerWith())).data).toEqual({
      customer: { name: null, id: null },
    });
  });

  test('nor a union', async () => {
    const { data } = await ask('{ customer(id: 1) { thing { ... on Order { id profit } } } }', callerWith());
    expect(data).toEqual({ customer: { thing: { id: '1', profit: null } } });
  });

  test('nor a filter', async () => {
    const { errors } = await ask('query ($f: CustomerFilter) { customers(filter: $f) { id } }', callerWith(), {
      variables: { f: { email: 'claire@example.com' } },
    });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      reason: expect.stringContaining('CustomerFilter.email'),
    });
  });

  test('nor what the same request was told before, further up', async () => {
    const source = `query ($f: CustomerFilter) { customers { name phone friends {
      name phone friends { name phone } oracle: friends(filter: $f) { id } } } }`;
    const { data, errors } = await ask(source, callerWith(), { variables: { f: { email: 'claire@example.com' } } });
    const row = { name: 'Claire', phone: null };
    expect(data).toEqual({ customers: [{ ...row, friends: [{ ...row, friends: [row], oracle: null }] }] });
    expect(errors?.map(({ path, extensions }) => `${extensions.code} ${path?.join('.')}`).sort()).toEqual([
      'FORBIDDEN customers.0.friends.0.friends.0.phone',
      'FORBIDDEN customers.0.friends.0.oracle',
      'FORBIDDEN customers.0.friends.0.phone',
      'FORBIDDEN customers.0.phone',
    ]);
  });

  test('nor a door that another request passes at the same time', async () => {
    const source = '{ customers { id phone again: phone } }';
    const reader = callerWith({ scopes: ['customers:pii:read', 'customers:confidential:read'] });
    const answers = await Promise.all(
      [reader, callerWith(), reader, callerWith()].map((caller) => ask(source, caller)),
    );
    const phones = answers.map(({ data }) => (data as { customers: { phone: string }[] }).customers[0]!.phone);
    expect(phones).toEqual(['555', null, '555', null]);
  });

  test('errors of resolvers pass as they are', async () => {
    expect((await ask('{ failing }', callerWith())).errors?.[0]?.originalError).toBeInstanceOf(GordianError);
  });
});

describe('entities', () => {
  const source =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { __typename name phone isRisky } } }';
  const variables = { r: [{ __typename: 'Customer', id: '1', riskScore: 0.9 }] };

  test('are resolved by reference and judged field by field', async () => {
    const { data } = await ask(source, callerWith(), { variables });
    expect(data).toEqual({ _entities: [{ __typename: 'Customer', name: 'Claire', phone: null, isRisky: true }] });
  });

  test('give the planner the fields that the assertion names, whatever the caller may see', async () => {
    const { data, errors } = await ask(source, callerWith(), { variables, internal: ['Customer.phone'] });
    expect(data?._entities).toEqual([{ __typename: 'Customer', name: 'Claire', phone: '555', isRisky: true }]);
    expect(errors).toBeUndefined();
  });
});

test('a rule that fails is heard of, and told to the caller as a fault', async () => {
  const faults: string[] = [];
  const log = { error: ({ rule }: { rule: string }) => faults.push(rule) };
  const scopes = {
    has: () => {
      throw new Error('down');
    },
    [Symbol.iterator]: () => ['customers:x'][Symbol.iterator](),
  };
  const caller = { ...callerWith(), scopes: scopes as unknown as ReadonlySet<string> };
  const { errors } = await graphql({
    schema,
    source: '{ customer(id: 1) { email } }',
    contextValue: { caller, internal: new Set(), log },
  });
  expect(errors?.[0]?.extensions.code).toBe('POLICY_UNAVAILABLE');
  expect(faults).toContain('hasScope(customers:pii:read)');
});

function ask(
  source: string,
  caller: Caller,
  { variables = {}, internal = [] }: { variables?: Record<string, unknown>; internal?: string[] } = {},
) {
  return graphql({ schema, source, variableValues: variables, contextValue: { caller, internal: new Set(internal) } });
}

function classify(): Classifications {
  const levels: Record<string, string> = {
    'Query.customer': 'INTERNAL',
    'Query.customers': 'INTERNAL',
    'Query.failing': 'INTERNAL',
    'Mutation.updateConsent': 'INTERNAL',
    'Customer.id': 'INTERNAL',
    'Customer.name': 'INTERNAL',
    'Customer.email': 'CONFIDENTIAL pii',
    'Customer.phone': 'CONFIDENTIAL pii',
    'Customer.dateOfBirth': 'CONFIDENTIAL pii',
    'Customer.riskScore': 'RESTRICTED',
    'Customer.isRisky': 'INTERNAL',
    'Customer.thing': 'INTERNAL',
    'Customer.friends': 'INTERNAL',
    'Customer360.lifetimeValue': 'CONFIDENTIAL',
    'Customer360.riskScore': 'RESTRICTED',
    'Customer360.healthScore': 'RESTRICTED',
    'Order.id': 'INTERNAL',
    'Order.profit': 'CONFIDENTIAL',
    'CustomerFilter.name': 'INTERNAL',
    'CustomerFilter.email': 'CONFIDENTIAL pii',
  };
  return new Map(
    Object.entries(levels).map(([coordinate, text]) => {
      const [level, ...tags] = text.split(' ');
      const domain = coordinate.startsWith('Order.') ? 'orders' : 'customers';
      return [coordinate, { level: level as Sensitivity, tags, product: `${domain}/x`, domain }];
    }),
  );
}
