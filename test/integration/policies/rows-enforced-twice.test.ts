// Rules over rows at the gateway and in subgraphs at once, over real HTTP: what a subgraph hides must not spoil what the gateway
// computes, and whoever gets hold of what the gateway has sent can do nothing with it that the gateway has not done.
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StubRequest } from '../../support/http-stub.ts';
import { nowSeconds } from '../../support/token-issuer.ts';
import { type RowMesh, startRowMesh } from './row-mesh.ts';

let mesh: RowMesh;

beforeAll(async () => {
  mesh = await startRowMesh();
});
beforeEach(() => {
  mesh.sent('people');
  mesh.sent('trade');
});
afterAll(() => mesh?.stop());

const east = { region: 'EAST', limit: '50' };

describe('through the gateway', () => {
  test('a rule decides by row; what needs the closed value is right all the same', async () => {
    const { data, body } = await mesh.ask(east, '{ customers { id region phone discount total email } }');
    expect(data).toEqual({
      customers: [
        { id: '1', region: 'EAST', phone: 'phone-of-ann', discount: 10, total: 1_007_331, email: 'a***@example.com' },
        { id: '2', region: null, phone: null, discount: 20, total: null, email: 'b***@example.com' },
      ],
    });
    expect(
      body.errors
        .map(
          ({ path, extensions }: never) => `${(path as string[]).join('.')} ${(extensions as { code: string }).code}`,
        )
        .sort(),
    ).toEqual(['customers.1.phone FORBIDDEN', 'customers.1.region FORBIDDEN', 'customers.1.total FORBIDDEN']);
  });

  test('hidden objects are missing in lists, and null alone; no field that may not be null takes a list with it', async () => {
    const { data, body } = await mesh.ask(
      east,
      '{ orders { id amount customer { name } } order(id: "B") { id } customers { bestOrder { amount } } }',
    );
    expect([data, body.errors]).toEqual([
      {
        orders: [{ id: 'A', amount: 10, customer: { name: 'Ann' } }],
        order: null,
        customers: [{ bestOrder: { amount: 10 } }, { bestOrder: null }],
      },
      undefined,
    ]);
  });

  test('whoever sees all rows sees them', async () => {
    const { data } = await mesh.ask({ scope: 'trade:all' }, '{ orders { id } order(id: "B") { amount } }');
    expect(data).toEqual({ orders: [{ id: 'A' }, { id: 'B' }], order: { amount: 904_171 } });
  });
});

describe('an assertion that opens more than its caller may have', () => {
  const cases: [string, string, 'people' | 'trade'][] = [
    ['what is judged by the row', 'query ($id: ID!) { customer(id: $id) { phone } }', 'people'],
    ['what is masked', 'query ($id: ID!) { customer(id: $id) { email } }', 'people'],
    ['what only a computed field needs', 'query ($id: ID!) { customer(id: $id) { discount } }', 'people'],
    ['rows that may be hidden', 'query ($id: ID!) { order(id: $id) { amount } }', 'trade'],
  ];

  test.each(cases)('(%s) is good for its own request and for nothing else', async (_what, query, name) => {
    await mesh.ask(east, query, { id: name === 'people' ? '1' : 'A' });
    const [first] = mesh.sent(name) as [StubRequest];
    expect(bindingOf(first)).toBe('request');
    expect((await mesh.send(name, first.body, first.headers)).status).toBe(200);
    const { query: document, variables } = JSON.parse(first.body);
    const otherRow = JSON.stringify({
      query: document,
      variables: { ...variables, id: name === 'people' ? '2' : 'B' },
    });
    const wider = JSON.stringify({ query: '{ customers { id phone email region } orders { id amount } }' });
    for (const body of [otherRow, wider, `${first.body} `]) {
      const answer = await mesh.send(name, body, first.headers);
      expect([answer.status, answer.data]).toEqual([401, null]);
    }
  });

  test('is no good at another subgraph', async () => {
    await mesh.ask(east, '{ customers { email } }');
    const [first] = mesh.sent('people') as [StubRequest];
    expect((await mesh.send('trade', first.body, first.headers)).status).toBe(401);
  });
});

test('the assertion of a change is good for that change alone', async () => {
  const { data } = await mesh.ask({ scope: 'people:write' }, 'mutation { rename(id: 1, name: "Anna") { id } }');
  expect(data).toEqual({ rename: { id: '1' } });
  const [first] = mesh.sent('people') as [StubRequest];
  expect(bindingOf(first)).toBe('request');
  const another = first.body.replace('"Anna"', '"Eve"').replace('\\"Anna\\"', '\\"Eve\\"');
  expect(another).not.toBe(first.body);
  expect((await mesh.send('people', another, first.headers)).status).toBe(401);
});

describe('an assertion that opens what the caller may have anyway', () => {
  const query = 'query ($id: ID!) { customer(id: $id) { name } }';

  test('is good for its document with other values, and for no other document', async () => {
    await mesh.ask(east, query, { id: '1' });
    const [first] = mesh.sent('people') as [StubRequest];
    expect(bindingOf(first)).toBe('document');
    const { query: document } = JSON.parse(first.body);
    const other = await mesh.send('people', JSON.stringify({ query: document, variables: { id: '2' } }), first.headers);
    expect(Object.values(other.data ?? {})).toEqual([{ name: 'Bob' }]);
    const wider = await mesh.send('people', JSON.stringify({ query: '{ customers { name phone } }' }), first.headers);
    expect(wider.status).toBe(401);
  });

  test('is signed once for a caller who asks the same again', async () => {
    const lasting = { ...east, exp: nowSeconds() + 60 };
    for (const id of ['1', '2', '1']) await mesh.ask(lasting, query, { id });
    const assertions = mesh.sent('people').map(({ headers }) => headers.authorization);
    expect([assertions.length, new Set(assertions).size]).toEqual([3, 1]);
  });
});

test('nothing of what is hidden is anywhere in the answers of a whole tour', async () => {
  const answers = await Promise.all(
    [
      '{ customers { phone email region bestOrder { id amount customer { phone } } } orders { amount customer { phone email } } }',
      '{ order(id: "B") { id amount customer { name } } a: customer(id: 2) { phone total email } }',
      '{ customers { x: phone y: email z: region ... on Customer { w: total } } }',
    ].map((query) => mesh.ask(east, query)),
  );
  const text = JSON.stringify(answers.map(({ body }) => body));
  expect(
    ['phone-of-bob', 'ann@', 'bob@', 'WEST', '904171', '2014662'].filter((canary) => text.includes(canary)),
  ).toEqual([]);
});

function bindingOf({ headers }: StubRequest): unknown {
  const { operation } = decodeJwt(headers.authorization!.slice('Bearer '.length));
  return (operation as { kind: unknown }).kind;
}
