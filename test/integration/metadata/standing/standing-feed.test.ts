// What the registry tells gateways of how products stand, over real HTTP and Postgres. Pins, deprecations and incidents are put
// where their areas keep them: what is told of them does not depend on how they came there.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ProductStanding, StandingSnapshot } from '../../../../schema/standing.ts';
import { type MetadataUnderTest, start, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, people, twoDomains } from '../two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  expect((await metadata.register([...twoDomains(), metadataFolder()])).body.status).toBe('published');
});
afterAll(() => metadata.close());
// What was read a moment ago would be told again.
beforeEach(() => metadata.clock.advance(1_000));

async function ask(headers: Record<string, string> = {}, scope = 'gordian:supergraph:read') {
  const token = await metadata.token(scope);
  return metadata.send<StandingSnapshot>('GET', '/registry/standing', { token, headers });
}

async function product(id: string): Promise<ProductStanding> {
  return (await ask()).body.products.find((one) => one.id === id)!;
}

const secondsAfterStart = (seconds: number) => new Date(Date.parse(start) + seconds * 1_000).toISOString();

test('every product is told with its contract in force, even before anybody has reported', async () => {
  const { body } = await ask();
  expect(body.products.map(({ id }) => id)).toEqual([
    'people/persons',
    'platform/metadata',
    'sales/best-buyers',
    'sales/sales',
  ]);
  expect(body.products[0]).toEqual({
    id: 'people/persons',
    version: '1.0.0',
    status: 'ACTIVE',
    latest: '1.0.0',
    health: 'UNKNOWN',
    openIncidents: 0,
    freshness: [{ element: 'Person.updatedAt', promiseSeconds: 600, newest: null }],
    deprecations: expect.any(Array),
    pins: [],
  });
});

test('only a gateway may ask', async () => {
  expect((await metadata.send('GET', '/registry/standing')).status).toBe(401);
  expect((await ask({}, 'gordian:sla:write')).status).toBe(403);
});

test('what has not changed is not sent again', async () => {
  const { headers } = await ask();
  metadata.clock.advance(1_000);
  expect((await ask({ 'if-none-match': String(headers.etag) })).status).toBe(304);
  await metadata.watermark('sales/sales', secondsAfterStart(-30));
  metadata.clock.advance(1_000);
  const changed = await ask({ 'if-none-match': String(headers.etag) });
  expect([changed.status, changed.headers.etag === headers.etag]).toEqual([200, false]);
});

test('a report about the whole product counts for its parts, and one about a part for that part', async () => {
  await metadata.watermark('people/persons', secondsAfterStart(-120));
  await metadata.watermark('people/persons', secondsAfterStart(-60), { element: 'Person.name' });
  metadata.clock.advance(1_000);
  expect((await product('people/persons')).freshness).toEqual([
    { element: '', promiseSeconds: null, newest: secondsAfterStart(-120) },
    { element: 'Person.name', promiseSeconds: null, newest: secondsAfterStart(-60) },
    { element: 'Person.updatedAt', promiseSeconds: 600, newest: secondsAfterStart(-120) },
  ]);
});

test('open incidents are counted until they are resolved', async () => {
  const [{ id }] = (await metadata.database.query(
    `INSERT INTO incident (product_id, dedupe, severity, title, state, opened_at)
     SELECT id, 'test', 'MAJOR', 'Late', 'OPEN', now() FROM product WHERE urn = 'gordian:product:sales/sales' RETURNING id`,
  )) as [{ id: string }];
  expect((await product('sales/sales')).openIncidents).toBe(1);
  await metadata.database.query(`UPDATE incident SET state = 'RESOLVED', resolved_at = now() WHERE id = $1`, [id]);
  metadata.clock.advance(1_000);
  expect((await product('sales/sales')).openIncidents).toBe(0);
});

test('pins and deprecations are told with the product that they are about', async () => {
  await metadata.database.query(
    `INSERT INTO contract_pin (contract_id, consumer, range, pinned_by, pinned_at)
     SELECT contract.id, 'shop', '^1', 'ada', now() FROM contract JOIN product ON product.id = contract.product_id
     WHERE product.urn = 'gordian:product:people/persons'`,
  );
  await metadata.database.query(
    `INSERT INTO field_deprecation (coordinate, reason, replacement, since, sunset_at, origin, declared_by)
     VALUES ('Person.region', 'Too coarse.', 'Person.name', now(), '2027-01-01T00:00:00Z', 'REGISTRY', 'ada')`,
  );
  const { pins, deprecations } = await product('people/persons');
  expect(pins).toEqual([{ consumer: 'shop', range: '^1' }]);
  expect(deprecations).toContainEqual({
    coordinate: 'Person.region',
    reason: 'Too coarse.',
    replacement: 'Person.name',
    sunsetAt: '2027-01-01T00:00:00.000Z',
  });
});

test('a version that follows is told', async () => {
  await metadata.register([people('1.1.0')]);
  metadata.clock.advance(1_000);
  expect(await product('people/persons')).toMatchObject({ version: '1.1.0', latest: '1.1.0' });
});
