// The keys by which a subgraph knows its gateway: they change, they cannot be read for a while, and nobody is let in or kept out for it
// who should not be.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anonymous } from '../../../kit/caller.ts';
import {
  type AssertionSigner,
  createAssertionSigner,
  createAssertionVerifier,
} from '../../../kit/gateway-assertion.ts';
import { silentLog } from '../../../kit/log.ts';
import { type SubgraphServer, serveSubgraph } from '../../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';
import { forDocument } from '../../support/gateway-keys.ts';
import { sendBody } from '../../support/graphql-client.ts';
import { type HttpStub, type StubAnswer, startHttpStub } from '../../support/http-stub.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const query = '{ who }';
const outage: StubAnswer = { status: 503, body: { error: 'down' } };
const patience = { timeout: 10_000, interval: 100 };

let database: TestDatabase;
let jwks: HttpStub;
let served: StubAnswer;
let server: SubgraphServer;

beforeEach(async () => {
  database = await createTestDatabase();
  jwks = await startHttpStub(() => served);
  server = await serveSubgraph({
    name: 'greetings',
    schema: subgraphSchema('type Query { who: String }', { Query: { who: () => 'you' } }),
    database,
    createLoaders: () => ({}),
    verifyAssertion: createAssertionVerifier({ jwksUrl: jwks.url, audience: 'greetings' }),
    port: 0,
    log: silentLog,
  });
});

afterEach(async () => {
  await server.close();
  await jwks.close();
  await database.drop();
});

async function startGateway(): Promise<AssertionSigner> {
  const signer = await createAssertionSigner();
  served = { status: 200, body: signer.jwks() };
  return signer;
}

let asked = 0;

/** Each as another caller, so that no assertion is known already. */
async function ask(signer: AssertionSigner): Promise<string> {
  const assertion = await signer.sign({
    audience: 'greetings',
    caller: { ...anonymous, subject: `caller ${++asked}` },
    internal: [],
    policyVersion: 'test',
    operation: forDocument(query),
  });
  const { status, body } = await sendBody(server.url, JSON.stringify({ query }), {
    authorization: `Bearer ${assertion}`,
  });
  return body.errors ? `${status} ${body.errors[0].extensions.code}` : `${status} ${body.data.who}`;
}

test('a gateway that has restarted is known by its new key, and its old key is worth nothing', async () => {
  const before = await startGateway();
  expect(await ask(before)).toBe('200 you');
  const after = await startGateway();
  await expect.poll(() => ask(after), patience).toBe('200 you');
  expect(await ask(before)).toBe('401 UNAUTHENTICATED');
});

test('keys that are known go on while they cannot be read, and a new key is a fault and no refusal', async () => {
  const known = await startGateway();
  expect(await ask(known)).toBe('200 you');
  const unknown = await createAssertionSigner();
  served = outage;
  expect(await ask(known)).toBe('200 you');
  await expect.poll(() => ask(unknown), patience).toBe('503 KEYS_UNAVAILABLE');
  expect(await ask(known)).toBe('200 you');
  served = { status: 200, body: unknown.jwks() };
  await expect.poll(() => ask(unknown), patience).toBe('200 you');
});

test('a subgraph that starts during an outage answers as soon as it is over', async () => {
  const gateway = await startGateway();
  served = outage;
  expect(await ask(gateway)).toBe('503 KEYS_UNAVAILABLE');
  served = { status: 200, body: gateway.jwks() };
  await expect.poll(() => ask(gateway), patience).toBe('200 you');
});

test('two gateways with one configured key are known by either', async () => {
  const privateKey = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const [one, two] = [await createAssertionSigner({ privateKey }), await createAssertionSigner({ privateKey })];
  served = { status: 200, body: one.jwks() };
  expect([await ask(one), await ask(two)]).toEqual(['200 you', '200 you']);
});

test.each<[string, StubAnswer]>([
  ['a page', { status: 200, body: 'hello' }],
  ['an empty set', { status: 200, body: { keys: [] } }],
  ['nothing at all', { status: 200 }],
])('%s in place of the keys is a fault', async (_what, answer) => {
  const gateway = await startGateway();
  served = answer;
  expect(await ask(gateway)).toBe('503 KEYS_UNAVAILABLE');
});
