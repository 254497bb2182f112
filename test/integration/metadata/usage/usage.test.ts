// Usage, impact and metrics as people ask for them, over two domains whose every number can be counted by hand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';
import { report } from './reports.ts';

let metadata: MetadataUnderTest;

/** The clock of the metadata service stands at 12:00. */
const at = (time: string) => `2026-03-01T${time}.000Z`;

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([...twoDomains(), metadataFolder()]);
  await report(metadata, {
    startedAt: '2026-01-01T00:00:00Z',
    sequence: 1,
    from: '2026-01-01T00:00:00Z',
    to: at('12:00:00'),
    operations: {
      Card: ['Query', 'Query.person', 'Query.person(id:)', 'Person', 'Person.id', 'Person.name'],
      Offer: ['Query', 'Query.person', 'Query.person(id:)', 'Person', 'Person.name', 'Person.discount'],
    },
    observed: [
      { coordinate: 'Person.name', requests: 4, observed: 10, nulls: 3, errors: 2 },
      { coordinate: 'Person.nick', requests: 1, observed: 0, nulls: 0, errors: 0 },
    ],
  });
  await report(metadata, {
    sequence: 2,
    from: at('12:00:00'),
    to: at('12:00:00'),
  });
  // In the hours of the window, as another gateway reports them.
  await report(metadata, {
    instance: 'gateway-2',
    startedAt: '2026-01-01T00:00:00Z',
    sequence: 1,
    from: at('10:00:00'),
    to: at('12:00:00'),
    uses: [
      { operation: 'Card', client: 'crm', requests: 5, at: at('10:01:00') },
      { operation: 'Offer', client: 'crm', requests: 2, at: at('10:02:00') },
      { operation: 'Offer', client: 'shop', requests: 40, at: at('10:03:00') },
      { operation: 'Card', client: 'anonymous', requests: 1, at: at('10:04:00') },
    ],
  });
  await metadata.database.query('DELETE FROM usage_gap');
});
afterAll(() => metadata.close());

const nobodySpecial: Caller = {
  subject: 'joe',
  issuer: 'https://identity.test',
  client: 'portal',
  scopes: new Set(),
  roles: new Set(),
  claims: {},
  purpose: null,
  expiresAt: null,
};
const owner: Caller = { ...nobodySpecial, roles: new Set(['people-data']) };
const auditor: Caller = { ...nobodySpecial, scopes: new Set(['gordian:audit:read']) };
const crm: Caller = { ...nobodySpecial, client: 'crm' };

async function ask(document: string, caller: Caller = auditor) {
  const answer = await metadata.queryAs(caller, document);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

describe('a field', () => {
  test('knows its requests, clients and times, and that the reports are complete', async () => {
    const { field } = await ask(`{ field(coordinate: "Person.name") { usage(window: "P1D") {
      requests clients firstSeen lastSeen complete operations(first: 2) { name operationKind requests consumer { id name kind } } } } }`);
    expect(field.usage).toEqual({
      requests: 48,
      clients: 3,
      firstSeen: at('10:01:00'),
      lastSeen: at('10:04:00'),
      complete: true,
      operations: [
        {
          name: 'Offer',
          operationKind: 'QUERY',
          requests: 40,
          consumer: { id: 'shop', name: 'shop', kind: 'APPLICATION' },
        },
        {
          name: 'Card',
          operationKind: 'QUERY',
          requests: 5,
          consumer: { id: 'crm', name: 'crm', kind: 'APPLICATION' },
        },
      ],
    });
  });

  test('that nobody asks for has no requests', async () => {
    const { field } = await ask(`{ field(coordinate: "Person.nick") {
      usage { requests clients firstSeen lastSeen operations { hash } } } }`);
    expect(field.usage).toEqual({ requests: 0, clients: 0, firstSeen: null, lastSeen: null, operations: [] });
  });

  test('tells how many of its values are null, and how many nobody gave', async () => {
    const { name, nick } = await ask(`{ name: field(coordinate: "Person.name") { ...observed }
      nick: field(coordinate: "Person.nick") { ...observed } }
      fragment observed on SchemaField { observed(window: "P90D") { requests distinctClients sampledRequests nullRatio errorRatio } }`);
    expect(name.observed).toEqual({
      requests: 48,
      distinctClients: 3,
      sampledRequests: 4,
      nullRatio: 0.3,
      errorRatio: 2 / 12,
    });
    expect(nick.observed).toMatchObject({ requests: 0, nullRatio: null, errorRatio: null });
  });

  test.each(['P2Y', 'nonsense', 'PT0S'])('is not asked about a window of %s', async (window) => {
    const { errors } = await metadata.queryAs(
      auditor,
      `{ field(coordinate: "Person.name") { usage(window: "${window}") { requests } } }`,
    );
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('a product', () => {
  const consumers = (caller: Caller, args = '') =>
    ask(
      `{ dataProduct(urn: "gordian:product:people/persons") { consumers(window: "P1D"${args}) {
        totalCount pageInfo { endCursor hasNextPage } edges { requests operations node { id } } } } }`,
      caller,
    ).then(({ dataProduct }) => dataProduct.consumers);
  const named = ({ edges }: { edges: { requests: number; operations: number; node: { id: string } }[] }) =>
    edges.map(({ node, requests, operations }) => [node.id, requests, operations]);

  test('adds up requests of operations, and not of the fields that they touch', async () => {
    // Offer touches three fields of the product: added up over fields, these would be 126 requests.
    expect(named(await consumers(owner))).toEqual([
      ['shop', 40, 1],
      ['crm', 7, 2],
      ['anonymous', 1, 1],
    ]);
  });

  test('a walk over the pages meets every consumer once', async () => {
    const first = await consumers(owner, ', first: 2');
    const rest = await consumers(owner, `, first: 2, after: "${first.pageInfo.endCursor}"`);
    expect([...named(first), ...named(rest)].map(([id]) => id)).toEqual(['shop', 'crm', 'anonymous']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  test.each([
    ['its owner', owner, ['shop', 'crm', 'anonymous']],
    ['an auditor', auditor, ['shop', 'crm', 'anonymous']],
    ['one of its clients', crm, ['crm']],
    ['anybody else', nobodySpecial, []],
    ['whoever has no client', { ...nobodySpecial, client: null }, []],
  ] as const)('%s sees who may be seen, and how many there are', async (_, caller, expected) => {
    const listed = await consumers(caller);
    expect(named(listed).map(([id]) => id)).toEqual(expected);
    expect(listed.totalCount).toBe(3);
  });

  test.each([
    ['its owner', owner, 4],
    ['one of its clients', crm, 2],
    ['anybody else', nobodySpecial, 0],
  ] as const)('%s sees the operations on its fields that may be seen', async (_, caller, expected) => {
    const { field } = await ask(
      '{ field(coordinate: "Person.name") { usage(window: "P1D") { requests operations { hash } } } }',
      caller,
    );
    expect([field.usage.requests, field.usage.operations.length]).toEqual([48, expected]);
  });
});

describe('a consumer', () => {
  const consumer = (caller: Caller) =>
    ask('{ consumer(id: "shop") { id products { urn } operations { name requests } } }', caller).then(
      (data) => data.consumer,
    );

  test('an auditor sees all that it uses', async () => {
    expect(await consumer(auditor)).toEqual({
      id: 'shop',
      products: [{ urn: 'gordian:product:people/persons' }, { urn: 'gordian:product:sales/best-buyers' }],
      operations: [{ name: 'Offer', requests: 40 }],
    });
  });

  test('an owner sees what it uses of the own products', async () => {
    expect((await consumer(owner)).products).toEqual([{ urn: 'gordian:product:people/persons' }]);
  });

  test.each([
    ['another client', crm],
    ['anybody', nobodySpecial],
  ])('%s does not learn that it is there', async (_, caller) => {
    expect(await consumer(caller)).toBeNull();
  });
});

describe('the impact of a change', () => {
  const impact = (changes: string, caller = auditor, window = 'P1D') =>
    ask(
      `{ impact(window: "${window}", changes: ${changes}) { coordinate severity verdict clients requests complete downstreamFields
        downstreamProducts { urn } consumers { consumer { id } requests operations { name } } } }`,
      caller,
    ).then((data) => data.impact);

  test('names whoever asks for what goes, and for what is made from it', async () => {
    const [region] = await impact('[{ coordinate: "Person.region" }]');
    expect(region).toMatchObject({
      severity: 'BREAKING',
      verdict: 'BREAKS_CONSUMERS',
      clients: 2,
      requests: 42,
      downstreamProducts: [{ urn: 'gordian:product:sales/best-buyers' }],
      consumers: [
        { consumer: { id: 'shop' }, requests: 40, operations: [{ name: 'Offer' }] },
        { consumer: { id: 'crm' }, requests: 2, operations: [{ name: 'Offer' }] },
      ],
    });
  });

  test('counts a request once, however many of the fields that go it asks for', async () => {
    const [person] = await impact('[{ coordinate: "Person", kind: "TYPE_REMOVED" }]');
    expect([person.requests, person.clients]).toEqual([48, 3]);
  });

  test.each([
    ['is unused where reports are complete', '[{ coordinate: "Person.nick" }]', 'P1D', 'UNUSED_IN_WINDOW', true],
    ['is not known where they are not', '[{ coordinate: "Person.nick" }]', 'P90D', 'UNKNOWN_NO_TRAFFIC_DATA', false],
    [
      'breaks nobody where nothing breaks',
      '[{ coordinate: "Person.name", kind: "FIELD_NEVER_NULL" }]',
      'P1D',
      'NOT_BREAKING',
      true,
    ],
    ['is asked about arguments', '[{ coordinate: "Query.person(id:)" }]', 'P1D', 'BREAKS_CONSUMERS', true],
    [
      'is asked about products',
      '[{ coordinate: "people/persons", kind: "PRODUCT_RETIRED" }]',
      'P1D',
      'BREAKS_CONSUMERS',
      true,
    ],
  ])('%s', async (_, changes, window, verdict, complete) => {
    expect((await impact(changes, auditor, window))[0]).toMatchObject({ verdict, complete });
  });

  test.each([
    ['an owner of the field', owner, ['shop', 'crm', 'anonymous']],
    ['a client', crm, ['crm']],
    ['anybody else', nobodySpecial, []],
  ] as const)('%s sees whose operations may be seen', async (_, caller, expected) => {
    const [name] = await impact('[{ coordinate: "Person.name" }]', caller);
    expect(name.consumers.map(({ consumer }: { consumer: { id: string } }) => consumer.id)).toEqual(expected);
    expect([name.clients, name.requests]).toEqual([3, 48]);
  });

  test('a kind of change that there is not is refused', async () => {
    const { errors } = await metadata.queryAs(
      auditor,
      '{ impact(changes: [{ coordinate: "Person.name", kind: "FIELD_PAINTED" }]) { verdict } }',
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('the most used products', () => {
  test('come first, each request counted once, beside what it was before', async () => {
    await report(metadata, {
      instance: 'gateway-4',
      sequence: 1,
      from: at('07:00:00'),
      to: at('07:00:05'),
      uses: [{ operation: 'Card', client: 'crm', requests: 3 }],
    });
    const { lately, products } = await ask(`{ lately: mostUsedProducts(window: "PT1H") { requests }
      products: mostUsedProducts(window: "PT3H") { product { urn } requests requestsBefore clients } }`);
    expect(lately).toEqual([]);
    expect(products).toEqual([
      { product: { urn: 'gordian:product:people/persons' }, requests: 48, requestsBefore: 3, clients: 3 },
      { product: { urn: 'gordian:product:sales/best-buyers' }, requests: 42, requestsBefore: 0, clients: 2 },
    ]);
  });
});

describe('metrics', () => {
  test('a search at noon whose finding is queried 42 seconds later took 42 seconds', async () => {
    await metadata.database.query(
      'INSERT INTO search_log (search_id, searched_at, products) VALUES ($1, $2, $3), ($4, $2, $3)',
      ['search-1', at('11:50:00'), ['gordian:product:people/persons'], 'search-2'],
    );
    const told = (sequence: number, time: string, operation: string) =>
      report(metadata, {
        instance: 'gateway-3',
        startedAt: '2026-01-01T00:00:00Z',
        sequence,
        from: at('11:50:00'),
        to: at('11:55:00'),
        operations: { Sales: ['Query.sale', 'Sale.amount'] },
        firstUses: [
          { search: 'search-1', operation, at: time },
          { search: 'unknown', operation, at: time },
        ],
      });
    await told(1, at('11:50:10'), 'Sales');
    await told(2, at('11:50:50'), 'Card');
    await told(3, at('11:50:42'), 'Card');
    await told(4, at('11:49:00'), 'Card');
    const { metrics } = await ask(
      '{ metrics(window: "P1D") { discoveryTimeP50Seconds searches discoveries consumersPerProduct usedProducts } }',
    );
    expect(metrics).toEqual({
      discoveryTimeP50Seconds: 42,
      searches: 2,
      discoveries: 1,
      // Three clients of people/persons and two of sales/best-buyers, over four products.
      consumersPerProduct: 5 / 4,
      usedProducts: 2,
    });
  });
});
