// Rules that read the row, over real subgraphs: what they need is fetched for them alone, each row is judged, and what is hidden
// leaves no trace in the answer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../kit/caller.ts';
import { compilePolicy } from '../../policies/compiler/compile-policy.ts';
import type { CompiledPolicy } from '../../policies/compiler/compiled-policy.ts';
import type { RuleContext } from '../../policies/decide/evaluate.ts';
import type { DomainPolicy } from '../../policies/domain-policy.ts';
import { email } from '../../policies/masks/email.ts';
import { allow, and, not, or, type Rule, rule } from '../../policies/shield.ts';
import { hasScope } from '../../policies/vocabulary.ts';
import { type Federation, startFederation } from '../support/federation/federation.ts';
import { callerWith } from '../support/small-policy.ts';

const customers = [
  { id: '1', name: 'Ann', email: 'ann@example.com', region: 'EAST', manager: { id: 'm1', name: 'Max' } },
  { id: '2', name: 'Bob', email: 'bob@example.com', region: 'WEST', manager: { id: 'm2', name: 'Mia' } },
  { id: '3', name: 'Cat', email: null, region: 'EAST', manager: null },
  { id: '4', name: 'Dan', email: 'dan@example.com', region: null, manager: { id: 'm1', name: 'Max' } },
];
const byId = (id: string) => customers.find((customer) => customer.id === id);

let federation: Federation;

beforeAll(async () => {
  federation = await startFederation({
    customers: {
      sdl: `
        type Query { first(id: ID!): Receipt customer(id: ID!): Customer customers: [Customer!]! maybe: [Customer] page: Page! anything: [Party!]! strict(id: ID!): Customer! }
        type Receipt { amount: Int customer: Customer! }
        type Page { edges: [Edge!]! nodes: [Customer!]! totalCount: Int! }
        type Edge { cursor: String! node: Customer! }
        interface Party { id: ID! name: String }
        type Customer implements Party @key(fields: "id") {
          id: ID! name: String email: String region: String manager: Manager friends: [Customer!]
        }
        type Company implements Party { id: ID! name: String }
        type Manager { id: ID! name: String }
      `,
      resolvers: {
        Query: {
          customer: (_: unknown, { id }: { id: string }) => byId(id),
          first: (_: unknown, { id }: { id: string }) => ({ amount: 1, customer: byId(id) }),
          strict: (_: unknown, { id }: { id: string }) => byId(id),
          customers: () => customers,
          maybe: () => [null, ...customers],
          page: () => ({
            edges: customers.map((node) => ({ cursor: node.id, node })),
            nodes: customers,
            totalCount: customers.length,
          }),
          anything: () => [{ __typename: 'Company', id: 'c', name: 'Acme' }, ...customers],
        },
        Party: { __resolveType: ({ __typename }: { __typename?: string }) => __typename ?? 'Customer' },
        Customer: {
          __resolveReference: ({ id }: { id: string }) => byId(id),
          friends: ({ id }: { id: string }) => customers.filter((other) => other.id !== id),
        },
      },
    },
    payments: {
      sdl: `
        type Query { payments: [Payment!]! }
        type Payment { id: ID! amount: Int customer: Customer }
        type Customer @key(fields: "id") { id: ID! limit: Int risk: Float }
      `,
      resolvers: {
        Query: {
          payments: () => customers.map(({ id }) => ({ id: `p${id}`, amount: Number(id) * 100, customer: { id } })),
        },
        Customer: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          limit: ({ id }: { id: string }) => Number(id) * 1_000,
          risk: ({ id }: { id: string }) => Number(id) / 10,
        },
      },
    },
  });
});

afterAll(() => federation.close());

type Subject = { readonly region?: string; readonly employee?: string };

const claimsOf = (context: RuleContext) => context.caller.claims as Subject;

const sameRegion = rule('sameRegion', { cache: 'no_cache', fragment: 'fragment R on Customer { region }' })(
  (row: { region: string | null }, _args, context: RuleContext) => row.region === claimsOf(context).region,
);
const sameRegionLater = rule('sameRegionLater', { cache: 'no_cache', fragment: 'fragment R on Customer { region }' })(
  async (row: { region: string | null }, _args, context: RuleContext) => row.region === claimsOf(context).region,
);
const ownManager = rule('ownManager', { cache: 'no_cache', fragment: '... on Customer { manager { id } }' })(
  (row: { manager: { id: string } | null }, _args, context: RuleContext) =>
    row.manager !== null && row.manager.id === claimsOf(context).employee,
);
const lowRisk = rule('lowRisk', { cache: 'no_cache', fragment: '... on Customer { risk }' })(
  (row: { risk: number }) => row.risk < 0.25,
);
const forgetful = rule('forgetful', { cache: 'no_cache', fragment: '... on Customer { id }' })(
  (row: { region?: string }, _args, context: RuleContext) => row.region === claimsOf(context).region,
);

const east = callerWith({ claims: { region: 'EAST', employee: 'm1' } });

interface Rules {
  readonly rules?: Record<string, Record<string, Rule>>;
  readonly rows?: Record<string, Rule>;
  readonly masks?: DomainPolicy['masks'];
}

function policyOf({ rules = {}, rows = {}, masks = {} }: Rules): CompiledPolicy {
  const schema = federation.planner.apiSchema;
  const coordinates = Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type && !type.name.startsWith('__')
      ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`)
      : [],
  );
  const classification = { level: 'PUBLIC', tags: [], product: 'd/p', domain: 'd', rowFiltered: true } as const;
  return compilePolicy({
    schema,
    classifications: new Map(coordinates.map((coordinate) => [coordinate, classification])),
    domains: [{ subgraph: 'd', domain: 'd', rules, rows, masks }],
    guardrails: [],
    subgraph: null,
  });
}

async function ask(query: string, rules: Rules, caller: Caller = east) {
  const { data, errors, requests } = await federation.run(query, { judgedBy: { policy: policyOf(rules), caller } });
  return { data, errors: errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`), requests };
}

const rowsOfRegion: Rules = { rows: { Customer: sameRegion } };

describe('fields that a row opens', () => {
  test.each<[string, Rule]>([
    ['at once', sameRegion],
    ['later', sameRegionLater],
    ['with others', and(allow, or(sameRegion, hasScope('nobody')))],
    ['turned around twice', not(not(sameRegion))],
  ])('a rule that answers %s', async (_name, asked) => {
    const { data, errors } = await ask('{ customers { n: name id } }', { rules: { Customer: { name: asked } } });
    expect(data).toEqual({
      customers: [
        { n: 'Ann', id: '1' },
        { n: null, id: '2' },
        { n: 'Cat', id: '3' },
        { n: null, id: '4' },
      ],
    });
    expect(errors).toEqual(['customers.1.n FORBIDDEN', 'customers.3.n FORBIDDEN']);
  });

  test('what the rule reads is asked under a name of ours, and is no part of the answer', async () => {
    const { data, requests } = await ask('{ customer(id: 1) { name } }', { rules: { Customer: { name: sameRegion } } });
    expect(data).toEqual({ customer: { name: 'Ann' } });
    expect(requests[0]!.query).toMatch(/rule_\w+: ?region/);
  });

  test('a client cannot send the rule another field in its place', async () => {
    const query = '{ customer(id: 2) { region: name rule_Customer__region: name name } }';
    const { errors } = await ask(query, { rules: { Customer: { name: sameRegion } } });
    expect(errors).toEqual([
      'customer.region FORBIDDEN',
      'customer.rule_Customer__region FORBIDDEN',
      'customer.name FORBIDDEN',
    ]);
  });

  test('what another subgraph knows', async () => {
    const { data } = await ask('{ customers { name } }', { rules: { Customer: { name: lowRisk } } });
    expect(data).toMatchObject({ customers: [{ name: 'Ann' }, { name: 'Bob' }, { name: null }, { name: null }] });
  });

  test('what is below an object of the row', async () => {
    const { data } = await ask('{ customers { email manager { name } } }', {
      rules: { Customer: { email: ownManager } },
    });
    expect(data).toEqual({
      customers: [
        { email: 'ann@example.com', manager: { name: 'Max' } },
        { email: null, manager: { name: 'Mia' } },
        { email: null, manager: null },
        { email: 'dan@example.com', manager: { name: 'Max' } },
      ],
    });
  });

  test('a rule that reads what it has not declared fails, and opens nothing', async () => {
    const { data, errors } = await ask('{ customer(id: 1) { region name } }', {
      rules: { Customer: { name: forgetful } },
    });
    expect(data).toEqual({ customer: { region: 'EAST', name: null } });
    expect(errors).toEqual(['customer.name POLICY_UNAVAILABLE']);
  });

  test('a rule about a field that the caller may not read has it all the same', async () => {
    const rules = { Customer: { region: hasScope('region'), name: sameRegion } };
    const { data, errors } = await ask('{ customers { name region } }', { rules });
    expect(data).toMatchObject({
      customers: [{ name: 'Ann', region: null }, { name: null }, { name: 'Cat' }, { name: null }],
    });
    expect(errors).toHaveLength(6);
  });

  test('in the type of an interface, and nowhere else', async () => {
    const { data } = await ask('{ anything { name } }', { rules: { Customer: { name: sameRegion } } });
    expect(data).toEqual({
      anything: [{ name: 'Acme' }, { name: 'Ann' }, { name: null }, { name: 'Cat' }, { name: null }],
    });
  });

  test('a mask that the row lifts', async () => {
    const masks = { Customer: { email: { unless: sameRegion, with: email } } };
    const { data, errors } = await ask('{ customers { email } }', { masks });
    expect(data).toEqual({
      customers: [
        { email: 'ann@example.com' },
        { email: 'b***@example.com' },
        { email: null },
        { email: 'd***@example.com' },
      ],
    });
    expect(errors).toEqual([]);
  });
});

describe('rows that are hidden', () => {
  test.each<[string, string, unknown]>([
    ['leave their list', '{ customers { id } }', { customers: [{ id: '1' }, { id: '3' }] }],
    [
      'leave a list of what may be null, not its nulls',
      '{ maybe { id } }',
      { maybe: [null, { id: '1' }, { id: '3' }] },
    ],
    ['are null where one object is', '{ customer(id: 2) { id } }', { customer: null }],
    [
      'take the edge along',
      '{ page { edges { cursor node { id } } } }',
      {
        page: {
          edges: [
            { cursor: '1', node: { id: '1' } },
            { cursor: '3', node: { id: '3' } },
          ],
        },
      },
    ],
    ['of an interface', '{ anything { id } }', { anything: [{ id: 'c' }, { id: '1' }, { id: '3' }] }],
    [
      'behind a reference from another subgraph',
      '{ payments { amount customer { name } } }',
      {
        payments: [
          { amount: 100, customer: { name: 'Ann' } },
          { amount: 200, customer: null },
          { amount: 300, customer: { name: 'Cat' } },
          { amount: 400, customer: null },
        ],
      },
    ],
    [
      'even when nothing of them is asked but their type',
      '{ customers { __typename } }',
      { customers: [{ __typename: 'Customer' }, { __typename: 'Customer' }] },
    ],
    ['within rows that are not', '{ customer(id: 1) { friends { id } } }', { customer: { friends: [{ id: '3' }] } }],
  ])('%s', async (_name, query, expected) => {
    expect(await ask(query, rowsOfRegion)).toMatchObject({ data: expected, errors: [] });
  });

  test('take their errors along where an object must not be without them', async () => {
    const rules: Rules = { ...rowsOfRegion, rules: { Receipt: { amount: hasScope('x') } } };
    expect(await ask('{ first(id: 2) { amount customer { id } } }', rules)).toMatchObject({
      data: { first: null },
      errors: [],
    });
    expect(await ask('{ first(id: 1) { amount customer { id } } }', rules)).toMatchObject({
      data: { first: { amount: null, customer: { id: '1' } } },
      errors: ['first.amount FORBIDDEN'],
    });
  });

  test('an object that must be there makes no answer without it', async () => {
    expect(await ask('{ strict(id: 2) { id } }', rowsOfRegion)).toMatchObject({ data: null, errors: [' FORBIDDEN'] });
  });

  test('everything, where the caller alone decides, and nothing of it is fetched', async () => {
    const query = '{ customers { id name limit friends { id } } anything { id name } }';
    const { data, errors, requests } = await ask(query, { rows: { Customer: hasScope('all') } });
    expect({ data, errors }).toEqual({ data: { customers: [], anything: [{ id: 'c', name: 'Acme' }] }, errors: [] });
    expect(requests.map(({ query }) => query)).toEqual([
      '{customers{__typename}anything{__typename ...on Company{id name}}}',
    ]);
  });

  test('nothing for whoever may see everything, and no rule is fetched for', async () => {
    const rows = { Customer: or(hasScope('all'), sameRegion) };
    const { data, requests } = await ask('{ customers { id } }', { rows }, callerWith({ scopes: ['all'] }));
    expect(data).toMatchObject({ customers: [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }] });
    expect(requests[0]!.query).not.toContain('rule_');
  });

  test('a rule that fails is told, and hides', async () => {
    expect(await ask('{ maybe { id } }', { rows: { Customer: forgetful } })).toMatchObject({
      data: { maybe: [null, null, null, null, null] },
      errors: [1, 2, 3, 4].map((index) => `maybe.${index} POLICY_UNAVAILABLE`),
    });
  });

  test('errors count the items as the client sees them', async () => {
    const rules: Rules = { ...rowsOfRegion, rules: { Customer: { name: ownManager } } };
    const { data, errors } = await ask('{ customers { id name } }', rules);
    expect(data).toEqual({
      customers: [
        { id: '1', name: 'Ann' },
        { id: '3', name: null },
      ],
    });
    expect(errors).toEqual(['customers.1.name FORBIDDEN']);
  });
});
