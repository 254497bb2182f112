// The catalogue, lineage, freshness and provenance as the gateway asks for them, over two domains whose every answer
// can be checked by hand.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MetadataUnderTest, start, startMetadata } from './metadata-under-test.ts';
import { metadataFolder, sales, twoDomains } from './two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([...twoDomains(), metadataFolder()]);
});
afterAll(() => metadata.close());

async function data(document: string, variables: object = {}) {
  const answer = await metadata.query(document, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

const productPage = `query($after: String) {
  dataProducts(first: 1, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }`;

interface ProductPage {
  readonly nodes: readonly { readonly name: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function refusal(document: string) {
  const [error] = (await metadata.query(document)).errors!;
  return [error!.extensions!.code, error!.message];
}

describe('the catalogue', () => {
  test('domains have owners, contacts and products', async () => {
    const { domain } = await data(`{ domain(slug: "people") {
      name capability owner { id name onCall members { subject role since until } } contacts { channel scope }
      products { totalCount nodes { urn } } } }`);
    expect(domain).toEqual({
      name: 'People',
      capability: 'Know people',
      owner: {
        id: 'people-data',
        name: 'People data',
        onCall: 'people-oncall',
        members: [
          { subject: 'ada.park', role: 'owner', since: '2024-03-01', until: null },
          { subject: 'joe.lind', role: 'steward', since: null, until: null },
        ],
      },
      contacts: [{ channel: '#people', scope: 'interactive' }],
      products: { totalCount: 1, nodes: [{ urn: 'gordian:product:people/persons' }] },
    });
  });

  test('a derived product belongs to its own team, and the domain stays with the team of the source', async () => {
    const { dataProduct } = await data(`{ dataProduct(urn: "gordian:product:sales/best-buyers") {
      kind owners { name } domain { owner { name } } contracts { id port current { version status } } } }`);
    expect(dataProduct).toEqual({
      kind: 'CONSUMER_ALIGNED',
      owners: [{ name: 'Insights' }],
      domain: { owner: { name: 'Sales data' } },
      contracts: [{ id: 'sales/best-buyers', port: 'graphql', current: { version: '1.0.0', status: 'ACTIVE' } }],
    });
  });

  test('a version says what its contract asks for the product, and nothing where it asks for nothing', async () => {
    const price = 'contracts { current { price { amount currency unit } } }';
    const asked = await data(`{ costs: dataProduct(urn: "gordian:product:sales/best-buyers") { ${price} }
      free: dataProduct(urn: "gordian:product:people/persons") { ${price} } }`);
    expect(asked).toEqual({
      costs: { contracts: [{ current: { price: { amount: 0.004, currency: 'EUR', unit: 'request' } } }] },
      free: { contracts: [{ current: { price: null } }] },
    });
  });

  test.each([
    ['{}', ['people/persons', 'platform/metadata', 'sales/best-buyers', 'sales/sales']],
    ['{ domain: "sales" }', ['sales/best-buyers', 'sales/sales']],
    ['{ kind: CONSUMER_ALIGNED }', ['sales/best-buyers']],
    ['{ tag: "golden-record" }', ['people/persons']],
    ['{ text: "WHO we" }', ['people/persons']],
    ['{ text: "100%" }', []],
    ['{ status: RETIRED }', []],
  ])('products by %s', async (filter, expected) => {
    const { dataProducts } = await data(
      `{ dataProducts(filter: ${filter}) { totalCount nodes { contracts { id } } } }`,
    );
    const ids = dataProducts.nodes.map((node: { contracts: { id: string }[] }) => node.contracts[0]!.id);
    expect([ids, dataProducts.totalCount]).toEqual([expected, expected.length]);
  });

  test('a walk over the pages meets every product once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { nodes, pageInfo } = (await data(productPage, { after })).dataProducts as ProductPage;
      seen.push(...nodes.map(({ name }) => name));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(['Persons', 'Metadata', 'Best buyers', 'Sales']);
  });

  test('a field tells its classification, type, product and columns', async () => {
    const { field, deprecated, generated } = await data(`{
      field(coordinate: "Person.name") { type description subgraph physical product { urn } classification { level tags masking } }
      deprecated: field(coordinate: "Person.nick") { deprecationReason }
      generated: field(coordinate: "Sale.provenance") { type subgraph classification { level } } }`);
    expect(field).toEqual({
      type: 'String',
      description: 'As on the passport.',
      subgraph: 'people',
      physical: ['postgres://people#people.person.full_name'],
      product: { urn: 'gordian:product:people/persons' },
      classification: { level: 'CONFIDENTIAL', tags: ['pii', 'pii.name'], masking: false },
    });
    expect(deprecated.deprecationReason).toBe('Use name.');
    expect(generated).toEqual({ type: 'Provenance', subgraph: 'metadata', classification: { level: 'PUBLIC' } });
  });

  test('what is not there is null, not an error', async () => {
    expect(
      await data(`{ domain(slug: "x") { name } dataProduct(urn: "x") { name } contract(id: "x") { id } field(coordinate: "X.y") { type }
        lineage(root: { urn: "x" }) { complete } known: contract(id: "people/persons") { version(v: "7.0.0") { status } } }`),
    ).toEqual({
      domain: null,
      dataProduct: null,
      contract: null,
      field: null,
      lineage: null,
      known: { version: null },
    });
  });
});

describe('lineage', () => {
  const ask = async (root: string, more = '') => {
    const { lineage } = await data(`{ lineage(root: ${root}${more}) {
      nodes { urn kind depth hiddenUpstream hiddenDownstream product { name } }
      edges { from to transform origins } depthReached complete cutReason asOf } }`);
    return lineage;
  };
  const urns = (lineage: { nodes: { urn: string }[] }) => lineage.nodes.map(({ urn }) => urn);

  test('a computed field goes back over other fields to the columns', async () => {
    const lineage = await ask('{ coordinate: "Person.discount" }', ', direction: UPSTREAM, depth: 5');
    expect(urns(lineage)).toEqual([
      'graphql://gordian#Person.discount',
      'graphql://gordian#Person.id',
      'graphql://gordian#Person.region',
      'graphql://gordian#Person.spent',
      'graphql://gordian#Sale.amount',
      'postgres://people#people.person.id',
      'postgres://people#people.person.region_code',
      'postgres://people#people.region.name',
      'postgres://sales#sales.sale.amount',
    ]);
    expect(lineage.edges).toContainEqual({
      from: 'graphql://gordian#Person.region',
      to: 'graphql://gordian#Person.discount',
      transform: 'DIRECT',
      origins: ['FEDERATION'],
    });
    expect(lineage.edges).toContainEqual({
      from: 'graphql://gordian#Person.spent',
      to: 'graphql://gordian#Person.discount',
      transform: 'DIRECT',
      origins: ['DECLARED'],
    });
    expect(lineage.edges).toContainEqual({
      from: 'graphql://gordian#Person.id',
      to: 'graphql://gordian#Person.discount',
      transform: 'INDIRECT',
      origins: ['FEDERATION'],
    });
    expect(lineage).toMatchObject({ complete: true, cutReason: null, depthReached: 3, asOf: start });
    expect(lineage.nodes[0]).toMatchObject({ kind: 'GRAPHQL_FIELD', depth: 0, product: { name: 'Best buyers' } });
  });

  test('a column tells what is made from it', async () => {
    const lineage = await ask('{ urn: "postgres://sales#sales.sale.amount" }', ', direction: DOWNSTREAM');
    expect(urns(lineage)).toEqual([
      'postgres://sales#sales.sale.amount',
      'graphql://gordian#Sale.amount',
      'graphql://gordian#Person.spent',
      'graphql://gordian#Person.discount',
    ]);
    expect(lineage.nodes[0].kind).toBe('COLUMN');
  });

  test('whole types and tables have lineage of their own, and so have products', async () => {
    const type = await ask('{ coordinate: "Person" }', ', direction: UPSTREAM');
    expect(urns(type)).toEqual([
      'graphql://gordian#Person',
      'graphql://gordian#Sale',
      'postgres://people#people.person',
      'postgres://people#people.region',
      'postgres://sales#sales.sale',
    ]);
    const product = await ask('{ urn: "gordian:product:sales/best-buyers" }', ', direction: UPSTREAM, depth: 1');
    expect(urns(product)).toEqual(
      [
        'gordian:product:sales/best-buyers',
        'gordian:product:people/persons',
        'gordian:product:sales/sales',
        'graphql://gordian#Person.region',
      ].sort((a, b) => (a.endsWith('best-buyers') ? -1 : b.endsWith('best-buyers') ? 1 : a < b ? -1 : 1)),
    );
  });

  test('an answer that is cut says why, and how many neighbours it hides', async () => {
    const byDepth = await ask('{ coordinate: "Person.discount" }', ', direction: UPSTREAM, depth: 1');
    expect(byDepth).toMatchObject({ complete: false, cutReason: 'DEPTH', depthReached: 1 });
    const region = byDepth.nodes.find(({ urn }: { urn: string }) => urn.endsWith('Person.region'));
    expect(region).toMatchObject({ hiddenUpstream: 2, hiddenDownstream: 1 });

    const byLimit = await ask('{ coordinate: "Person.discount" }', ', direction: UPSTREAM, depth: 5, limit: 3');
    expect(byLimit).toMatchObject({ complete: false, cutReason: 'LIMIT' });
    expect(byLimit.nodes).toHaveLength(3);
  });

  test('both directions are two walks: a neighbour of a neighbour on the other side is not met', async () => {
    const lineage = await ask('{ coordinate: "Person.spent" }', ', depth: 10');
    expect(urns(lineage)).toContain('graphql://gordian#Person.discount');
    expect(urns(lineage)).not.toContain('graphql://gordian#Person.region');
  });

  test.each([
    ['{ lineage(root: {}) { complete } }', '`root` needs exactly one of `coordinate` and `urn`.'],
    [
      '{ lineage(root: { coordinate: "A", urn: "b" }) { complete } }',
      '`root` needs exactly one of `coordinate` and `urn`.',
    ],
    ['{ lineage(root: { coordinate: "Person" }, depth: 99) { complete } }', '`depth` must be between 1 and 20.'],
    ['{ lineage(root: { coordinate: "Person" }, limit: 0) { complete } }', '`limit` must be between 1 and 1000.'],
  ])('%s is refused', async (document, message) => {
    expect(await refusal(document)).toEqual(['BAD_USER_INPUT', message]);
  });

  test('the lineage of many fields costs hardly more statements than that of one', async () => {
    const statements = async (fields: string[]) => {
      metadata.database.statements.splice(0);
      await data(
        `{ ${fields.map((name) => `${name}: field(coordinate: "Person.${name}") { lineage(depth: 5) { nodes { urn } } }`).join(' ')} }`,
      );
      return metadata.database.statements.length;
    };
    const one = await statements(['discount']);
    const all = ['discount', 'spent', 'region', 'name', 'id', 'nick', 'updatedAt', 'provenance'];
    expect(await statements(all)).toBeLessThan(2 * one);
  });
});

describe('freshness', () => {
  const ask = async () => {
    const { dataProduct } = await data(`{ dataProduct(urn: "gordian:product:people/persons") { slas {
      id kind status observed unit evidenceAgeSeconds breachesAt objective { threshold unit target window }
      record { staleSeconds unknownSeconds attained } } } }`);
    return dataProduct.slas;
  };

  beforeEach(async () => {
    await metadata.database.query('TRUNCATE watermark, watermark_report');
  });

  test('without a report everything is unknown', async () => {
    const [availability, freshness] = await ask();
    expect(availability).toMatchObject({ id: 'availability', kind: 'AVAILABILITY', status: 'UNKNOWN', record: null });
    expect(freshness).toMatchObject({
      id: 'freshness',
      status: 'UNKNOWN',
      observed: null,
      evidenceAgeSeconds: null,
      breachesAt: null,
      objective: { threshold: 10, unit: 'm', target: 0.9, window: 'PT1H' },
      record: { staleSeconds: 0, unknownSeconds: 3600, attained: null },
    });
  });

  test('OK becomes AT_RISK becomes BREACHED at the computed instants, and a report heals it', async () => {
    const reportedAt = metadata.clock.now();
    const iso = (minutes: number) => new Date(reportedAt.getTime() + minutes * 60_000).toISOString();
    expect((await metadata.watermark('people/persons', iso(-2), { rows: 3 })).status).toBe(202);
    const statuses: [number, string, number][] = [];
    for (const minute of [0, 5.999, 6, 7.999, 8, 20]) {
      metadata.clock.advance(reportedAt.getTime() + minute * 60_000 - metadata.clock.now().getTime());
      const [, { status, observed }] = await ask();
      statuses.push([minute, status, observed]);
    }
    expect(statuses).toEqual([
      [0, 'OK', 2],
      [5.999, 'OK', 7.999],
      [6, 'AT_RISK', 8],
      [7.999, 'AT_RISK', 9.999],
      [8, 'BREACHED', 10],
      [20, 'BREACHED', 22],
    ]);
    const [, breached] = await ask();
    expect(breached).toMatchObject({ breachesAt: iso(8), evidenceAgeSeconds: 1200 });
    expect(breached.record).toEqual({ staleSeconds: 720, unknownSeconds: 2400, attained: 1 - 720 / 1200 });

    await metadata.watermark('people/persons', iso(19));
    expect((await ask())[1]).toMatchObject({ status: 'OK', observed: 1, evidenceAgeSeconds: 0 });
  });

  test('repeated, late and reordered reports change nothing but the age of the evidence', async () => {
    const now = metadata.clock.now().getTime();
    const iso = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
    await metadata.watermark('people/persons', iso(60));
    metadata.clock.advance(30_000);
    await metadata.watermark('people/persons', iso(60));
    await metadata.watermark('people/persons', iso(300));
    const [, freshness] = await ask();
    expect(freshness).toMatchObject({ status: 'OK', observed: 1.5, evidenceAgeSeconds: 0 });
    expect(await metadata.database.query('SELECT count(*) FROM watermark')).toEqual([{ count: 1 }]);
  });

  test.each([
    [{ product: 'people/nobody', eventTime: start }, 404, 'NOT_FOUND'],
    [{ product: 'people/persons', eventTime: '2999-01-01T00:00:00Z' }, 400, 'BAD_USER_INPUT'],
    [{ product: 'people/persons', eventTime: start, arrivedAt: '2999-01-01T00:00:00Z' }, 400, 'BAD_USER_INPUT'],
    [{ product: 'people/persons', eventTime: start, arrivedAt: '2026-01-01T00:00:00Z' }, 400, 'BAD_USER_INPUT'],
    [{ product: 'people/persons', eventTime: 'yesterday' }, 400, 'BAD_USER_INPUT'],
    [{ product: 'people/persons', eventTime: start, rows: -1 }, 400, 'BAD_USER_INPUT'],
    [{ product: 'people/persons', eventTime: start, extra: 1 }, 400, 'BAD_USER_INPUT'],
    [{ product: 'people/per\0sons', eventTime: start }, 400, 'BAD_USER_INPUT'],
    [null, 400, 'BAD_USER_INPUT'],
  ])('the report %j is refused', async (body, status, code) => {
    const answer = await metadata.send('POST', '/api/v1/watermarks', {
      token: await metadata.token('gordian:sla:write', { domains: ['people'] }),
      body,
    });
    expect([answer.status, answer.body.errors![0]!.extensions.code]).toEqual([status, code]);
  });

  test('a window must be a duration', async () => {
    const document =
      '{ dataProduct(urn: "gordian:product:people/persons") { slas { record(window: "P1M") { staleSeconds } } } }';
    expect((await refusal(document))[0]).toBe('BAD_USER_INPUT');
  });
});

describe('provenance next to the data', () => {
  const provenance = `provenance { product { name owners { name } } contract { version } status fresh ageSeconds recordUpdatedAt
    classification fields(only: ["region"]) { coordinate } sources }`;
  const entities = (representations: object[]) =>
    data(
      `query($r: [_Any!]!) { _entities(representations: $r) { ... on Person { id ${provenance} } ... on Sale { id ${provenance} } } }`,
      {
        r: representations,
      },
    ).then((answer) => answer._entities);

  test('an entity answers with the product that is its home, its contract, its age and its columns', async () => {
    const now = metadata.clock.now();
    await metadata.watermark('people/persons', new Date(now.getTime() - 240_000).toISOString());
    const [person, sale] = await entities([
      { __typename: 'Person', id: '1', updatedAt: '2026-02-01T00:00:00.000Z' },
      { __typename: 'Sale', id: '9' },
    ]);
    expect(person).toEqual({
      id: '1',
      provenance: {
        product: { name: 'Persons', owners: [{ name: 'People data' }] },
        contract: { version: '1.0.0' },
        status: 'OK',
        fresh: true,
        ageSeconds: 240,
        recordUpdatedAt: '2026-02-01T00:00:00.000Z',
        classification: 'CONFIDENTIAL',
        fields: [{ coordinate: 'Person.region' }],
        sources: [
          'postgres://people#people.person.full_name',
          'postgres://people#people.person.id',
          'postgres://people#people.person.nick',
          'postgres://people#people.person.region_code',
          'postgres://people#people.person.updated_at',
          'postgres://people#people.region.name',
          'postgres://sales#sales.sale.amount',
        ],
      },
    });
    expect(sale.provenance).toMatchObject({
      product: { name: 'Sales' },
      status: 'UNKNOWN',
      fresh: null,
      ageSeconds: null,
      recordUpdatedAt: null,
    });
  });

  test('a key by which a value is found is not one of its sources', async () => {
    const document = `{ _entities(representations: [{ __typename: "Person", id: "1" }]) { ... on Person {
      provenance { sources(only: ["spent"]) } } } }`;
    expect((await data(document))._entities[0].provenance.sources).toEqual(['postgres://sales#sales.sale.amount']);
  });

  test('a thousand rows cost one statement: the owner of their product', async () => {
    const rows = Array.from({ length: 1000 }, (_, id) => ({ __typename: 'Person', id: String(id) }));
    metadata.database.statements.splice(0);
    expect(await entities(rows)).toHaveLength(1000);
    expect(metadata.database.statements).toHaveLength(1);
  });

  test('lists of everything are batched: no statement per row', async () => {
    metadata.database.statements.splice(0);
    await data(`{ dataProducts { totalCount nodes { name domain { name owner { name members { subject } } contacts { url } products { totalCount nodes { name } } }
      owners { name } contracts { current { version odcs sdl } latest { version } versions { totalCount nodes { version } } }
      slas { status breachesAt record { staleSeconds } } entities } } }`);
    const repeated = metadata.database.statements.filter((text, index, all) => all.indexOf(text) !== index);
    // Windows of different lengths are different questions; here all have one length per product that promises freshness.
    expect(repeated).toEqual([]);
  });

  test('the products know which entities are theirs', async () => {
    const { dataProducts } = await data('{ dataProducts { nodes { name entities } } }');
    expect(dataProducts.nodes).toEqual([
      { name: 'Persons', entities: ['Person'] },
      { name: 'Metadata', entities: [] },
      { name: 'Best buyers', entities: [] },
      { name: 'Sales', entities: ['Sale'] },
    ]);
  });

  test('a report and a registration that one process takes are served by the others', async () => {
    const other = await metadata.startAnother(20);
    const document =
      '{ _entities(representations: [{ __typename: "Sale", id: "1" }]) { ... on Sale { provenance { contract { version } ageSeconds } } } }';
    const answerOfOther = async () => (await metadata.query(document, {}, other.url)).data._entities[0].provenance;
    expect(await answerOfOther()).toEqual({ contract: { version: '1.0.0' }, ageSeconds: null });
    await metadata.watermark('sales/sales', metadata.clock.now().toISOString());
    await metadata.register([sales('1.1.0')]);
    await expect.poll(answerOfOther, { timeout: 20_000 }).toEqual({ contract: { version: '1.1.0' }, ageSeconds: 0 });
    await other.close();
  });
});

test('without a gateway assertion there is no answer', async () => {
  const token = await metadata.token('gordian:contract:write');
  const body = { query: '{ domains { slug } }' };
  expect((await metadata.send('POST', '/graphql', { body })).status).toBe(401);
  expect((await metadata.send('POST', '/graphql', { body, token })).status).toBe(401);
});
