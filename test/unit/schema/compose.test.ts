// Composition: what composes, and for what does not, the first finding with its place, its cause and its fix.
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../../schema/compose.ts';
import type { Problem } from '../../../schema/problem.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires", "@provides", "@shareable", "@override"])\n';

interface Sdls {
  readonly a: string;
  readonly b?: string;
}

/** The SDL of `a` begins on line 2 of a.graphql, behind the federation link. */
function problemsOf({ a, b = 'type Query { other: Int }' }: Sdls): readonly Problem[] {
  const result = composeSupergraph([subgraph('a', link + a), subgraph('b', link + b)]);
  return result.ok ? [] : result.problems;
}

function subgraph(name: string, sdl: string) {
  return { name, sdl, url: `http://127.0.0.1/${name}`, file: `${name}.graphql` };
}

const placeOf = ({ code, file, line, column }: Problem) => `${code} ${file}:${line}:${column}`;

describe('the first finding names the cause, its place and a fix', () => {
  it.each<[string, Sdls, string, RegExp]>([
    ['text that is not GraphQL', { a: 'type Query {\n  a Int\n}' }, 'SDL_SYNTAX a.graphql:3:5', /Correct the text/],
    ['a brace that is missing', { a: 'type Query {\n  a: Int' }, 'SDL_SYNTAX a.graphql:3:9', /still open/],
    [
      'an unknown type',
      { a: 'type Query {\n  a: Produkt\n}\ntype Product { x: Int }' },
      'UNKNOWN_TYPE a.graphql:3:6',
      /mean "Product"/,
    ],
    [
      'a type of another subgraph',
      { a: 'type Query { a: Far }', b: 'type Query { b: Far } type Far { x: Int }' },
      'UNKNOWN_TYPE a.graphql:2:17',
      /type Far @key/,
    ],
    [
      'a type declared twice',
      { a: 'type Query { a: P }\ntype P { x: Int }\ntype P { y: Int }' },
      'REPEATED_TYPE a.graphql:4:6',
      /extend type/,
    ],
    [
      'a demand on an interface',
      { a: 'type Query { n: N }\ninterface N @federation__authenticated { x: Int }\ntype A implements N { x: Int }' },
      'AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE a.graphql:3:13',
      /on the types that implement the interface/,
    ],
    [
      'a field declared twice',
      { a: 'type Query {\n  a: Int\n  a: Int\n}' },
      'REPEATED_FIELD a.graphql:4:3',
      /Remove one/,
    ],
    [
      'a directive that is not imported',
      { a: 'type Query {\n  a: Int @inaccessible\n}' },
      'INVALID_GRAPHQL a.graphql:3:10',
      /Import it, "@inaccessible"/,
    ],
    [
      'a key that names no field',
      { a: 'type Query { a: P }\ntype P @key(fields: "uid") { id: ID! }' },
      'KEY_INVALID_FIELDS a.graphql:3:8',
      /Name fields of the type/,
    ],
    [
      'a @requires of something undeclared',
      { a: 'type Query { a: P }\ntype P @key(fields: "id") {\n  id: ID!\n  r: Int @requires(fields: "seg")\n}' },
      'REQUIRES_INVALID_FIELDS a.graphql:5:10',
      /mark it @external/,
    ],
    [
      'an @external that nothing uses',
      {
        a: 'type Query { a: P }\ntype P @key(fields: "id") {\n  id: ID!\n  s: Int @external\n}',
        b: 'type Query { b: Int } type P @key(fields: "id") { id: ID! s: Int }',
      },
      'EXTERNAL_UNUSED a.graphql:5:3',
      /Remove the field/,
    ],
    [
      'an @external that nobody owns',
      {
        a: 'type Query { a: P }\ntype P @key(fields: "id") {\n  id: ID!\n  s: Int @external\n  r: Int @requires(fields: "s")\n}',
        b: 'type Query { b: Int } type P @key(fields: "id") { id: ID! }',
      },
      'EXTERNAL_MISSING_ON_BASE a.graphql:5:3',
      /add it there/,
    ],
    [
      'an @external of another type',
      {
        a: 'type Query { a: P }\ntype P @key(fields: "id") {\n  id: ID!\n  s: Int @external\n  r: Int @requires(fields: "s")\n}',
        b: 'type Query { b: Int } type P @key(fields: "id") { id: ID! s: String }',
      },
      'EXTERNAL_TYPE_MISMATCH a.graphql:5:3',
      /exactly the type/,
    ],
    [
      'two types of one field',
      {
        a: 'type Query { a: P }\ntype P @shareable {\n  id: ID!\n}',
        b: 'type Query { b: P } type P @shareable { id: Int }',
      },
      'FIELD_TYPE_MISMATCH a.graphql:4:3',
      /one type in all/,
    ],
    [
      'two kinds of one name',
      { a: 'type Query { a: P }\ntype P { id: ID! }', b: 'type Query { b: Int } enum P { A }' },
      'TYPE_KIND_MISMATCH a.graphql:3:6',
      /Rename one/,
    ],
    [
      'an argument that only one requires',
      { a: 'type Query {\n  s(a: Int!): Int @shareable\n}', b: 'type Query { s: Int @shareable }' },
      'REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH a.graphql:3:5',
      /every subgraph/,
    ],
    [
      'an interface that is not fulfilled',
      { a: 'type Query { a: I }\ninterface I { id: ID }\ntype P implements I { x: Int }' },
      'INVALID_GRAPHQL a.graphql:3:15',
      /Add the field to the type/,
    ],
  ])('%s', (_what, sdls, place, fix) => {
    const [first] = problemsOf(sdls);
    expect(first && placeOf(first)).toBe(place);
    expect(first?.fix).toMatch(fix);
  });

  it('a graph without a query', () => {
    const type = (name: string) => subgraph(name, `${link}type ${name.toUpperCase()} @key(fields: "id") { id: ID! }`);
    const result = composeSupergraph([type('a'), type('b')]);
    expect(result).toMatchObject({
      ok: false,
      problems: [{ code: 'NO_QUERIES', fix: expect.stringContaining('type Query') }],
    });
  });
});

describe('a field that two subgraphs serve', () => {
  const entity = (name: string) =>
    `type Query { ${name}: P }\ntype P @key(fields: "id") {\n  id: ID!\n  name: String\n}`;

  it('names both subgraphs and both files', () => {
    const [problem] = problemsOf({ a: entity('a'), b: entity('b') });
    expect(problem).toMatchObject({
      code: 'INVALID_FIELD_SHARING',
      ...{ file: 'a.graphql', line: 5, column: 3 },
      related: [{ file: 'b.graphql', line: 5, column: 3, message: 'in subgraph "b"' }],
    });
    expect(problem?.message).toContain('subgraphs "a" and "b"');
    expect(problem?.fix).toContain('@shareable in a.graphql and b.graphql');
  });

  it('is told apart from a @key that was forgotten', () => {
    const [problem] = problemsOf({ a: entity('a'), b: 'type Query { b: P }\ntype P { id: ID! extra: Int }' });
    expect(problem?.code).toBe('INVALID_FIELD_SHARING');
    expect(problem?.fix).toBe('P is an entity: write type P @key(fields: "id") in b.graphql too.');
  });

  it('is told apart from a schema that does not link federation 2', () => {
    const result = composeSupergraph([subgraph('a', link + entity('a')), subgraph('b', entity('b'))]);
    expect(result.ok ? null : result.problems[0]?.fix).toContain('b.graphql does not link federation 2');
  });
});

describe('a query that no subgraph can answer', () => {
  const sdls = {
    a: 'type Query { a: P }\ntype P {\n  id: ID! @shareable\n  name: String\n  rank: Int\n}',
    b: 'type Query { b: P }\ntype P {\n  id: ID! @shareable\n}',
  };

  it('is explained in one sentence, at the field that cannot be reached', () => {
    const [first] = problemsOf(sdls);
    expect(first).toMatchObject({
      code: 'SATISFIABILITY_ERROR',
      ...{ file: 'a.graphql', line: 5, column: 3 },
      message: 'P.name cannot be reached from subgraph "b": type "P" has no @key defined in subgraph "a".',
      related: [{ file: 'b.graphql', line: 3, column: 6, message: 'in subgraph "b"' }],
    });
    expect(first?.fix).toContain('@key(fields: "id") in a.graphql');
  });

  it('says each cause once', () => {
    const messages = problemsOf(sdls).map(({ message }) => message);
    expect(new Set(messages).size).toBe(messages.length);
  });
});

describe('several findings', () => {
  it('are all listed where composition would stop at the first', () => {
    expect(problemsOf({ a: 'type Query { a: X b: Y }', b: 'type Query { c: Z }' }).map(placeOf)).toEqual([
      'UNKNOWN_TYPE a.graphql:2:17',
      'UNKNOWN_TYPE a.graphql:2:22',
      'UNKNOWN_TYPE b.graphql:2:17',
    ]);
  });

  it('put a consequence behind its cause', () => {
    const a =
      'type Query { a: P }\ntype P @key(fields: "id") {\n  id: ID!\n  seg: Int @external\n  r: Int @requires(fields: "sg")\n}';
    const codes = problemsOf({ a, b: 'type Query { b: Int } type P @key(fields: "id") { id: ID! seg: Int }' }).map(
      ({ code }) => code,
    );
    expect(codes).toEqual(['REQUIRES_INVALID_FIELDS', 'EXTERNAL_UNUSED']);
  });
});

describe('one mistake that shows in many places is one problem', () => {
  const placesOf = (problems: readonly Problem[]) =>
    problems.map(({ code, file, line, related = [] }) => [
      code,
      `${file}:${line}`,
      related.map((one) => `${one.file}:${one.line}`),
    ]);

  it('a directive that is not imported', () => {
    const own = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@shareable"])';
    const types = 'type Query { a: P }\ntype P @key(fields: "id") { id: ID! }\ntype Q @key(fields: "id") { id: ID! }';
    const result = composeSupergraph([subgraph('a', `${own}\n${types}`)]);
    const problems = result.ok ? [] : result.problems;
    expect(placesOf(problems)).toEqual([['INVALID_GRAPHQL', 'a.graphql:3', ['a.graphql:4']]]);
    expect(problems[0]!.fix).toBe('Import it, "@key", in the federation @link of this schema.');
    const typo = problemsOf({ a: 'type Query @owner { a: Int }' });
    expect(typo[0]!.fix).toBe('Declare it in this schema (directive @owner on ...), or correct its name.');
  });

  it('a type that one of its subgraphs does not share, at that subgraph', () => {
    const problems = problemsOf({
      a: 'type Query { a: Money }\ntype Money @shareable {\n  amount: Int\n  currency: String\n}',
      b: 'type Query { b: Money }\ntype Money {\n  amount: Int\n  currency: String\n}',
    });
    expect(placesOf(problems)).toEqual([['INVALID_FIELD_SHARING', 'b.graphql:4', ['a.graphql:4', 'b.graphql:5']]]);
    expect(problems[0]!.related![1]!.message).toMatch(/^hence: .*"Money\.currency"/);
    expect(problems[0]!.fix).toBe(
      'The others share Money.amount: mark it @shareable in b.graphql too, or remove it there.',
    );
  });

  it('a version of federation that there is not', () => {
    const own = 'extend schema @link(url: "https://specs.apollo.dev/federation/v9.9", import: ["@key"])';
    const many = Array.from({ length: 15 }, (_, index) => `type T${index} @key(fields: "id") { id: ID! }`).join('\n');
    const result = composeSupergraph([subgraph('a', `${own}\ntype Query { a: Int }\n${many}`)]);
    const [problem, ...others] = result.ok ? [] : result.problems;
    expect([problem!.code, others]).toEqual(['UNKNOWN_FEDERATION_LINK_VERSION', []]);
    expect(problem!.related).toHaveLength(10);
    expect(problem!.related!.at(-1)!.message).toBe('and 6 more like it');
  });

  it('a fault that comes back in generated stubs', () => {
    const faulty = `${link}type Query { a: P }\ntype P @key(fields: "nope") { id: ID! }`;
    const stubs = {
      ...subgraph('b', `${link}type Query { b: Int }`),
      generatedSdl: 'type P @key(fields: "nope") { id: ID! }',
    };
    const result = composeSupergraph([subgraph('a', faulty), stubs]);
    expect(placesOf(result.ok ? [] : result.problems)).toEqual([['KEY_INVALID_FIELDS', 'a.graphql:3', []]]);
  });
});

describe('nothing makes composition throw', () => {
  it.each([
    ['no subgraph', [], 'NO_SUBGRAPHS'],
    [
      'two subgraphs of one name',
      [subgraph('a', 'type Query { a: Int }'), subgraph('a', 'type Query { b: Int }')],
      'INVALID_SUBGRAPH_NAME',
    ],
    ['a name that is none', [subgraph('a b', 'type Query { a: Int }')], 'INVALID_SUBGRAPH_NAME'],
  ])('%s has a code of its own', (_what, subgraphs, code) => {
    expect(composeSupergraph(subgraphs)).toMatchObject({ ok: false, problems: [{ code, fix: expect.any(String) }] });
  });

  it.each([
    ['no text', [subgraph('a', '')]],
    ['a comment only', [subgraph('a', '# nothing')]],
    ['an operation', [subgraph('a', '{ a }')]],
    ['deep nesting', [subgraph('a', `type Query { a: ${'['.repeat(20_000)}Int }`)]],
    [
      'an unknown federation version',
      [subgraph('a', 'extend schema @link(url: "https://specs.apollo.dev/federation/v9.9")\ntype Query { a: Int }')],
    ],
    ['a link that is no URL', [subgraph('a', 'extend schema @link(url: 42)\ntype Query { a: Int }')]],
    [
      'a key that is no field set',
      [subgraph('a', `${link}type Query { a: P } type P @key(fields: "{{{") { id: ID! }`)],
    ],
    ['a reserved name', [subgraph('a', 'type Query { __a: Int }')]],
  ])('%s', (_what, subgraphs) => {
    const result = composeSupergraph(subgraphs);
    expect(result).toMatchObject({ ok: false });
    for (const problem of result.ok ? [] : result.problems) {
      expect(problem).toMatchObject({ severity: 'error', fix: expect.any(String), line: expect.any(Number) });
    }
  });
});
