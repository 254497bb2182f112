// What the SDL of subgraphs demands of callers is read and taken away in one step, whatever the directives are called there.
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createPlanner } from '../../../gateway/plan/create-planner.ts';
import { type Demand, demandsOf, mergeDemands, takeAccessDirectives } from '../../../schema/access-directives.ts';
import { composeSupergraph } from '../../../schema/compose.ts';

const imports = '["@key", "@authenticated", "@requiresScopes", "@policy"]';
const renamed = '["@key", {name: "@authenticated", as: "@auth"}, {name: "@policy", as: "@rule"}]';

const body = `
  type Query { me: User nodes: [Node] }
  type User @key(fields: "id") @authenticated {
    id: ID!
    email: String @requiresScopes(scopes: [["a", "b"], ["c"]])
    note: Secret
    color: Color
  }
  interface Node { id: ID! }
  type Leaf implements Node @policy(policies: [["x"]]) { id: ID! @authenticated }
  scalar Secret @policy(policies: [["p", "q"]])
  enum Color @requiresScopes(scopes: [["paint"]]) { RED }
`;

const authenticated: Demand = { kind: 'authenticated' };
const demanded = {
  User: [authenticated],
  'User.email': [{ kind: 'scopes', anyOf: [['a', 'b'], ['c']] }],
  Leaf: [{ kind: 'policies', anyOf: [['x']] }],
  'Leaf.id': [authenticated],
  Secret: [{ kind: 'policies', anyOf: [['p', 'q']] }],
  Color: [{ kind: 'scopes', anyOf: [['paint']] }],
};

describe('a supergraph', () => {
  test.each([
    ['with the usual names', imports, body],
    ['with names of its own', renamed, inOtherWords(body)],
  ])('%s is freed of the directives, and tells what they demanded', (_name, imported, sdl) => {
    const taken = takeAccessDirectives(compose(sdl, imported));
    expect(Object.fromEntries(taken.demands)).toMatchObject(demanded);
    // What the types that implement it demand together.
    expect(taken.demands.get('Node')).toEqual([{ kind: 'policies', anyOf: [['x']] }]);
    expect(taken.sdl).not.toMatch(/authenticated|requiresScopes|policy|@auth|@rule|Scope/);
    expect(createPlanner(taken.sdl).apiSchema.getTypeMap()).not.toHaveProperty('policy__Policy');
  });

  test('that demands nothing is left as it is', () => {
    const sdl = compose('type Query { a: Int }', imports);
    expect(takeAccessDirectives(sdl)).toEqual({ sdl, demands: new Map() });
  });

  test('is taken at its word where a directive is not linked', () => {
    const sdl = 'directive @authenticated on FIELD_DEFINITION type Query { a: Int @authenticated }';
    const taken = takeAccessDirectives(sdl);
    expect(taken.demands).toEqual(new Map([['Query.a', [authenticated]]]));
    expect(taken.sdl).not.toContain('authenticated');
  });

  test.each([
    ['an argument', 'type Query { a(b: Int @authenticated): Int }', /Query\.a.*on a field or a type/],
    ['an input field', 'input I { a: Int @authenticated }', /I\.a.*on a field or a type/],
    ['a value of an enum', 'enum E { A @authenticated }', /E\.A.*on a field or a type/],
    ['a union', 'union U @authenticated = A', /U.*on a field or a type/],
    ['scopes that are none', 'type Query { a: Int @requiresScopes(scopes: [[1]]) }', /Query\.a.*cannot be enforced/],
  ])('is refused when it demands what nobody can enforce: %s', (_name, sdl, message) => {
    expect(() => takeAccessDirectives(sdl)).toThrow(message);
  });

  test('keeps the links and addresses of everything else', () => {
    const sdl = 'scalar S @specifiedBy(url: "https://example.com/policy/v1") type Query { a: S @authenticated }';
    expect(takeAccessDirectives(sdl).sdl).toContain('@specifiedBy(url: "https://example.com/policy/v1")');
  });
});

describe('a subgraph', () => {
  test.each([
    ['imports', `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${imports}) ${body}`],
    [
      'renames',
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${renamed}) ${inOtherWords(body)}`,
    ],
    [
      'does not import them',
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed") ${body.replaceAll(/@(authenticated|requiresScopes|policy)/g, '@fed__$1')}`,
    ],
  ])('that %s demands the same', (_name, sdl) => {
    expect(Object.fromEntries(demandsOf(parse(sdl)))).toEqual(demanded);
  });

  test('may demand on an extension, and a single value stands for a list', () => {
    const demands = demandsOf(parse('extend type User @requiresScopes(scopes: "a") { id: ID! }'));
    expect(demands.get('User')).toEqual([{ kind: 'scopes', anyOf: [['a']] }]);
  });

  test('adds its demands to those of others', () => {
    const [one, other] = ['@authenticated', '@policy(policies: [["x"]])'].map((demand) =>
      demandsOf(parse(`type User ${demand} { id: ID! }`)),
    );
    expect(mergeDemands([one!, other!]).get('User')).toEqual([authenticated, { kind: 'policies', anyOf: [['x']] }]);
  });
});

function compose(sdl: string, imported: string): string {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${imported})`;
  const composition = composeSupergraph([{ name: 'a', url: 'http://a', file: 'a.graphql', sdl: `${link} ${sdl}` }]);
  if (!composition.ok) throw new Error(composition.problems.map(({ message }) => message).join('\n'));
  return composition.supergraphSdl;
}

function inOtherWords(sdl: string): string {
  return sdl
    .replaceAll('@authenticated', '@auth')
    .replaceAll('@policy', '@rule')
    .replaceAll('@requiresScopes', '@federation__requiresScopes');
}
