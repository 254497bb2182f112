import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import { readCostHints } from '../../../../gateway/demand/cost-hints.ts';
import { countAnswer } from '../../../../gateway/demand/count-answer.ts';
import type { SizeLimits } from '../../../../gateway/demand/list-size.ts';
import { weighOperation } from '../../../../gateway/demand/weigh-operation.ts';
import { coerceVariables } from '../../../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';

const directives = `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION`;

const sdl = `
  ${directives}
  type Query {
    book(id: ID): Book
    books: [Book!]!
    dear: Book @cost(weight: 20)
    rebate: Int @cost(weight: -5)
    matrix: [[Book]]
    words: [String] @cost(weight: 2)
    top: [Book] @listSize(assumedSize: 5)
    slice(first: Int, last: Int): [Book] @listSize(assumedSize: 4, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    strict(first: Int, last: Int): [Book] @listSize(slicingArguments: ["first", "last"])
    byDefault(first: Int = 6): [Book] @listSize(slicingArguments: ["first"])
    paged(page: Page): [Book] @listSize(slicingArguments: ["page.first"])
    byKeys(ids: [ID!]): [Book] @listSize(slicingArguments: ["ids"])
    connection(first: Int): Connection @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])
    deep(first: Int): Wrapper @listSize(slicingArguments: ["first"], sizedFields: ["connection.nodes"])
    node: Node
    nodes: [Node]
    search(text: String @cost(weight: 3), filter: Filter, filters: [Filter!]): Int
    rising(discount: Int @cost(weight: -50)): Book
  }
  type Mutation { write(title: String): Book }
  input Page { first: Int }
  input Filter { text: String @cost(weight: 4) inner: Filter colour: Colour }
  enum Colour @cost(weight: 7) { RED }
  type Wrapper { connection: Connection }
  type Connection { edges: [Edge] nodes: [Book] total: Int }
  type Edge { node: Book }
  interface Node {
    related(first: Int): [Node] @listSize(slicingArguments: ["first"])
    id: ID price: Int @cost(weight: 8) author: Author }
  type Book implements Node { related(first: Int): [Node] id: ID price: Int author: Author title: String colour: Colour similar: [Book] }
  type Magazine implements Node @cost(weight: 6) { related(first: Int): [Node] id: ID price: Int author: Author issues: [Int] @cost(weight: 1) }
  type Author @cost(weight: 3) { id: ID name: String books: [Book] }`;

const schema = buildSchema(sdl);
const hints = readCostHints(parse(sdl));

function weigh(
  query: string,
  given: Record<string, unknown> = {},
  { limits, deny = [] }: { limits?: Partial<SizeLimits>; deny?: readonly string[] } = {},
) {
  const prepared = prepareOperation({ apiSchema: schema }, { query, operationName: null });
  const variables = coerceVariables(prepared, given);
  const shape = shapeOperation(prepared, variables);
  const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'test', reason: 'Test.', brief: 'Test.' };
  const verdicts = shape.fields.map(({ coordinate }) => (deny.includes(coordinate) ? denial : undefined));
  const operation = weighOperation({ shape, verdicts, key: '' }, hints, { assumedListSize: 10, ...limits });
  const weighing = operation.weigh(variables);
  return { ...weighing, count: (data: unknown) => countAnswer(operation, data, weighing.results) };
}

describe('the estimate', () => {
  test.each<[string, string, number, Record<string, unknown>?]>([
    ['an object costs one and a leaf nothing', '{ book { id title } }', 1],
    ['a field under two names costs twice', '{ a: book { id } b: book { id } }', 2],
    ['a mutation costs ten more', 'mutation { write { id } }', 11],
    ['a list is as long as the setting assumes', '{ books { id } }', 10],
    ['lists in lists multiply', '{ books { similar { similar { id } } } }', 10 * (1 + 10 * (1 + 10))],
    ['a list of lists is one of ten of ten', '{ matrix { id } }', 100],
    ['a leaf with a weight, in a list', '{ words }', 20],
    ['the weight of a type', '{ book { author { id } } }', 1 + 3],
    ['the weight of a field instead of that of its type', '{ dear { author { id } } }', 20 + 3],
    ['the weight of an enum', '{ book { colour } }', 1 + 7],
    ['the assumed size of a hint', '{ top { id } }', 5],
    ['a slicing argument', '{ slice(first: 30) { id } }', 30],
    ['the greatest of several slicing arguments', '{ slice(first: 3, last: 8) { id } }', 8],
    ['a slicing argument by a variable', 'query ($n: Int) { slice(first: $n) { id } }', 12, { n: 12 }],
    ['a variable without a value says nothing', 'query ($n: Int) { slice(first: $n) { id } }', 4],
    ['the default of a variable', 'query ($n: Int = 9) { slice(first: $n) { id } }', 9],
    ['null says nothing', '{ slice(first: null) { id } }', 4],
    ['the default of the schema', '{ byDefault { id } }', 6],
    ['an empty list', '{ slice(first: 0) { id } }', 0],
    ['a negative size is none', '{ slice(first: -5) { id } }', 0],
    ['a slicing argument inside an input object', '{ paged(page: { first: 40 }) { id } }', 40 + 1],
    ['the same by a variable', 'query ($page: Page) { paged(page: $page) { id } }', 41, { page: { first: 40 } }],
    ['the same by a variable inside it', 'query ($n: Int) { paged(page: { first: $n }) { id } }', 41, { n: 40 }],
    ['a list of keys as slicing argument', '{ byKeys(ids: ["a", "b"]) { id } }', 2],
    [
      'lists that a hint sizes below',
      '{ connection(first: 50) { nodes { id } edges { node { id } } } }',
      1 + 50 + 50 * 2,
    ],
    [
      'lists two levels below',
      '{ deep(first: 50) { connection { nodes { id } edges { node { id } } } } }',
      1 + 1 + 50 + 10 * 2,
    ],
    ['fields of an interface by the dearest type', '{ node { id } }', 6],
    ['what only one type is asked', '{ node { ... on Book { author { id } similar { id } } } }', 1 + 3 + 10],
    ['a weight that only the interface has', '{ node { price } }', 6 + 8],
    ['an argument with a weight', '{ search(text: "x") }', 3],
    ['an argument that is not given', '{ search }', 0],
    ['an argument that is null', '{ search(text: null) }', 0],
    ['an argument by a variable', 'query ($t: String) { search(text: $t) }', 3, { t: 'x' }],
    ['input objects cost one each', '{ search(filter: { inner: { inner: {} } }) }', 3],
    ['the weights of input fields and enums', '{ search(filter: { text: "x", colour: RED }) }', 1 + 4 + 7],
    [
      'each item of a list of input objects',
      'query ($f: [Filter!]) { search(filters: $f) }',
      3 * 5,
      { f: [{ text: 'a' }, { text: 'b' }, { text: 'c' }] },
    ],
    ['a negative weight makes nothing negative', '{ rebate book { id } }', 1],
    ['nor does that of an argument', '{ rising(discount: 1) { id } book { id } }', 1],
    ['questions about the schema', '{ __typename __schema { types { name } } }', 0],
  ])('%s', (_, query, expected, variables) => {
    expect(weigh(query, variables).estimated).toBe(expected);
  });

  test('what is denied costs nothing, and nothing below it or in its arguments', () => {
    expect(weigh('{ book { id author { books { id } } } }', {}, { deny: ['Book.author'] }).estimated).toBe(1);
    expect(weigh('{ search(text: "x") strict { id } }', {}, { deny: ['Query.search', 'Query.strict'] })).toMatchObject({
      estimated: 0,
      problems: [],
    });
  });

  test('an operation with more paths than anyone can count is weighed by its fields', () => {
    const depth = 35;
    const query = `query ($n: Int) { node { ${'related(first: $n) { '.repeat(depth)} id ${'} '.repeat(depth)} } }`;
    expect(weigh(query, { n: 1 }).estimated).toBe(6 * (depth + 1));
    expect(weigh(query, { n: 0 }).estimated).toBe(6);
  });

  test('grows past all numbers without breaking', () => {
    const query = `{ slice(first: 2147483647) { ${'similar { '.repeat(35)} id ${'} '.repeat(35)} } }`;
    const { estimated } = weigh(query, {}, { limits: { assumedListSize: 2_000_000_000 } });
    expect(estimated).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what @listSize objects to', () => {
  test.each<[string, string, Record<string, unknown>?]>([
    ['no slicing argument', '{ strict { id } }'],
    ['two', '{ strict(first: 1, last: 2) { id } }'],
    ['only null', '{ strict(first: null) { id } }'],
    ['a variable without a value', 'query ($n: Int) { strict(first: $n) { id } }'],
    ['two by variables', 'query ($n: Int, $m: Int) { strict(first: $n, last: $m) { id } }', { n: 1, m: 1 }],
  ])('%s', (_, query, variables) => {
    const { problems } = weigh(query, variables);
    expect(problems).toMatchObject([{ code: 'BAD_USER_INPUT', details: { coordinate: 'Query.strict' } }]);
    expect(problems[0]?.message).toContain('(first, last)');
  });

  test.each([
    ['one', '{ strict(first: 1) { id } }'],
    ['one, and the other null', '{ strict(first: 1, last: null) { id } }'],
    ['the default of the schema', '{ byDefault { id } }'],
    ['several where that is allowed', '{ slice(first: 1, last: 1) { id } }'],
  ])('not %s', (_, query) => {
    expect(weigh(query).problems).toEqual([]);
  });

  test.each<[string, string, string, Record<string, unknown>?]>([
    ['a literal', '{ slice(first: 101) { id } }', 'Query.slice(first:)'],
    ['a variable', 'query ($n: Int) { slice(last: $n) { id } }', 'Query.slice(last:)', { n: 101 }],
    ['inside an input object', '{ paged(page: { first: 101 }) { id } }', 'Query.paged(page.first:)'],
  ])('a size over the limit: %s', (_, query, coordinate, variables) => {
    const { problems } = weigh(query, variables, { limits: { maxListSize: 100 } });
    expect(problems).toMatchObject([
      { code: 'COST_LIMIT_EXCEEDED', details: { limit: 'demand.maxListSize', allowed: 100, coordinate } },
    ]);
    expect(problems[0]?.message).toBe(
      `${coordinate} asks for 101 items; at most 100 are allowed (setting demand.maxListSize).`,
    );
  });

  test('a problem of one request is not one of the next', () => {
    const query = 'query ($n: Int) { strict(first: $n) { id } }';
    expect(weigh(query).problems).toHaveLength(1);
    expect(weigh(query, { n: 1 }).problems).toEqual([]);
  });
});

describe('the cost of an answer', () => {
  test.each<[string, string, unknown, number]>([
    [
      'objects that are there',
      '{ books { id similar { id } } }',
      { books: [{ similar: [{}, {}] }, { similar: null }] },
      4,
    ],
    ['null is no object', '{ book { id } }', { book: null }, 0],
    ['no data at all', '{ book { id } }', null, 0],
    ['nulls in a list', '{ words }', { words: ['a', null, 'b'] }, 4],
    ['a list of lists', '{ matrix { id } }', { matrix: [[{}, null], null, [{}]] }, 2],
    ['the weight of a field', '{ dear { id } }', { dear: { id: 1 } }, 20],
    ['arguments, whatever came back', '{ search(text: "x") }', { search: null }, 3],
    ['names of the client', '{ mine: book { his: author { id } } }', { mine: { his: { id: 1 } } }, 4],
    ['a mutation', 'mutation { write { id } }', { write: { id: 1 } }, 11],
    [
      'types told apart by their fields',
      '{ nodes { id ... on Magazine { issues } } }',
      { nodes: [{ id: 1 }, { id: 2, issues: [1, 2, 3] }] },
      1 + 6 + 3,
    ],
    [
      'types told apart by their name',
      '{ nodes { kind: __typename id } }',
      {
        nodes: [
          { kind: 'Book', id: 1 },
          { kind: 'Magazine', id: 2 },
        ],
      },
      1 + 6,
    ],
    ['the dearest of types that look alike', '{ nodes { id } }', { nodes: [{ id: 1 }, { id: 2 }] }, 12],
  ])('%s', (_, query, data, expected) => {
    expect(weigh(query).count(data)).toBe(expected);
  });

  test('reads arguments from the variables of its own request', () => {
    expect(weigh('query ($t: String) { search(text: $t) }', { t: 'x' }).count({ search: 1 })).toBe(3);
    expect(weigh('query ($t: String) { search(text: $t) }').count({ search: 1 })).toBe(0);
  });
});
