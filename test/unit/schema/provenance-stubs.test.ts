// The generated SDL that gives every entity its provenance.
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../../schema/compose.ts';
import { provenanceStubs } from '../../../schema/provenance-stubs.ts';
import { readSubgraphSdl } from '../../../schema/subgraph-sdl.ts';

const link = (...names: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: [${names.map((name) => `"@${name}"`)}])\n`;
const metadata = `${link('key', 'external', 'requires', 'shareable')}scalar DateTime type Provenance { ageSeconds: Float } type Own @key(fields: "id") { id: ID! } type Query { now: DateTime }`;
const domainLink = link('key', 'external', 'requires', 'shareable', 'interfaceObject');

function stubs(domain: string, metadataSdl = metadata) {
  const subgraphs = [
    { name: 'metadata', file: 'metadata.graphql', url: '', sdl: metadataSdl },
    { name: 'domain', file: 'domain.graphql', url: '', sdl: `${domainLink}${domain}` },
  ];
  const generated = provenanceStubs(subgraphs.map(({ sdl, file }) => readSubgraphSdl(sdl, file).sdl!));
  const composition = composeSupergraph(
    subgraphs.map((subgraph) => ({ ...subgraph, generatedSdl: subgraph.name === 'metadata' ? generated.sdl : '' })),
  );
  return { ...generated, composition };
}

describe('an entity', () => {
  it('is found by its key, and by the time of its last change where it has one', () => {
    const { sdl, composition } = stubs(
      'scalar DateTime type Query { c: Customer } type Customer @key(fields: "id") { id: ID! updatedAt: DateTime! }',
    );
    expect(sdl).toBe(
      [
        'type Customer @key(fields: "id") {',
        '  id: ID!',
        '  updatedAt: DateTime! @external',
        '  provenance: Provenance @requires(fields: "updatedAt") @federation__tag(name: "gordian-by-type")',
        '}\n',
      ].join('\n'),
    );
    expect(composition).toMatchObject({ ok: true });
  });

  it.each([
    ['a key of another type', 'type Query { c: C } type C @key(fields: "n") { n: Int! }', 'n: Int!'],
    ['two fields as key', 'type Query { c: C } type C @key(fields: "a b") { a: ID! b: Int! }', '@key(fields: "a b")'],
    [
      'two keys',
      'type Query { c: C } type C @key(fields: "a") @key(fields: "b") { a: ID! b: Int! }',
      '@key(fields: "a") @key(fields: "b")',
    ],
    ['an enum in the key', 'enum E { Y X } type Query { c: C } type C @key(fields: "e") { e: E! }', 'enum E { X Y }'],
    ['a scalar in the key', 'scalar Uuid type Query { c: C } type C @key(fields: "u") { u: Uuid! }', 'scalar Uuid'],
    [
      'a scalar that metadata has too',
      'scalar DateTime type Query { c: C } type C @key(fields: "t") { t: DateTime! }',
      't: DateTime!',
    ],
    [
      'a key that reaches into a value',
      'type Query { c: C } type C @key(fields: "org { id }") { org: Org! } type Org { id: ID! }',
      'type Org {\n  id: ID! @shareable\n}',
    ],
    [
      'a key that reaches into another entity',
      'type Query { c: C } type C @key(fields: "org { id }") { org: Org! } type Org @key(fields: "id") { id: ID! }',
      'org: Org!',
    ],
    [
      'a key that is the time of the last change',
      'scalar DateTime type Query { c: C } type C @key(fields: "updatedAt") { updatedAt: DateTime! }',
      'provenance: Provenance @federation__tag(name: "gordian-by-type")\n',
    ],
  ])('with %s composes', (_what, domain, expected) => {
    const { sdl, composition } = stubs(domain);
    expect(sdl).toContain(expected);
    expect(composition.ok ? [] : composition.problems).toEqual([]);
  });

  it('that implements an interface has its own', () => {
    const { coordinates, composition } = stubs(
      'type Query { t: T } interface T { id: ID! } type A implements T @key(fields: "id") { id: ID! } type B implements T @key(fields: "id") { id: ID! }',
    );
    expect(coordinates).toEqual(['A.provenance', 'B.provenance']);
    expect(composition).toMatchObject({ ok: true });
  });
});

describe('left out', () => {
  it.each([
    ['a type without a key', 'type Query { c: C } type C { id: ID! }'],
    ['a key that cannot be resolved', 'type Query { c: C } type C @key(fields: "id", resolvable: false) { id: ID! }'],
    ['a type that metadata declares itself', 'type Query { o: Own } type Own @key(fields: "id") { id: ID! }'],
  ])('%s', (_what, domain) => {
    expect(stubs(domain).sdl).toBe('');
  });
});

it('uses the namespaced directives where the metadata schema does not import them', () => {
  const { sdl, composition } = stubs(
    'scalar DateTime type Query { c: C } type C @key(fields: "id") { id: ID! updatedAt: DateTime }',
    `${link('key')}scalar DateTime type Provenance { ageSeconds: Float } type Query { now: DateTime }`,
  );
  expect(sdl).toContain('@federation__external');
  expect(composition).toMatchObject({ ok: true });
});

it('the order of types in the SDL does not change the text', () => {
  const [a, b] = ['type A @key(fields: "id") { id: ID! }', 'type B @key(fields: "id") { id: ID! }'];
  expect(stubs(`type Query { a: A } ${a} ${b}`).sdl).toBe(stubs(`${b} type Query { a: A } ${a}`).sdl);
});

it('a graph without a metadata subgraph gets none', () => {
  const sdl = readSubgraphSdl(`${domainLink}type Query { a: A } type A @key(fields: "id") { id: ID! }`, 'a.graphql')
    .sdl!;
  expect(provenanceStubs([sdl])).toEqual({ servedBy: null, sdl: '', coordinates: [] });
});
