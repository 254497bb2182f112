// The rule on fields that share a place in the response, against the one of graphql-js that it replaces: on random documents
// both refuse, or neither. GORDIAN_MERGE_RUNS sets how many.
import fc from 'fast-check';
import {
  buildSchema,
  OverlappingFieldsCanBeMergedRule,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import { mergeableFieldsRule } from '../../gateway/operation/mergeable-fields-rule.ts';

const runs = Number(process.env.GORDIAN_MERGE_RUNS ?? 3_000);

/** Types that are alike in part: equal names with other types, other nullability, lists, and of each kind. */
const schema = buildSchema(`
  type Query { n: Node u: U a: A b: B }
  interface Node { n(k: Int, o: In, s: S): Node s: String }
  union U = A | B | C
  type A implements Node { n(k: Int, o: In, s: S): Node s: String v: Int w: [Int] a: A l: [A] e: E }
  type B implements Node { n(k: Int, o: In, s: S): Node s: String v: Int! w: [Int!] a: A! l: [[A]] e: E }
  type C { n(k: Int, o: In, s: S): Node s: String v: String w: Int a: B l: A e: String u: U }
  input In { p: Int q: [Int] }
  scalar S
  enum E { RED }
`);

const fieldsOf: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  Query: { n: 'Node', u: 'U', a: 'A', b: 'B' },
  Node: { n: 'Node', s: null },
  U: {},
  A: { n: 'Node', s: null, v: null, w: null, a: 'A', l: 'A', e: null },
  B: { n: 'Node', s: null, v: null, w: null, a: 'A', l: 'A', e: null },
  C: { n: 'Node', s: null, v: null, w: null, a: 'B', l: 'A', e: null, u: 'U' },
};
/** The types that a fragment may be on below a type. */
const conditions: Readonly<Record<string, readonly string[]>> = {
  Query: ['Query'],
  Node: ['Node', 'A', 'B', 'U'],
  U: ['A', 'B', 'C', 'Node', 'U'],
  A: ['A', 'Node', 'U'],
  B: ['B', 'Node', 'U'],
  C: ['C', 'U'],
};
const fragmentTypes = ['Node', 'A', 'B', 'C', 'U', 'A', 'B', 'Node'];

const calls = [
  '',
  '',
  '(k: 1)',
  '(k: 2)',
  '(o: {p: 1, q: [1]}, k: 1)',
  '(k: 1, o: {q: [1], p: 1})',
  '(s: "x")',
  '(s: """x""")',
  '(s: x)',
];

/** Draws a document from random bits: few names, so that they meet. */
function documentOf(next: (below: number) => number): string {
  const selection = (type: string, depth: number, fromFragment: number): string => {
    const count = 1 + next(3);
    return Array.from({ length: count }, () => part(type, depth, fromFragment)).join(' ');
  };
  const part = (type: string, depth: number, fromFragment: number): string => {
    const choice = next(10);
    const spreadable = fragmentTypes.flatMap((on, index) =>
      index > fromFragment && (conditions[type]!.includes(on) || conditions[on]!.includes(type)) ? [index] : [],
    );
    if (choice < 2 && spreadable.length > 0) return `...F${spreadable[next(spreadable.length)]}`;
    if (choice < 4 && depth > 0) {
      const on = conditions[type]![next(conditions[type]!.length)]!;
      return next(5) === 0
        ? `... { ${selection(type, depth - 1, fromFragment)} }`
        : `... on ${on} { ${selection(on, depth - 1, fromFragment)} }`;
    }
    const names = Object.keys(fieldsOf[type]!);
    const name = names.length === 0 || next(12) === 0 ? '__typename' : names[next(names.length)]!;
    const inner = fieldsOf[type]![name] ?? null;
    if (inner !== null && depth === 0) return 's: __typename';
    const alias = next(3) === 0 ? `${['s', 'n', 'v', 'a'][next(4)]}: ` : '';
    const call = name === 'n' && type !== 'Query' ? calls[next(calls.length)]! : '';
    return `${alias}${name}${call}${inner === null ? '' : ` { ${selection(inner, depth - 1, fromFragment)} }`}`;
  };
  const fragments = fragmentTypes.map((on, index) => `fragment F${index} on ${on} { ${selection(on, 2, index)} }`);
  return `{ ${selection('Query', 4, -1)} } ${fragments.join('\n')}`;
}

const bits = fc.infiniteStream(fc.nat({ max: 2 ** 20 }));

const document = bits.map((stream) => {
  const iterator = stream[Symbol.iterator]();
  return documentOf((below) => Number(iterator.next().value) % below);
});

/** Fragments that nothing uses are refused by another rule, and not looked at by ours. */
const others = specifiedRules.filter(
  ({ name }) => name !== OverlappingFieldsCanBeMergedRule.name && name !== 'NoUnusedFragmentsRule',
);

const refuses = (query: string, rule: ValidationRule): boolean => validate(schema, parse(query), [rule]).length > 0;

test('random documents: ours refuses exactly what that of graphql-js refuses', { timeout: 60_000 + runs * 20 }, () => {
  const seen = { refused: 0, accepted: 0 };
  fc.assert(
    fc.property(document, (drawn) => {
      const query = withoutUnusedFragments(drawn);
      expect(validate(schema, parse(query), others)).toEqual([]);
      const expected = refuses(query, OverlappingFieldsCanBeMergedRule);
      seen[expected ? 'refused' : 'accepted']++;
      expect(refuses(query, mergeableFieldsRule), query).toBe(expected);
    }),
    { numRuns: runs },
  );
  // A generator that only ever makes one kind proves nothing.
  expect(Math.min(seen.refused, seen.accepted)).toBeGreaterThan(runs / 20);
});

function withoutUnusedFragments(query: string): string {
  const [operation = '', ...fragments] = query.split(/(?=fragment F\d)/);
  const used = new Set<string>();
  const reach = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/\.\.\.(F\d)/g)) {
      if (used.has(name)) continue;
      used.add(name);
      reach(fragments.find((fragment) => fragment.startsWith(`fragment ${name} `))!);
    }
  };
  reach(operation);
  return [operation, ...fragments.filter((fragment) => used.has(fragment.slice(9, 11)))].join('');
}

test.each<[string, boolean, string]>([
  ['excluded one level above', false, '{ u { ... on A { n { x: s } } ... on B { n { x: __typename } } } }'],
  [
    'excluded two levels above',
    false,
    '{ u { ... on A { n { n { x: s } } } ... on B { n { n { x: __typename } } } } }',
  ],
  ['excluded above, of another shape', true, '{ u { ... on A { n { x: s } } ... on B { n { x: n { s } } } } }'],
  ['the second and third differ', true, '{ u { ... on C { x: e } ... on A { x: s } ... on A { x: __typename } } }'],
  ['of an interface and its object', true, '{ u { ... on Node { x: s } ... on B { x: __typename } } }'],
  ['from a fragment on either side', true, '{ n { ...F x: s } n { x: __typename } } fragment F on Node { x: s }'],
  ['arguments in another order', false, '{ n { n(k: 1, s: $v) { s } n(s: $v, k: 1) { s } } }'],
  ['other arguments', true, '{ n { n(k: 1) { s } n(k: 2) { s } } }'],
  ['an enum value and a string', true, '{ n { n(s: x) { s } n(s: "x") { s } } }'],
  ['lists and no lists', true, '{ u { ... on A { x: a { s } } ... on B { x: l { s } } } }'],
  ['null and not null', true, '{ u { ... on A { v } ... on B { v } } }'],
  ['objects of other types', false, '{ u { ... on A { x: a { s } } ... on C { x: l { s } } } }'],
  ['leaves of other types', true, '{ u { ... on A { x: v } ... on C { x: v } } }'],
])('%s', (_, isRefused, query) => {
  expect(refuses(query, OverlappingFieldsCanBeMergedRule)).toBe(isRefused);
  expect(refuses(query, mergeableFieldsRule)).toBe(isRefused);
});

test.each([
  ['fields that exclude each other two levels above', '{ u { ... on A { a { x: s } } ... on B { a { x: e } } } }'],
  ['fragments that spread themselves', '{ n { ...F0 } } fragment F0 on Node { n { ...F0 } s }'],
  ['an unknown fragment and an unknown type', '{ n { ...F0 ... on Nothing { x: s } x: n { s } } }'],
  ['a name twice', '{ n { ...F } } fragment F on Node { s } fragment F on Node { s: n { s } }'],
])('never fails on documents that other rules refuse: %s', (_, query) => {
  expect(() => refuses(query, mergeableFieldsRule)).not.toThrow();
});
