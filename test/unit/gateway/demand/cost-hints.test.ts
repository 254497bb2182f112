import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readCostHints } from '../../../../gateway/demand/cost-hints.ts';
import { createPlanner } from '../../../../gateway/plan/create-planner.ts';
import { composeSupergraph } from '../../../../schema/compose.ts';

const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", ${imports}])`;

function hintsOf(...sdls: string[]) {
  const subgraphs = sdls.map((sdl, index) => ({
    name: `s${index}`,
    url: `http://s${index}.internal`,
    sdl,
    file: `s${index}.graphql`,
  }));
  const composed = composeSupergraph(subgraphs);
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems));
  return createPlanner(composed.supergraphSdl).costHints;
}

const sdl = (cost: string, listSize: string) => `
  type Query {
    things(first: Int, text: String @${cost}(weight: 2)): [Thing!]! @${cost}(weight: 3)
      @${listSize}(assumedSize: 7, slicingArguments: ["first"], requireOneSlicingArgument: false)
    page(first: Int): Page! @${listSize}(slicingArguments: ["first"], sizedFields: ["nodes"])
    search(filter: Filter): Int
  }
  type Page { nodes: [Thing!]! }
  input Filter { text: String @${cost}(weight: 4) }
  type Thing @key(fields: "id") @${cost}(weight: 9) { id: ID! colour: Colour }
  enum Colour @${cost}(weight: 5) { RED }`;

describe('hints are read from a composed supergraph', () => {
  test.each([
    ['under their own names', `${link('"@cost", "@listSize"')} ${sdl('cost', 'listSize')}`],
    [
      'under the names of the import',
      `${link('{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@length" }')} ${sdl('price', 'length')}`,
    ],
    ['when nothing is imported', `${link('')} ${sdl('federation__cost', 'federation__listSize')}`],
  ])('%s', (_, subgraph) => {
    const { weights, lists } = hintsOf(subgraph);
    expect(Object.fromEntries(weights)).toEqual({
      'Query.things': 3,
      'Query.things(text:)': 2,
      'Filter.text': 4,
      Thing: 9,
      Colour: 5,
    });
    expect(Object.fromEntries(lists)).toEqual({
      'Query.things': {
        assumedSize: 7,
        slicingArguments: [['first']],
        sizedFields: [],
        requireOneSlicingArgument: false,
      },
      'Query.page': {
        assumedSize: null,
        slicingArguments: [['first']],
        sizedFields: [['nodes']],
        requireOneSlicingArgument: true,
      },
    });
  });

  test('of two subgraphs the greatest weight and size, and the arguments of both', () => {
    const shared = (weight: number, size: number, argument: string) => `${link('"@cost", "@listSize"')}
      type Query @shareable {
        names(first: Int, last: Int): [String!] @cost(weight: ${weight}) @listSize(assumedSize: ${size}, slicingArguments: ["${argument}"])
      }`;
    const { weights, lists } = hintsOf(shared(2, 30, 'first'), shared(5, 10, 'last'));
    expect(weights.get('Query.names')).toBe(5);
    expect(lists.get('Query.names')).toMatchObject({ assumedSize: 30, slicingArguments: [['first'], ['last']] });
  });

  test('a supergraph without any has none', () => {
    const { weights, lists } = hintsOf(`${link('')} type Query { id: ID }`);
    expect([weights.size, lists.size]).toEqual([0, 0]);
  });
});

describe('hints of a supergraph that another composition made', () => {
  test('a link without imports prefixes @listSize, and an alias both', () => {
    const plain = readCostHints(
      parse(`schema @link(url: "https://specs.apollo.dev/cost/v0.1") { query: Query }
        type Query { names: [String] @cost(weight: 1) @cost__listSize(assumedSize: 2) }`),
    );
    expect(plain.weights.get('Query.names')).toBe(1);
    expect(plain.lists.get('Query.names')?.assumedSize).toBe(2);
    const aliased = readCostHints(
      parse(`schema @link(url: "https://specs.apollo.dev/cost/v0.1", as: "price") { query: Query }
        type Query { names: [String] @price(weight: 1) @price__listSize(assumedSize: 2) @cost(weight: 99) }`),
    );
    expect(aliased.weights.get('Query.names')).toBe(1);
    expect(aliased.lists.get('Query.names')?.assumedSize).toBe(2);
  });

  test('weights may be strings, and negative; slicing arguments may lie inside an input object', () => {
    const { weights, lists } = readCostHints(
      parse(
        `type Query { names(page: Page): [String] @cost(weight: "-2.5") @listSize(slicingArguments: "page.first") }`,
      ),
    );
    expect(weights.get('Query.names')).toBe(-2.5);
    expect(lists.get('Query.names')?.slicingArguments).toEqual([['page', 'first']]);
  });

  test.each(['"dear"', '""', '"1e999"', 'null'])('the weight %s is refused with its coordinate', (weight) => {
    expect(() => readCostHints(parse(`type Query { name: String @cost(weight: ${weight}) }`))).toThrow(
      'the weight of Query.name',
    );
  });
});
