import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { createPlanner } from '../../../../gateway/plan/create-planner.ts';
import type { FetchNode, PlanNode } from '../../../../gateway/plan/plan.ts';
import type { Planner } from '../../../../gateway/plan/planner.ts';
import { printPlan } from '../../../../gateway/plan/print-plan.ts';
import { compose } from '../../../support/federation/federation.ts';

const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'no', brief: 'no' };

const planner = plannerOf({
  people: `type Query { person(id: ID!): Person } type Person @key(fields: "id") { id: ID! name: String region: String income: Int }`,
  risk: `type Person @key(fields: "id") { id: ID! region: String @external income: Int @external score: Float @requires(fields: "region income") band: String }`,
});

function plannerOf(sdls: Readonly<Record<string, string>>): Planner {
  const subgraphs = Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, { sdl }]));
  return createPlanner(
    compose(
      subgraphs,
      Object.keys(sdls).map((name) => ({ name, url: `http://${name}.internal` })),
    ),
  );
}

function authorize(query: string, denied: readonly string[] = [], { apiSchema } = planner) {
  const shape = shapeOperation(prepareOperation({ apiSchema }, { query, operationName: null }), {});
  const verdicts = shape.fields.map(({ coordinate }) => (denied.includes(coordinate) ? denial : undefined));
  return { shape, verdicts, key: denied.join() };
}

function fetchesOf(node: PlanNode | null): readonly FetchNode[] {
  if (!node) return [];
  if (node.kind === 'fetch') return [node];
  return node.kind === 'flatten' ? [node.node] : node.nodes.flatMap(fetchesOf);
}

describe('a plan', () => {
  test('is plain data that survives JSON', async () => {
    const plan = await planner.plan(authorize('{ person(id: 1) { name score } }'));
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test('reads as text', async () => {
    const plan = await planner.plan(authorize('{ person(id: 1) { n: name score } }', ['Person.name']));
    expect(printPlan(plan)).toBe(`In sequence
  Fetch from people
    reads for itself Person.id, Person.income, Person.region
    {
      person__0: person(id: 1) {
        __typename
        id
        region
        income
      }
    }
  Fetch from risk for person__0
    given { ... on Person { __typename id region income } }
    query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        ... on Person {
          score
        }
      }
    }`);
  });

  test('never names a subgraph by its URL', async () => {
    const plan = await planner.plan(authorize('{ person(id: 1) { score } }'));
    expect(JSON.stringify(plan) + printPlan(plan)).not.toContain('internal"');
  });
});

describe('internal coordinates are what a fetch reads for the planner', () => {
  test.each<[string, string, readonly string[], readonly (readonly string[])[]]>([
    ['keys', '{ person(id: 1) { band } }', [], [['Person.id'], []]],
    ['inputs of @requires', '{ person(id: 1) { score } }', [], [['Person.id', 'Person.income', 'Person.region'], []]],
    ['but not what the caller asked for', '{ person(id: 1) { id income score } }', [], [['Person.region'], []]],
    [
      'also what the caller asked for and was denied',
      '{ person(id: 1) { id income score } }',
      ['Person.income'],
      [['Person.income', 'Person.region'], []],
    ],
    ['and nothing in a plan that asks only for the client', '{ person(id: 1) { id name } }', [], [[]]],
  ])('%s', async (_, query, denied, expected) => {
    const { node } = await planner.plan(authorize(query, denied));
    expect(fetchesOf(node).map(({ internalCoordinates }) => internalCoordinates)).toEqual(expected);
  });
});

describe('the planner is not given more than it can plan', () => {
  const types = Array.from({ length: 10 }, (_, index) => index);
  const sdl = (name: string) =>
    `type Query { root: I @shareable } interface I { id: ID! x: I } ${types.map((n) => `type T${n} implements I @key(fields: "id") { id: ID! x: I @shareable ${name}${n}: Int }`).join(' ')}`;
  const attacked = plannerOf({ a: sdl('a'), b: sdl('b'), c: sdl('c') });

  test.each([
    ['nested interfaces', '{ root { x { x { id } } } }'],
    ['aliased nests', `{ root { ${types.map((n) => `... on T${n} { y${n}: x { x { x { id } } } }`).join(' ')} } }`],
  ])('%s are refused, or planned', async (_, query) => {
    const outcome = await attacked.plan(authorize(query, [], attacked)).then(
      (plan) => plan.node?.kind,
      (error) => error.code,
    );
    expect(['PLANNING_FAILED', 'OPERATION_LIMIT_EXCEEDED', 'sequence']).toContain(outcome);
  });

  test('types asked differently at every level are refused before planning', async () => {
    const level = (below: string): string =>
      types
        .slice(0, 4)
        .map((n) => `... on T${n} { x { ${below} } }`)
        .join(' ');
    const query = `{ root { ${level(level(level(level('... on T1 { id } ... on T2 { id }'))))} } }`;
    await expect(async () => attacked.plan(authorize(query, [], attacked))).rejects.toMatchObject({
      code: 'OPERATION_LIMIT_EXCEEDED',
    });
  });
});

describe('an argument with @fromContext', () => {
  const withContext = plannerOf({
    a: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", "@context", "@fromContext"])
      directive @context(name: String!) repeatable on INTERFACE | OBJECT | UNION
      type Query @context(name: "root") { t: T ts: [Parent] prop: Int }
      interface Parent @context(name: "ctx") { prop: String }
      type T implements Parent @key(fields: "id") { id: ID! prop: String u: U deep: [Deep] }
      type S implements Parent @key(fields: "id") { id: ID! prop: String us: [[U]] }
      type Deep { u: U }
      type U @key(fields: "id") { id: ID! name: String field(arg: String @fromContext(field: "$ctx { prop }"), by: Int): Int count(of: Int @fromContext(field: "$root { prop }")): Int }`,
    b: `type U @key(fields: "id") { id: ID! other: Int }`,
  });

  const contextOf = async (query: string) => {
    const { node } = await withContext.plan(authorize(query, [], withContext));
    const [fetch] = fetchesOf(node).filter(({ contextInputs }) => contextInputs.length > 0);
    return { inputs: fetch?.contextInputs.map(({ sources }) => sources), needs: fetch?.needs, fetch };
  };

  test('is read from the object around, by its type', async () => {
    const { inputs, needs, fetch } = await contextOf('query ($by: Int) { t { u { field(by: $by) } } }');
    expect(inputs).toEqual([[{ levelsUp: 1, types: ['T'], path: ['prop'] }]]);
    expect(needs).toEqual([{ type: 'U', responseName: 'field__0', inputs: ['$contextualArgument_1_1'] }]);
    expect(fetch).toMatchObject({ variables: ['by'] });
    const plan = await withContext.plan(authorize('{ t { u { field } } }', [], withContext));
    expect(printPlan(plan)).toContain('    with $contextualArgument_1_1 from prop of T 1 up\n');
  });

  test('is read from further up, lists not counted', async () => {
    const { inputs } = await contextOf('{ ts { ... on S { us { field } } } }');
    expect(inputs).toEqual([[{ levelsUp: 1, types: ['S'], path: ['prop'] }]]);
    const { inputs: deep } = await contextOf('{ t { deep { u { field } } } }');
    expect(deep).toEqual([[{ levelsUp: 2, types: ['T'], path: ['prop'] }]]);
  });

  test('may be read from what the caller may not see, and the subgraph is told so', async () => {
    const { node } = await withContext.plan(authorize('{ t { prop u { field } } }', ['T.prop'], withContext));
    expect(fetchesOf(node)[0]).toMatchObject({ internalCoordinates: expect.arrayContaining(['T.prop']) });
  });

  test('is read from the root whatever its type is called', async () => {
    const { inputs } = await contextOf('{ t { u { count } } }');
    expect(inputs).toEqual([[{ levelsUp: 2, types: null, path: ['prop'] }]]);
  });
});
