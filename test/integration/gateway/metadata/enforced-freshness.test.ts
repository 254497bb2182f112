// @fresh through a whole gateway: what is too old is not fetched, and the client learns why.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { agedProduct, type InformedGateway, startInformedGateway } from '../../../support/informed-gateway.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';
import { startStandaloneGateway } from '../../../support/standalone-gateway.ts';

let gateway: InformedGateway;

beforeAll(async () => {
  gateway = await startInformedGateway();
});
beforeEach(async () => {
  await gateway.tell([agedProduct('shop/items', 1), agedProduct('prices/prices', 30)]);
  gateway.asked();
});
afterAll(() => gateway.close());

describe('data that is too old', () => {
  test('fails with its age, and its subgraph is not asked', async () => {
    const { body } = await gateway.send('{ item { name note @fresh(within: "PT15M") } }');
    expect(body.data).toEqual({ item: { name: 'name', note: null } });
    expect(body.errors).toEqual([
      {
        message: 'The data of Item.note is older than @fresh accepts.',
        path: ['item', 'note'],
        extensions: {
          code: 'STALE_DATA',
          coordinate: 'Item.note',
          product: 'prices/prices',
          ageSeconds: expect.toSatisfy((age: number) => age >= 1_800 && age < 1_900),
          acceptedSeconds: 900,
        },
      },
    ]);
    expect(gateway.asked()).toEqual([expect.not.stringContaining('note')]);
  });

  test('takes its parent along where it is never null, with the path of the field', async () => {
    const { body } = await gateway.send('{ item { name price @fresh(within: "PT15M", onStale: NULL) } }');
    expect(body.data).toEqual({ item: null });
    expect(body.errors).toMatchObject([{ path: ['item', 'price'], extensions: { code: 'STALE_DATA' } }]);
  });

  test('is null without an error where the client says so, and a warning tells why', async () => {
    const { body } = await gateway.send('{ item { n: note @fresh(within: "PT15M", onStale: NULL) } }');
    expect(body).toMatchObject({
      data: { item: { n: null } },
      extensions: { gordian: { warnings: [{ code: 'STALE_DATA', coordinate: 'Item.note', acceptedSeconds: 900 }] } },
    });
    expect(body.errors).toBeUndefined();
    expect(gateway.asked().join()).not.toContain('note');
  });

  test('comes with a warning where the client takes it all the same', async () => {
    const { body } = await gateway.send('{ item { note @fresh(within: "PT15M", onStale: WARN) } }');
    expect(body).toMatchObject({
      data: { item: { note: 'note' } },
      extensions: { gordian: { warnings: [{ product: 'prices/prices' }] } },
    });
  });

  test('fails under one alias and is there under another', async () => {
    const { body } = await gateway.send('{ item { a: note @fresh(within: "PT15M") b: note } }');
    expect(body.data).toEqual({ item: { a: null, b: 'note' } });
    expect(body.errors).toMatchObject([{ path: ['item', 'a'] }]);
  });

  test('fails for each of many objects', async () => {
    const { body } = await gateway.send('{ items { note @fresh(within: "PT15M") } }');
    expect(body.errors).toMatchObject([{ path: ['items', 0, 'note'] }]);
  });
});

test('data that is young enough is answered as if nobody had asked, until it is too old', async () => {
  const query = 'query($age: String) { item { note @fresh(within: $age) } }';
  expect((await gateway.send(query, {}, { age: 'PT45M' })).body).toEqual({ data: { item: { note: 'note' } } });
  expect((await gateway.send(query, {}, { age: 'PT15M' })).body.errors).toHaveLength(1);
  await gateway.tell([agedProduct('prices/prices', 46)]);
  expect((await gateway.send(query, {}, { age: 'PT45M' })).body.errors).toHaveLength(1);
});

test('what is denied is denied, whatever its age', async () => {
  const { body } = await gateway.send('query @fresh(within: "PT15M") { item { closed note } }');
  expect(body.errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code).sort()).toEqual([
    'STALE_DATA',
    'UNAUTHENTICATED',
  ]);
});

test('the directive and its type are in the introspection', async () => {
  const { body } = await gateway.send(
    '{ __schema { directives { name args { name } } } __type(name: "OnStale") { enumValues { name } } }',
  );
  expect(body.data.__schema.directives).toContainEqual({
    name: 'fresh',
    args: [{ name: 'within' }, { name: 'onStale' }],
  });
  expect(body.data.__type.enumValues).toEqual([{ name: 'ERROR' }, { name: 'NULL' }, { name: 'WARN' }]);
});

test('a gateway without a registry says that it cannot tell', async () => {
  const alone = await startStandaloneGateway(
    composeSmall({ one: { sdl: 'type Query { one: Int }', url: 'http://127.0.0.1:9/' } }),
  );
  const ask = (headers: Record<string, string>, query: string) =>
    fetch(`${alone.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    }).then((response) => response.json() as Promise<{ errors: { extensions: { code: string } }[] }>);
  const fresh = await ask({}, '{ one @fresh(within: "PT15M") }');
  const pinned = await ask({ 'x-gordian-contract': 'orders@^1' }, '{ one }');
  await alone.close();
  expect([fresh, pinned].map(({ errors }) => errors[0]!.extensions.code)).toEqual([
    'BAD_USER_INPUT',
    'CONTRACT_MISMATCH',
  ]);
});
