// Next to the data, with nothing in between: a gateway, the metadata service on Postgres and a domain, over real HTTP.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../../../../kit/clock.ts';
import { insertWatermark, productIdByUrn } from '../../../../subgraphs/metadata/freshness/queries.ts';
import { sendBody } from '../../../support/graphql-client.ts';
import { type AccessMesh, startAccessMesh } from '../../access/access-mesh.ts';

let mesh: AccessMesh;

beforeAll(async () => {
  mesh = await startAccessMesh();
  await vi.waitUntil(() => mesh.gateway.standing?.known(), { timeout: 20_000 });
});
afterAll(() => mesh.close());

async function ask(query: string, headers: Record<string, string> = {}, variables: object = {}) {
  const authorization = `Bearer ${await mesh.tokenFor('ann')}`;
  return (await sendBody(mesh.url, JSON.stringify({ query, variables }), { authorization, ...headers })).body;
}

async function report(ageMinutes: number): Promise<void> {
  const now = systemClock.now();
  const productId = (await productIdByUrn(mesh.database, 'gordian:product:staff/people'))!;
  await insertWatermark(mesh.database, {
    productId,
    element: '',
    arrivedAt: now,
    reportedAt: now,
    eventTime: new Date(now.getTime() - ageMinutes * 60_000),
    rows: null,
    runId: null,
    reportedBy: 'test',
  });
  const newest = () => mesh.gateway.standing!.known()!.products.get('staff/people')?.freshness[0]?.newest;
  await vi.waitUntil(() => newest() !== undefined, { timeout: 10_000 });
}

test('how old data may be is enforced by what its domain has reported', async () => {
  const query = '{ person(id: "1") { nick @fresh(within: "PT15M") } }';
  expect((await ask(query)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  await report(20);
  expect((await ask(query)).errors).toMatchObject([
    { path: ['person', 'nick'], extensions: { code: 'STALE_DATA', product: 'staff/people' } },
  ]);
  expect((await ask(query.replace('PT15M', 'PT1H'))).data).toEqual({ person: { nick: 'Bo' } });
});

test('an answer tells its contract, and a pin of another one refuses it', async () => {
  const query = '{ person(id: "1") { nick } }';
  const { extensions } = await ask(query, { 'x-gordian-metadata': 'summary' });
  expect(extensions.gordian.metadata).toMatchObject({
    complete: true,
    products: [{ product: 'staff/people', contract: { version: '1.0.0', status: 'ACTIVE' } }],
  });
  const refused = await ask(query, { 'x-gordian-contract': 'staff/people@^2' });
  expect(refused.errors).toMatchObject([{ extensions: { code: 'CONTRACT_MISMATCH', inForce: '1.0.0' } }]);
});

test('what stands behind a record is in the same query', async () => {
  const { data } = await ask(
    '{ person(id: "1") { nick provenance { product { name } contract { version } freshness { element } openIncidents { id } } } }',
  );
  expect(data.person.provenance).toEqual({
    product: { name: 'People' },
    contract: { version: '1.0.0' },
    freshness: [],
    openIncidents: [],
  });
});

test('an operation is explained by the rules that the gateway asks', async () => {
  const document = '{ person(id: "1") { nick badge } }';
  const explained = await ask(
    'query($document: String!) { explainOperation(document: $document) { fields { coordinate access } } }',
    {},
    { document },
  );
  const asked = await ask(document, { 'x-gordian-metadata': 'summary' });
  expect(explained.data.explainOperation.fields).toContainEqual({ coordinate: 'Person.badge', access: 'DENY' });
  expect(asked.extensions.gordian.metadata.denied).toEqual(['Person.badge']);
});
