import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import { noCostHints } from '../../../../gateway/demand/cost-hints.ts';
import { weighOperation } from '../../../../gateway/demand/weigh-operation.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { withoutCoordinates } from '../../../../gateway/operation/without-coordinates.ts';
import { costByFetch } from '../../../../gateway/plan/cost-by-fetch.ts';
import { createPlanner } from '../../../../gateway/plan/create-planner.ts';
import { fetchesOf } from '../../../../gateway/plan/fetches-of.ts';
import { outlinePlan } from '../../../../gateway/plan/outline-plan.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';

const url = 'http://127.0.0.1:1';
const planner = createPlanner(
  composeSmall({
    people: {
      url,
      sdl: `type Query { person: Person people: [Person!]! pet: Pet }
        type Person @key(fields: "id") { id: ID! name: String secret: String friends: [Person!] }
        interface Pet { name: String owner: Person }
        type Dog implements Pet { name: String owner: Person }
        type Cat implements Pet { name: String owner: Person kittens: [Cat!] }`,
    },
    scores: {
      url,
      sdl: `type Person @key(fields: "id") {
          id: ID! secret: String @external score: Score @federation__requires(fields: "secret")
        }
        type Score { value: Int parts: [Score!] }`,
    },
  }),
);

function weighed(query: string, { deny = [], hide = [] }: { deny?: readonly string[]; hide?: readonly string[] } = {}) {
  const apiSchema = withoutCoordinates(planner.apiSchema, new Set(hide));
  const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
  const shape = shapeOperation(prepared, {}, undefined, true);
  const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'test', reason: 'Test.', brief: 'Test.' };
  const verdicts = shape.fields.map(({ coordinate }) => (deny.includes(coordinate) ? denial : undefined));
  const operation = { shape, verdicts, key: deny.join() };
  const scales = weighOperation(operation, noCostHints, { assumedListSize: 10 });
  return { operation, ...scales, ...scales.weigh({}) };
}

async function planned(...asked: Parameters<typeof weighed>) {
  const { operation, estimated, results, ...scales } = weighed(...asked);
  const plan = await planner.plan(operation);
  return { operation, plan, estimated, costs: costByFetch(plan, scales, results) };
}

describe('an outline', () => {
  test('shows what is asked for, and what the plan reads besides', async () => {
    const { plan, operation } = await planned('{ person { score { value } } }');
    expect(outlinePlan(plan, operation, null)).toEqual({
      node: {
        kind: 'sequence',
        nodes: [
          {
            kind: 'fetch',
            subgraph: 'people',
            operation: 'query',
            path: [],
            fields: ['Query.person'],
            inputs: ['Person.id', 'Person.secret'],
            hidden: 0,
          },
          {
            kind: 'fetch',
            subgraph: 'scores',
            operation: 'query',
            path: ['person'],
            fields: ['Person.score', 'Score.value'],
            inputs: [],
            hidden: 0,
          },
        ],
      },
      deferred: [],
    });
  });

  test('counts what the caller is not to know of, and does not name it', async () => {
    const { plan, operation } = await planned('{ person { score { value } } }', { hide: ['Person.secret'] });
    const outline = JSON.stringify(outlinePlan(plan, operation, null));
    expect(outline).toContain('"inputs":["Person.id"],"hidden":1');
    expect(outline).not.toContain('secret');
  });

  test('leaves out what is denied', async () => {
    const { plan, operation } = await planned('{ person { name score { value } } }', { deny: ['Person.score'] });
    expect(JSON.stringify(outlinePlan(plan, operation, null))).not.toMatch(/scores|Person.score/);
  });

  test('names places by fields, whatever the client calls them and whatever plans do', async () => {
    const { plan, operation } = await planned('{ all: people { pals: friends { score { value } } } }');
    expect([...fetchesOf(plan)].at(-1)?.path).toEqual(['people', '@', 'friends', '@']);
    expect(JSON.stringify(outlinePlan(plan, operation, null))).toContain('"path":["people","@","friends","@"]');
  });

  test('has what is deferred after the rest', async () => {
    const { plan, operation } = await planned('{ person { name ... @defer { score { value } } } }');
    expect(outlinePlan(plan, operation, null)).toMatchObject({
      node: { subgraph: 'people' },
      deferred: [{ node: { kind: 'sequence', nodes: [{ subgraph: 'people' }, { subgraph: 'scores' }] }, deferred: [] }],
    });
  });

  test('of nothing to fetch is nothing', async () => {
    const { plan, operation } = await planned('{ person { name } }', { deny: ['Query.person'] });
    expect(outlinePlan(plan, operation, new Map())).toEqual({ node: null, deferred: [] });
  });
});

describe('the cost of each fetch', () => {
  test.each([
    ['of one object', '{ person { name } }', { people: 1 }],
    ['of lists in lists', '{ people { friends { name } } }', { people: 10 + 100 }],
    [
      'of what another subgraph adds to each',
      '{ people { name score { value parts { value } } } }',
      { people: 10, scores: 10 * (1 + 10) },
    ],
    [
      'of an interface, what its dearest type costs',
      '{ pet { name ... on Cat { kittens { name } } owner { score { value } } } }',
      { people: 1 + 10 + 1, scores: 1 },
    ],
    ['of one field under two names, twice', '{ a: person { name } b: person { name } }', { people: 2 }],
  ])('%s', async (_, query, expected) => {
    const { plan, costs, estimated } = await planned(query);
    const shares = [...fetchesOf(plan)].map(({ fetch }) => [fetch.subgraph, costs.get(fetch) ?? 0] as const);
    const sums: Record<string, number> = {};
    for (const [subgraph, cost] of shares) sums[subgraph] = (sums[subgraph] ?? 0) + cost;
    expect(sums).toEqual(expected);
    expect(Object.values(sums).reduce((one, other) => one + other, 0)).toBe(estimated);
  });
});
