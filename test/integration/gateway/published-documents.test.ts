// Documents that clients have published to the registry, at a gateway that runs nothing else.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { buildArtefact } from '../../../schema/artefact.ts';
import { sendOperation } from '../../support/graphql-client.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { startStandaloneGateway } from '../../support/standalone-gateway.ts';
import { startTestIssuer, type TestIssuer } from '../../support/token-issuer.ts';

const patience = { timeout: 20_000, interval: 20 };

const ofShop = 'query OfShop { __typename }';
const ofDesk = 'query OfDesk { __typename }';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const artefact = buildArtefact({
  supergraphSdl: composeSmall({ small: { sdl: 'type Query { hello: String }', url: 'http://127.0.0.1:9/graphql' } }),
  classifications: new Map(),
  publishedAt: new Date(0),
});

let stateDirectory: string;
let registry: HttpStub;
let issuer: TestIssuer;
/** Null: the registry is away. */
let published: Readonly<Record<string, readonly string[]>> | null;

beforeAll(async () => {
  issuer = await startTestIssuer();
  registry = await startHttpStub(({ path, headers }) => {
    if (path === '/token') return { status: 200, body: { access_token: 'x', expires_in: 3_600 } };
    if (path.startsWith('/registry/supergraph')) return { status: 200, body: artefact };
    if (path !== '/operations/documents' || published === null) return { status: 503 };
    const version = sha256(JSON.stringify(published));
    if (headers['if-none-match'] === `"${version}"`) return { status: 304 };
    const documents = Object.entries(published).map(([document, clients]) => ({
      hash: sha256(document),
      document,
      clients,
    }));
    return { status: 200, body: { version, documents } };
  });
});
afterAll(async () => {
  await Promise.all([registry.close(), issuer.stop()]);
});

/** Each test has its own; it goes when the gateways of the test, which write to it, have stopped. */
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-published-'));
  stateDirectory = folder;
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

async function start(documents: object = {}) {
  const gateway = await startStandaloneGateway(
    '',
    {
      supergraph: { kind: 'registry', url: registry.url },
      service: { tokenUrl: `${registry.url}/token`, clientId: 'gateway' },
      authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] },
      policy: 'none',
      audit: { mode: 'off' },
      usage: { mode: 'off' },
      playground: { enabled: false },
      documents: { published: true, mode: 'only', pollIntervalMs: 20, ...documents },
      stateDirectory,
    },
    { env: { GORDIAN_CLIENT_SECRET: 'secret' } },
  );
  onTestFinished(() => gateway.close());
  return gateway;
}

/** `ok`, or the code. */
async function outcome(url: string, document: string, client: string | null): Promise<string> {
  const exp = Math.floor(Date.now() / 1_000) + 60;
  const claims = { iss: issuer.url, aud: 'gordian', sub: 'user', exp };
  const token = client === null ? {} : { token: await issuer.sign({ ...claims, azp: client }) };
  const { body } = await sendOperation(url, document, token);
  return body.errors?.[0].extensions.code ?? 'ok';
}

test('each client runs what it has published, and nothing else; what is published later is known without a restart', async () => {
  published = { [ofShop]: ['shop'] };
  const { url } = await start();
  expect(await outcome(url, ofShop, 'shop')).toBe('ok');
  expect(await outcome(url, ofShop, 'desk')).toBe('DOCUMENT_OF_ANOTHER_CLIENT');
  expect(await outcome(url, ofShop, null)).toBe('DOCUMENT_OF_ANOTHER_CLIENT');
  expect(await outcome(url, ofDesk, 'desk')).toBe('DOCUMENT_NOT_TRUSTED');

  published = { [ofShop]: ['shop'], [ofDesk]: ['desk'] };
  await vi.waitFor(async () => expect(await outcome(url, ofDesk, 'desk')).toBe('ok'), patience);
  published = { [ofDesk]: ['desk'] };
  await vi.waitFor(async () => expect(await outcome(url, ofShop, 'shop')).toBe('DOCUMENT_NOT_TRUSTED'), patience);
});

test('where it is set so, what one has published is for all', async () => {
  published = { [ofShop]: ['shop'] };
  const { url } = await start({ perClient: false });
  expect([await outcome(url, ofShop, 'desk'), await outcome(url, ofShop, null)]).toEqual(['ok', 'ok']);
});

test('while the registry is away, a gateway serves what it knew last, and one that never knew serves nothing', async () => {
  published = null;
  const ignorant = await start();
  expect(await outcome(ignorant.url, ofShop, 'shop')).toBe('NOT_READY');

  published = { [ofShop]: ['shop'] };
  await vi.waitFor(async () => expect(await outcome(ignorant.url, ofShop, 'shop')).toBe('ok'), patience);
  await vi.waitUntil(() => existsSync(join(stateDirectory, 'documents.json')), patience);
  published = null;
  const { url } = await start();
  expect(await outcome(url, ofShop, 'shop')).toBe('ok');
  expect(await outcome(url, ofDesk, 'shop')).toBe('DOCUMENT_NOT_TRUSTED');
});
