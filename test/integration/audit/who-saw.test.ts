// From a request at the gateway to the answer of who saw what: real rules, real spool, real Postgres.
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';
import { type SmallMesh, startSmallMesh } from '../policies/small-mesh.ts';
import { serveTokens, type TokenServer } from './audited-gateway.ts';

const key = 'a key that is long enough for a test';
const auditor: Caller = { ...anonymous, subject: 'auditor', scopes: new Set(['gordian:audit:read']) };
const span = 'from: "2020-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z"';

let metadata: MetadataUnderTest;
let tokens: TokenServer;
let mesh: SmallMesh;

beforeAll(async () => {
  metadata = await startMetadata({ AUDIT_KEY: key });
  tokens = await serveTokens(() => metadata.token('gordian:audit:write'));
  mesh = await startSmallMesh(
    {
      audit: { mode: 'on', sinkUrl: metadata.url, deliverEveryMs: 20 },
      service: { tokenUrl: tokens.url, clientId: 'gateway' },
    },
    { GORDIAN_AUDIT_KEY: key },
  );
});
afterAll(async () => {
  await mesh?.stop();
  await tokens?.close();
  await metadata?.close();
});

async function ask(persona: string, document: string): Promise<string> {
  const { headers, body } = await request(`${mesh.gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await mesh.personaToken(persona)}` },
    body: JSON.stringify({ query: document }),
  });
  await body.dump();
  return String(headers['x-request-id']);
}

/** The entry of a request, once the gateway has delivered it. */
async function entryOf(id: string, action = 'operation.answered') {
  const found = () =>
    metadata.queryAs(
      auditor,
      `query($id: String!, $action: String!) { auditEvents(filter: { requestId: $id, action: $action }) { nodes { actor action payload decisions } } }`,
      { id, action },
    );
  await expect.poll(async () => (await found()).data?.auditEvents?.nodes.length, { timeout: 10_000 }).toBe(1);
  const [entry] = (await found()).data.auditEvents.nodes;
  return { ...entry, payload: JSON.parse(entry.payload), decisions: JSON.parse(entry.decisions ?? 'null') };
}

async function whoSaw(coordinate: string) {
  const { data } = await metadata.queryAs(
    auditor,
    `{ whoSaw(coordinate: "${coordinate}", ${span}) { actor verdict } }`,
    {},
  );
  return data.whoSaw;
}

async function whoSawCustomer(id: string) {
  const { data } = await metadata.queryAs(
    auditor,
    `{ whoSawEntity(type: "Customer", key: "${id}", ${span}) { actor verdict } }`,
    {},
  );
  return data.whoSawEntity;
}

describe('an operation', () => {
  test('leaves who, what, by which rules and from where, and no value', async () => {
    const id = await ask('analyst', '{ customer(id: "1") { name email } }');
    const { actor, payload, decisions } = await entryOf(id);
    expect(actor).toBe('user|analyst');
    expect(payload).toMatchObject({ id, client: 'playground', outcome: 'answered', subgraphs: ['customers'] });
    expect(decisions).toMatchObject({
      kind: 'query',
      shown: ['Query.customer', 'Customer.name'],
      denied: { 'Customer.email': { code: 'FORBIDDEN' } },
    });
    expect(decisions.policy).toMatch(/^[0-9a-f]{12}/);
    expect(decisions.schema).toMatch(/^[0-9a-f]{64}$/);
    const rows = await metadata.database.query<{ text: string }>('SELECT payload::text AS text FROM audit');
    expect(rows.map(({ text }) => text).join()).not.toMatch(/Claire|canary/);
  });

  test('that reads what is RESTRICTED is on record before it is fetched', async () => {
    const id = await ask('fraud-analyst', '{ payments { ... on CardPayment { card } } }');
    await entryOf(id);
    const rows = await metadata.database.query<{ action: string }>(
      'SELECT action FROM audit WHERE request_id = $1 ORDER BY seq',
      [id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['operation.intended', 'operation.answered']);
  });

  test('that is refused leaves its code, and its caller', async () => {
    const id = await ask('analyst', '{ nothing }');
    const { actor, payload } = await entryOf(id, 'operation.refused');
    expect([actor, payload.code]).toEqual(['user|analyst', 'GRAPHQL_VALIDATION_FAILED']);
  });
});

describe('a search', () => {
  const found = async (filter: object) => {
    const { data, errors } = await metadata.queryAs(
      auditor,
      'query ($filter: AuditFilter) { auditEvents(filter: $filter, first: 100) { nodes { requestId } } }',
      { filter },
    );
    expect(errors).toBeUndefined();
    return data.auditEvents.nodes.map(({ requestId }: { requestId: string }) => requestId);
  };

  test('finds operations by client, by name and by what was judged, also where it was not shown', async () => {
    const denied = await ask('analyst', 'query Denied { customer(id: "1") { name email } }');
    const shown = await ask('app', 'query Shown { customer(id: "1") { name } }');
    await entryOf(denied);
    await entryOf(shown);
    expect(await found({ operation: 'Denied' })).toEqual([denied]);
    expect(await found({ operation: 'Shown', client: 'web-shop' })).toEqual([shown]);
    expect(await found({ operation: 'Shown', client: 'playground' })).toEqual([]);
    expect(await found({ coordinate: 'Customer.email', operation: 'Denied' })).toEqual([denied]);
    expect(await found({ coordinate: 'Customer.email' })).not.toContain(shown);
    expect(await found({ coordinate: 'Customer.nothing' })).toEqual([]);
  });
});

describe('who saw', () => {
  test('a field: whoever was shown it, and whoever was shown a mask', async () => {
    await entryOf(await ask('steward', '{ customer(id: "1") { email } }'));
    await entryOf(await ask('app', '{ customer(id: "1") { email } }'));
    expect(await whoSaw('Customer.email')).toEqual([
      { actor: 'service|web-shop', verdict: 'MASKED' },
      { actor: 'user|steward', verdict: 'SHOWN' },
    ]);
    expect(await whoSaw('Customer.ssn')).toEqual([]);
  });

  test('a customer: whoever was shown something protected of it, also without asking for its key', async () => {
    await entryOf(await ask('steward', '{ customers { shown: phone } }'));
    const { payload } = await entryOf(await ask('analyst', '{ customer(id: "1") { id name } }'));
    expect(payload.entities).toBeUndefined();
    expect(await whoSawCustomer('1')).toEqual([{ actor: 'user|steward', verdict: 'SHOWN' }]);
    expect(await whoSawCustomer('2')).toEqual([]);
  });

  test('is for auditors only', async () => {
    const { data, errors } = await metadata.query(`{ whoSaw(coordinate: "Customer.email", ${span}) { actor } }`);
    expect([data?.whoSaw ?? null, errors?.[0]?.extensions?.code]).toEqual([null, 'FORBIDDEN']);
  });
});
