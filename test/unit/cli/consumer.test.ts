// `gordian consumer`: a client's build fails before a producer takes away what it asks for; and answers that are made up are such as the
// contracts allow, the same every time.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, execute, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startMockServer } from '../../../cli/consumer/mock-server.ts';
import { readProposedGraph } from '../../../cli/operations/proposed-graph.ts';
import { createMockData } from '../../../schema/mock/mock-data.ts';
import { runGordian } from '../../support/run-gordian.ts';

let folder: string;
const at = (...names: string[]) => join(folder, ...names);

const ordersSdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
type Query { order(id: ID!): Order orders(first: Int): [Order!]! }
type Order @key(fields: "id") { id: ID! state: String! note: String total: Float! }
`;
const ordersContract = `apiVersion: v3.2.0
kind: DataContract
id: orders/orders
name: Orders
version: 1.0.0
status: active
domain: orders
team: { name: Orders data }
schema:
  - name: Query
    properties:
      - { name: order, logicalType: object, classification: internal }
      - { name: orders, logicalType: array, required: true, classification: internal }
  - name: Order
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, classification: internal, examples: [O-1, O-2] }
      - { name: state, logicalType: string, required: true, classification: internal, enum: [{ value: open }, { value: sent }] }
      - { name: note, logicalType: string, classification: internal }
      - { name: total, logicalType: number, required: true, classification: internal, logicalTypeOptions: { minimum: 5, maximum: 6 } }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-consumer-'));
  mkdirSync(at('subgraphs', 'orders'), { recursive: true });
  writeFileSync(at('subgraphs', 'orders', 'schema.graphql'), ordersSdl);
  writeFileSync(at('subgraphs', 'orders', 'contract.yaml'), ordersContract);
  writeFileSync(at('client.graphql'), 'query Total($id: ID!) {\n  order(id: $id) { id total note }\n}');
});
afterAll(() => rmSync(folder, { recursive: true }));

const verify = (...more: string[]) =>
  runGordian(['consumer', 'verify', '--operations', at('client.graphql'), '--format', 'table', ...more]);

describe('verify', () => {
  test('passes on what keeps all that the client asks for', async () => {
    const { exitCode, stdout, stderr } = await verify('--sdl', at('subgraphs', 'orders'), '--now', at('subgraphs'));
    expect([exitCode, stdout, stderr]).toEqual([0, '', '1 operation: 0 errors, 0 warnings.\n']);
  });

  test.each<[string, (sdl: string) => string, string]>([
    [
      'a field that is gone',
      (sdl) => sdl.replace('total: Float!', ''),
      ':2:23 error GRAPHQL_VALIDATION_FAILED: Total: Cannot query field "total"',
    ],
    [
      'a value that may be null now',
      (sdl) => sdl.replace('total: Float!', 'total: Float'),
      ':2:23 error ANSWER_CHANGED: Total: Order.total is Float, and was Float!.',
    ],
    [
      'a value of another type',
      (sdl) => sdl.replace('note: String', 'note: [String]'),
      ':2:29 error ANSWER_CHANGED: Total: Order.note is [String], and was String.',
    ],
    [
      'an argument that is needed now',
      (sdl) => sdl.replace('order(id: ID!', 'order(id: ID! shop: ID!'),
      ':2:3 error GRAPHQL_VALIDATION_FAILED',
    ],
  ])('fails for %s', async (_what, change, finding) => {
    const clientSchema = (sdl: string) => sdl.replace(/^extend.*$/m, '').replace(/@key\(.*?\)/g, '');
    writeFileSync(at('now.graphql'), clientSchema(ordersSdl));
    writeFileSync(at('proposed.graphql'), clientSchema(change(ordersSdl)));
    const { exitCode, stdout } = await verify('--sdl', at('proposed.graphql'), '--now', at('now.graphql'));
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${at('client.graphql')}${finding}`);
  });

  test('says what is wrong with the proposal itself', async () => {
    writeFileSync(at('broken.graphql'), 'type Query { a: Nothing }');
    const { exitCode, stdout } = await verify('--sdl', at('broken.graphql'));
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('broken.graphql')]);
  });
});

describe('what is made up', () => {
  const graph = () => {
    const read = readProposedGraph(at('subgraphs'));
    if (!read.ok) throw new Error('The subgraphs do not compose.');
    return read;
  };
  const ask = async (query: string, seed: string, gaps: 'none' | 'some' = 'some') => {
    const { schema, contracts } = graph();
    return execute({ schema, document: parse(query), ...createMockData(schema, contracts, { seed, gaps }) });
  };

  test('keeps to the contract, and is what was asked for by its id', async () => {
    const { data, errors } = await ask('{ order(id: "O-9") { id state total note } orders { id } }', 'a', 'none');
    expect(errors).toBeUndefined();
    const { order, orders } = data as { order: Record<string, unknown>; orders: { id: string }[] };
    expect(order).toMatchObject({ id: 'O-9', state: expect.stringMatching(/^(open|sent)$/), note: expect.any(String) });
    expect(order.total).toBeGreaterThanOrEqual(5);
    expect(order.total).toBeLessThanOrEqual(6);
    for (const { id } of orders) expect(['O-1', 'O-2']).toContain(id);
  });

  test('is the same for a seed, and has nulls and empty lists for some', async () => {
    const query = '{ order(id: 1) { note } orders { note } }';
    expect(await ask(query, 'a')).toEqual(await ask(query, 'a'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, seed) => (await ask(query, `${seed}`)).data),
    );
    const told = answers.map((data) => JSON.stringify(data));
    expect(new Set(told).size).toBeGreaterThan(5);
    for (const gap of ['"order":null', '"note":null', '"orders":[]'])
      expect(told.some((one) => one.includes(gap))).toBe(true);
  });

  test('conforms for every kind of type', async () => {
    const schema = buildSchema(`scalar DateTime scalar Decimal enum Hue { RED BLUE }
      interface Named { name: String! } type Cat implements Named { name: String! lives: Int! } type Dog implements Named { name: String! }
      union Pet = Cat | Dog input Wish { hue: Hue! count: Int! note: String }
      type Query { pets(wish: Wish!): [Pet!]! named: Named! at: DateTime! cost: Decimal! hue: Hue! on: Boolean! grid: [[Int!]!]! }`);
    const document = parse(`query Q($wish: Wish!) { pets(wish: $wish) { ... on Named { name } ... on Cat { lives } }
      named { name } at cost hue on grid }`);
    const mock = createMockData(schema, [], { seed: 's', gaps: 'some' });
    const [operation] = document.definitions;
    const variableValues = mock.variablesFor(operation as Parameters<typeof mock.variablesFor>[0]);
    expect((await execute({ schema, document, variableValues, ...mock })).errors).toBeUndefined();
  });

  test('is served over HTTP, to this machine', async () => {
    const { schema, contracts } = graph();
    const data = createMockData(schema, contracts, { seed: 'a', gaps: 'none' });
    const server = await startMockServer({ schema, data }, 0);
    onTestFinished(() => void server.close());
    const { port, address } = server.address() as AddressInfo;
    const send = async (body: string) =>
      (await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', body })).json();
    expect(address).toBe('127.0.0.1');
    expect(await send('{"query":"{ order(id: 7) { id } }"}')).toEqual({ data: { order: { id: '7' } } });
    expect(await send('{"query":"{ nothing }"}')).toMatchObject({
      errors: [{ message: expect.stringContaining('nothing') }],
    });
    expect(await send('no json')).toMatchObject({ errors: [{}] });
  });
});
