// @authenticated, @requiresScopes and @policy of real subgraphs, composed, stripped and enforced: what a caller does not satisfy is
// denied, and never fetched.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../kit/caller.ts';
import { compileDomainPolicy, openPolicy } from '../../policies/compile.ts';
import type { CompiledPolicy } from '../../policies/compiler/compiled-policy.ts';
import { hasRole, sameRegion } from '../../policies/vocabulary.ts';
import { type AccessDemands, noDemands, takeAccessDirectives } from '../../schema/access-directives.ts';
import type { Classification } from '../../schema/artefact.ts';
import { type Federation, startFederation } from '../support/federation/federation.ts';
import { callerWith } from '../support/small-policy.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@authenticated", "@requiresScopes", "@policy"])`;

const people = [
  { id: '1', label: 'Ann', region: 'EAST', email: 'ann@x', salary: 1, secret: 's1' },
  { id: '2', label: 'Bob', region: 'WEST', email: 'bob@x', salary: 2, secret: 's2' },
];

let federation: Federation;
let demands: AccessDemands = noDemands;
let policy: CompiledPolicy;

beforeAll(async () => {
  federation = await startFederation(
    {
      people: {
        sdl: `${link}
          type Query { people: [Person!]! nodes: [Node!]! painted(by: Color): Color account: Account find(filter: Filter): Int }
          input Filter { hidden: Secret }
          interface Node { id: ID! label: String }
          type Person implements Node @key(fields: "id") {
            id: ID!
            label: String
            region: String
            email: String @requiresScopes(scopes: [["people:read", "mail:read"], ["admin"]])
            salary: Int @policy(policies: [["people.region"]])
            secret: Secret
          }
          type Robot implements Node @policy(policies: [["robots"]]) { id: ID! label: String @authenticated }
          scalar Secret @authenticated
          enum Color @requiresScopes(scopes: [["paint"]]) { RED }
          type Account @authenticated { id: ID! }
        `,
        resolvers: {
          Query: {
            people: () => people,
            nodes: () => [...people, { __typename: 'Robot', id: 'r1', label: 'R1' }],
            painted: () => 'RED',
            account: () => ({ id: 'a1' }),
            find: () => 1,
          },
          Node: { __resolveType: ({ __typename }: { __typename?: string }) => __typename ?? 'Person' },
          Person: { __resolveReference: ({ id }: { id: string }) => people.find((person) => person.id === id) },
        },
      },
      wages: {
        // The other owner of the type demands more of the whole type.
        sdl: `${link} type Person @key(fields: "id") @requiresScopes(scopes: [["wages"]]) { id: ID! wage: Int }`,
        resolvers: { Person: { __resolveReference: ({ id }: { id: string }) => ({ id, wage: 7 }) } },
      },
    },
    (composed) => {
      const taken = takeAccessDirectives(composed);
      demands = taken.demands;
      return taken.sdl;
    },
  );
  policy = compile();
});

afterAll(() => federation.close());

const wages = ['wages'];

test.each<[string, Caller, string, Record<string, unknown> | null, string[]]>([
  ['a type that is demanded for is closed by all that give it', anonymous, '{ people { id } }', null, ['people']],
  ['with all its fields, whoever serves them', callerWith(), '{ nodes { ... on Person { wage } } }', null, ['nodes']],
  ['and open to who satisfies it', withScopes(...wages), '{ people { id wage } }', { people: all({ wage: 7 }) }, []],
  [
    'one of several lists of scopes is enough',
    withScopes(...wages, 'admin'),
    '{ people { email } }',
    { people: [{ email: 'ann@x' }, { email: 'bob@x' }] },
    [],
  ],
  [
    'a part of a list is not',
    withScopes(...wages, 'people:read'),
    '{ people { email } }',
    { people: [{ email: null }, { email: null }] },
    ['people.0.email', 'people.1.email'],
  ],
  [
    'a scalar closes what returns it',
    { ...withScopes(...wages), subject: null },
    '{ people { secret } }',
    { people: [{ secret: null }, { secret: null }] },
    ['people.0.secret', 'people.1.secret'],
  ],
  ['an enum too', callerWith(), '{ painted }', { painted: null }, ['painted']],
  ['an object type closes what returns it', anonymous, '{ account { __typename } }', { account: null }, ['account']],
  [
    'a policy may read the row',
    callerWith({ scopes: wages, claims: { region: 'EAST' } }),
    '{ people { salary } }',
    { people: [{ salary: 1 }, { salary: null }] },
    ['people.1.salary'],
  ],
])('%s', async (_name, caller, query, data, denied) => {
  const run = await federation.run(query, { judgedBy: { policy, caller } });
  expect(run.data).toEqual(data);
  expect(run.errors.map(({ path }) => path?.join('.'))).toEqual(denied);
});

test('what is denied is not fetched', async () => {
  const { requests } = await federation.run('{ people { email } }', {
    judgedBy: { policy, caller: withScopes(...wages) },
  });
  expect(requests.map(({ query }) => query).join()).not.toContain('email');
});

test('an interface asks what its types ask together, and each type its own part', async () => {
  const caller = callerWith({ scopes: wages, roles: ['mechanic'] });
  const judgedBy = { policy, caller };
  const { data } = await federation.run('{ nodes { label } }', { judgedBy });
  expect(data).toEqual({ nodes: [{ label: 'Ann' }, { label: 'Bob' }, { label: 'R1' }] });
  expect(
    (await federation.run('{ nodes { label } }', { judgedBy: { policy, caller: withScopes(...wages) } })).data,
  ).toBe(null);
  expect(policy.rulesOf('Person.label').door.conjuncts.map(({ name }) => name)).toEqual(['hasScope(wages)']);
});

test('a filter of a demanding type asks what the type asks', async () => {
  const judgedBy = { policy, caller: anonymous };
  const { data } = await federation.run('{ find(filter: { hidden: "x" }) open: find }', { judgedBy });
  expect(data).toEqual({ find: null, open: 1 });
});

test('a gateway without a policy does not serve what demands one', () => {
  expect(() => openPolicy(demands)).toThrow(/demands something of callers.*"policy: none" asks nothing/);
  expect(() => openPolicy()).not.toThrow();
});

test('a policy that no rule is named after keeps the whole policy from serving', () => {
  expect(() => compile({})).toThrow(/Robot: the schema demands the policy "robots".*Add "robots" to named/);
});

function all(fields: object): object[] {
  return people.map(({ id }) => ({ id, ...fields }));
}

function withScopes(...scopes: string[]): Caller {
  return callerWith({ scopes });
}

/** Everything is PUBLIC, so that nothing but the SDL closes anything. */
function compile(
  named = { robots: hasRole('mechanic'), 'people.region': sameRegion('Person') } as Record<
    string,
    ReturnType<typeof hasRole>
  >,
): CompiledPolicy {
  const schema = federation.planner.apiSchema;
  const open: Classification = { level: 'PUBLIC', tags: [], product: 'p/p', domain: 'p' };
  const coordinates = Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`) : [],
  );
  return compileDomainPolicy(
    schema,
    { classifications: new Map(coordinates.map((coordinate) => [coordinate, open])), demands },
    { guardrails: [], domains: [], named },
  );
}
