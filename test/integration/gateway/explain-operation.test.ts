// What would become of an operation, told without running it: no subgraph is asked, and no plan names what the caller may not know.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendBody } from '../../support/graphql-client.ts';
import { type InformedGateway, startInformedGateway } from '../../support/informed-gateway.ts';

let gateway: InformedGateway;

beforeAll(async () => {
  gateway = await startInformedGateway({
    explain: { plans: 'everyone' },
    demand: { mode: 'enforce', maxCost: 50 },
    authorization: { reasons: 'full' },
    limits: { batchSize: 2 },
  });
});
afterAll(() => gateway.close());
beforeEach(() => gateway.asked());

const query = '{ items { ...Of } item { ...Of } } fragment Of on Item { title: name phone closed price }';

function asking(explain: unknown, document = query, to: InformedGateway = gateway) {
  return sendBody(to.url, JSON.stringify({ query: document, extensions: { gordian: { explain } } }));
}

const explained = (body: { extensions: { gordian: { explain: unknown } } }) => body.extensions.gordian.explain;

test('access says what would be denied, masked and allowed, with the reason', async () => {
  const { status, body } = await asking(['access']);

  expect(status).toBe(200);
  expect(body.data).toBeNull();
  expect(explained(body)).toEqual({
    name: null,
    kind: 'query',
    access: {
      fields: [
        expect.objectContaining({ coordinate: 'Item.phone', access: 'MASKED' }),
        expect.objectContaining({
          coordinate: 'Item.closed',
          access: 'DENIED',
          code: 'UNAUTHENTICATED',
          reason: 'The policy does not open this to the caller.',
          requestable: false,
        }),
      ],
      rowFiltered: [],
      allowed: 4,
    },
  });
  expect(gateway.asked()).toEqual([]);
});

test('the plan is the one of the request: after what, where, for which fields; the cost is shared among its fetches', async () => {
  const { body } = await asking(['plan', 'cost']);

  expect(explained(body)).toEqual({
    name: null,
    kind: 'query',
    cost: {
      estimated: 11,
      mode: 'enforce',
      allowed: 50,
      setting: 'demand.maxCost',
      objection: null,
      bySubgraph: { shop: 11, prices: 0 },
    },
    plan: {
      node: {
        kind: 'sequence',
        nodes: [
          expect.objectContaining({
            kind: 'fetch',
            subgraph: 'shop',
            operation: 'query',
            path: [],
            fields: ['Query.items', 'Item.name', 'Item.phone', 'Query.item'],
            inputs: ['Item.id'],
            hidden: 0,
            cost: 11,
          }),
          {
            kind: 'parallel',
            nodes: [
              expect.objectContaining({ subgraph: 'prices', path: ['items', '@'], fields: ['Item.price'], cost: 0 }),
              expect.objectContaining({ subgraph: 'prices', path: ['item'], fields: ['Item.price'], cost: 0 }),
            ],
          },
        ],
      },
      deferred: [],
    },
  });
  expect(gateway.asked()).toEqual([]);
});

test('what is over the budget is said to be, and is not planned, as it would not be if it were sent', async () => {
  const { body } = await asking(
    ['plan', 'cost'],
    '{ items { name } more: items { name } a: items { name } b: items { name } c: items { name } d: items { name } }',
  );

  expect(explained(body)).toMatchObject({
    cost: { estimated: 60, allowed: 50, objection: { code: 'COST_LIMIT_EXCEEDED' } },
    plan: null,
  });
});

test.each([
  ['by a list that is empty', []],
  ['by a word that is no list', 'plan'],
  ['for what there is not', ['plan', 'data']],
])('what is asked %s is refused and not run', async (_, explain) => {
  const { status, body } = await asking(explain);

  expect(status).toBe(400);
  expect(body.errors[0].message).toContain('"access", "cost", "plan"');
  expect(gateway.asked()).toEqual([]);
});

test('a field that the caller is not to know of is as unknown as to a request', async () => {
  const { body } = await asking(['access', 'plan'], '{ item { hidden } }');

  expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('a question comes by GET, in a batch, and from a client that takes events, and nothing is run', async () => {
  const extensions = { gordian: { explain: ['cost'] } };
  const search = new URLSearchParams({ query: '{ item { name } }', extensions: JSON.stringify(extensions) });
  const byGet = await fetch(`${gateway.url}/graphql?${search}`, { headers: { 'graphql-require-preflight': '1' } });
  const batch = await sendBody(gateway.url, JSON.stringify([{ query, extensions }]));
  const events = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, extensions }),
  });

  expect(await byGet.json()).toMatchObject({
    data: null,
    extensions: { gordian: { explain: { cost: { estimated: 1 } } } },
  });
  expect(batch.body).toMatchObject([{ data: null, extensions: { gordian: { explain: { cost: { estimated: 11 } } } } }]);
  expect(await events.text()).toContain('"estimated":11');
  expect(gateway.asked()).toEqual([]);
});

describe('a caller without the scope', () => {
  let strict: InformedGateway;
  beforeAll(async () => {
    strict = await startInformedGateway();
  });
  afterAll(() => strict.close());

  test('is refused the plan, and told which scope it takes; the rest is answered, without rules and subgraphs', async () => {
    const { status, body } = await asking(['access', 'cost', 'plan'], query, strict);

    expect(status).toBe(200);
    expect(body.errors).toEqual([
      { message: expect.stringContaining('gordian:plan:read'), extensions: { code: 'PLAN_NOT_ALLOWED' } },
    ]);
    expect(explained(body)).toMatchObject({
      access: { allowed: 4 },
      cost: { estimated: 11, mode: 'off', allowed: null },
      plan: null,
    });
    expect(JSON.stringify(body)).not.toMatch(/"rule"|"bySubgraph"|"prices"/);
    expect(strict.asked()).toEqual([]);
  });
});
