import { print } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import { defaultOperationLimits } from '../../../../gateway/operation/operation-limits.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { createPlanner } from '../../../../gateway/plan/create-planner.ts';
import { fetchableDocument } from '../../../../gateway/plan/fetchable-document.ts';
import { printPlan } from '../../../../gateway/plan/print-plan.ts';
import { compose } from '../../../support/federation/federation.ts';

const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'no', brief: 'no' };

const sdls = {
  people: `type Query { person: Person } type Person @key(fields: "id") { id: ID! name: String bio: String home: Home } type Home { street: String city: String }`,
  risk: `type Query { worst: Person } type Person @key(fields: "id") { id: ID! score: Float }`,
};
const planner = createPlanner(
  compose(
    Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, { sdl }])),
    Object.keys(sdls).map((name) => ({ name, url: `http://${name}.internal` })),
  ),
);

function authorize(query: string, denied: readonly string[] = []) {
  const prepared = prepareOperation(planner, { query, operationName: null });
  const shape = shapeOperation(prepared, {}, defaultOperationLimits, true);
  const verdicts = shape.fields.map(({ coordinate }) => (denied.includes(coordinate) ? denial : undefined));
  return { shape, verdicts, key: denied.join() };
}

const planned = async (query: string, denied?: readonly string[]) =>
  printPlan(await planner.plan(authorize(query, denied)));

describe('the plan of an operation with @defer', () => {
  test('fetches what is deferred after the rest, from the same subgraph too', async () => {
    expect(await planned('{ person { name ... @defer { bio score } } }')).toBe(
      `Fetch from people
  reads for itself Person.id
  {
    person {
      __typename
      name
      id
    }
  }
Later, for d0
  In parallel
    Fetch from risk for person
      given { ... on Person { __typename id } }
      query ($representations: [_Any!]!) {
        _entities(representations: $representations) {
          ... on Person {
            score
          }
        }
      }
    Fetch from people for person
      given { ... on Person { __typename id } }
      query ($representations: [_Any!]!) {
        _entities(representations: $representations) {
          ... on Person {
            bio
          }
        }
      }`,
    );
  });

  test('fetches deferred root fields by themselves', async () => {
    const text = await planned('{ person { name } ... @defer { worst { id } } }');
    expect(text).toMatch(/^Fetch from people[\s\S]*\nLater, for d0\n {2}Fetch from risk\n/);
  });

  test('has nothing to fetch later for what has no key of its own', async () => {
    expect(await planned('{ person { home { street ... @defer { city } } } }')).toMatch(
      /\nLater, for d0\n {2}Nothing to fetch$/,
    );
  });

  test('has no later part when everything in it is denied', async () => {
    const { deferred } = await planner.plan(authorize('{ person { name ... @defer { score } } }', ['Person.score']));
    expect(deferred).toEqual([]);
  });

  test('never shows the planner a label of the client', () => {
    const authorized = authorize(
      '{ person { name ... @defer(label: "d7 \\" }") { ...F @defer(label: "__typename") } } } fragment F on Person { bio }',
    );
    expect(print(fetchableDocument(authorized)!).replace(/\s+/g, ' ')).toBe(
      '{ person { name ... @defer(label: "d0") { bio } } }',
    );
  });
});
