// What stands behind an answer, in its extensions, over real HTTP: asked for by a header, and absent without it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEventStream } from '../../../support/event-stream-client.ts';
import { agedProduct, type InformedGateway, startInformedGateway } from '../../../support/informed-gateway.ts';
import { readParts } from '../../../support/multipart-client.ts';
import { startTwoSubgraphs, ticket } from '../subscriptions/two-subgraphs.ts';

let gateway: InformedGateway;

const products = [
  agedProduct('shop/items', 50, {
    latest: '1.3.0',
    health: 'AT_RISK',
    openIncidents: 1,
    deprecations: [
      { coordinate: 'Item.old', reason: 'Use name.', replacement: 'Item.name', sunsetAt: '2027-01-01T00:00:00.000Z' },
      { coordinate: 'Item.name', reason: 'Moved.', replacement: 'Item.hidden', sunsetAt: null },
    ],
  }),
  agedProduct('prices/prices', 1, { version: '2.0.0', latest: '2.0.0' }),
];

beforeAll(async () => {
  gateway = await startInformedGateway({ limits: { batchSize: 5 } });
  await gateway.tell(products);
});
afterAll(() => gateway.close());

const metadataOf = async (query: string, wanted = 'summary', headers = {}) =>
  (await gateway.send(query, { 'x-gordian-metadata': wanted, ...headers })).body.extensions.gordian.metadata;

describe('an answer', () => {
  test('says nothing of it unless it is asked to', async () => {
    expect((await gateway.send('{ item { name } }')).body).toEqual({ data: { item: { name: 'name' } } });
  });

  test('says under which contracts it is given, how fresh it is, and what was kept from the caller', async () => {
    expect(await metadataOf('{ item { name phone closed old price } }')).toEqual({
      asOf: expect.stringMatching(/^\d{4}-.*Z$/),
      complete: true,
      maxSensitivity: 'PUBLIC',
      products: [
        {
          product: 'prices/prices',
          contract: { version: '2.0.0', status: 'ACTIVE', latest: '2.0.0' },
          freshness: { status: 'OK', ageSeconds: expect.any(Number), promiseSeconds: 3_600 },
          health: 'OK',
          openIncidents: 0,
        },
        {
          product: 'shop/items',
          contract: { version: '1.2.0', status: 'ACTIVE', latest: '1.3.0' },
          freshness: { status: 'AT_RISK', ageSeconds: expect.any(Number), promiseSeconds: 3_600 },
          health: 'AT_RISK',
          openIncidents: 1,
        },
      ],
      denied: ['Item.closed'],
      masked: ['Item.phone'],
      deprecated: [
        { coordinate: 'Item.name', reason: 'Moved.' },
        { coordinate: 'Item.old', reason: 'Use name.', replacement: 'Item.name', sunsetAt: '2027-01-01T00:00:00.000Z' },
      ],
    });
  });

  test('says of each field where it comes from, when it is asked for fields', async () => {
    const { fields } = await metadataOf(
      '{ i: item { phone p: price @fresh(within: "PT1S", onStale: NULL) } }',
      'fields',
    );
    expect(fields).toEqual([
      { path: 'i', coordinate: 'Query.item', product: 'shop/items', level: 'PUBLIC' },
      { path: 'i.phone', coordinate: 'Item.phone', product: 'shop/items', level: 'PUBLIC', access: 'MASKED' },
      { path: 'i.p', coordinate: 'Item.price', product: 'prices/prices', level: 'PUBLIC', access: 'STALE' },
    ]);
  });

  test('does not tell of a secret, not even as what replaces something', async () => {
    const { body } = await gateway.send('{ item { name hidden } }', { 'x-gordian-metadata': 'fields' });
    expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(JSON.stringify(await metadataOf('{ item { name closed old } }', 'fields'))).not.toMatch(/hidden|secrets/);
  });

  test('about the schema has nothing behind it', async () => {
    expect(await metadataOf('{ __typename }')).toEqual({
      asOf: expect.any(String),
      complete: true,
      maxSensitivity: null,
    });
  });

  test('of a batch has its own', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-gordian-metadata': 'summary' },
      body: JSON.stringify([{ query: '{ item { name } }' }, { query: '{ item { closed } }' }]),
    });
    const [first, second] = (await response.json()) as { extensions: { gordian: { metadata: object } } }[];
    expect(first!.extensions.gordian.metadata).not.toHaveProperty('denied');
    expect(second!.extensions.gordian.metadata).toHaveProperty('denied');
  });

  test('in parts has it in the first', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'multipart/mixed;incrementalSpec=v0.2, application/json',
        'x-gordian-metadata': 'summary',
      },
      body: JSON.stringify({ query: '{ item { name ... @defer { price closed } } }' }),
    });
    const parts: unknown[] = [];
    for await (const part of readParts(response.body!)) parts.push(part);
    expect(parts[0]).toMatchObject({
      hasNext: true,
      extensions: { gordian: { metadata: { complete: true, denied: ['Item.closed'] } } },
    });
    expect(JSON.stringify(parts.slice(1))).not.toContain('gordian');
  });

  test('that is an event has it each time', async () => {
    const mesh = await startTwoSubgraphs();
    const query = 'subscription { ticketUpdated { subject customer { name } } }';
    const stream = await openEventStream(mesh.url, { query }, { 'x-gordian-metadata': 'fields' });
    await mesh.tickets.listened(1);
    for (const number of [1, 2]) {
      mesh.tickets.publish(ticket(number));
      const { data } = await stream.next();
      expect(data.extensions.gordian.metadata).toMatchObject({
        asOf: null,
        fields: [{ path: 'ticketUpdated' }, { path: 'ticketUpdated.subject' }, {}, { coordinate: 'Customer.name' }],
      });
    }
    stream.leave();
    await mesh.close();
  });
});

test.each([
  ['x-gordian-metadata', 'everything', /"summary" or "fields"/],
  ['x-gordian-contract', 'latest please', /names a product and a range/],
])('a header %s that nobody can read is refused before anything else', async (name, value, message) => {
  const { status, body } = await gateway.send('{ item { name } }', { [name]: value });
  expect([status, body.errors[0].extensions.code, body.errors[0].message]).toEqual([
    400,
    'BAD_REQUEST',
    expect.stringMatching(message),
  ]);
});

describe('a pinned contract', () => {
  test('that is in force is shown beside it', async () => {
    const { products: told } = await metadataOf('{ item { price } }', 'summary', { 'x-gordian-contract': 'prices@^2' });
    expect(told[0].contract.pinned).toBe('^2');
  });

  test('that is not in force refuses the operation before anything is fetched', async () => {
    gateway.asked();
    const { status, body } = await gateway.send('{ item { price } }', { 'x-gordian-contract': 'prices/prices@^1' });
    expect(gateway.asked()).toEqual([]);
    expect([status, body]).toEqual([
      412,
      {
        errors: [
          {
            message: expect.stringMatching(/pins prices\/prices to \^1; the version in force is 2\.0\.0/),
            extensions: expect.objectContaining({
              code: 'CONTRACT_MISMATCH',
              product: 'prices/prices',
              pinned: '^1',
              inForce: '2.0.0',
            }),
          },
        ],
      },
    ]);
  });

  test('is nothing to an operation that reads nothing of the product', async () => {
    const { body } = await gateway.send('{ item { name closed } }', { 'x-gordian-contract': 'prices@^1, secrets@^9' });
    expect(body.data).toEqual({ item: { name: 'name', closed: null } });
  });
});
