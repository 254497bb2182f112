// The subgraph of docs/guides/plain-subgraph, in which there is nothing of our kit: registered with the real registry, reached through the
// real gateway, joined with a subgraph of the kit.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { silentLog } from '../../../kit/log.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { type SubgraphServer, serveSubgraph } from '../../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';
import type { StandingSnapshot } from '../../../schema/standing.ts';
import { forDocument, type GatewayKeys, serveGatewayKeys } from '../../support/gateway-keys.ts';
import { sendBody, sendOperation } from '../../support/graphql-client.ts';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../support/json-lines-process.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';

const folder = packageFile('docs/guides/plain-subgraph');
const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');

const placesSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  type Query { places: [Place!] }
  type Place { name: String! sensor: Sensor }
  type Sensor @key(fields: "id", resolvable: false) { id: ID! }`;
const placesContract = `
apiVersion: v3.1.0
kind: DataContract
id: places/places
name: Places
version: 1.0.0
status: active
domain: places
team: { name: Facilities, members: [{ username: ada.nowak, role: owner }] }
schema:
  - { name: Query, properties: [{ name: places, logicalType: array, classification: public }] }
  - name: Place
    properties:
      - { name: name, logicalType: string, required: true, classification: public }
      - { name: sensor, logicalType: object, classification: public }
`;

let metadata: MetadataUnderTest;
let stub: HttpStub;
let gateway: StandaloneGateway;
let plain: JsonLinesProcess;
let plainUrl: string;
let places: SubgraphServer;
let strangers: GatewayKeys;

beforeAll(async () => {
  metadata = await startMetadata();
  strangers = await serveGatewayKeys();
  // Tokens of the gateway, and its keys: they are asked for when it runs, by processes that have to run before it.
  stub = await startHttpStub(async ({ path }) => ({
    status: 200,
    body:
      path === '/token'
        ? { access_token: await metadata.token('gordian:supergraph:read'), expires_in: 300 }
        : gateway.gateway.signer.jwks(),
  }));
  const jwksUrl = `${stub.url}/.well-known/jwks.json`;
  places = await servePlaces(jwksUrl);
  plain = startJsonLinesProcess({ args: [`${folder}/server.mjs`], env: { GATEWAY_JWKS_URL: jwksUrl } });
  plainUrl = (await plain.event('listening')).url as string;
  await register([
    { name: 'places', url: `${places.url}/graphql`, sdl: placesSdl, contract: placesContract },
    { name: 'sensors', url: `${plainUrl}/graphql`, sdl: read('schema.graphql'), contract: read('contract.yaml') },
  ]);
  gateway = await startStandaloneGateway(
    '',
    {
      supergraph: { kind: 'registry', url: metadata.url },
      service: { tokenUrl: `${stub.url}/token`, clientId: 'gateway' },
      policy: { golden: 'ignore' },
      audit: { mode: 'off' },
      admission: { maxLoopLagMs: 60_000 },
    },
    { env: { GORDIAN_CLIENT_SECRET: 'secret' } },
  );
});

afterAll(async () => {
  plain?.kill('SIGTERM');
  await gateway?.close();
  await Promise.all([places?.close(), stub?.close(), strangers?.close()]);
  await metadata?.close();
});

interface Registered {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  readonly contract: string;
}

async function register(subgraphs: readonly Registered[]): Promise<void> {
  const { body } = await metadata.send('POST', '/registry/register', {
    token: await metadata.token('gordian:contract:write', { domains: '*' }),
    body: {
      sourceRevision: 'test',
      subgraphs: subgraphs.map(({ contract, ...subgraph }) => ({
        ...subgraph,
        sdlFile: 'schema.graphql',
        contracts: [{ file: 'contract.yaml', text: contract }],
      })),
    },
  });
  expect(body).toMatchObject({ status: 'published' });
}

function servePlaces(jwksUrl: string): Promise<SubgraphServer> {
  const resolvers = { Query: { places: () => [{ name: 'Attic', sensor: { id: 'T-1' } }] } };
  return serveSubgraph({
    name: 'places',
    schema: subgraphSchema(placesSdl, resolvers),
    database: metadata.database,
    createLoaders: () => ({}),
    verifyAssertion: createAssertionVerifier({ jwksUrl, audience: 'places' }),
    port: 0,
    log: silentLog,
  });
}

test('its fields are answered through the gateway, at the root and behind another subgraph', async () => {
  const { body } = await sendOperation(
    gateway.url,
    'query ($id: ID!) { sensor(id: $id) { unit lastValue } places { name sensor { unit lastValue } } none: sensor(id: "T-9") { id } }',
    { variables: { id: 'T-2' } },
  );
  expect(body).toEqual({
    data: {
      sensor: { unit: '°C', lastValue: null },
      places: [{ name: 'Attic', sensor: { unit: '°C', lastValue: 21.5 } }],
      none: null,
    },
  });
});

describe('whoever is not the gateway is refused', () => {
  const query = '{ sensor(id: "T-1") { unit } }';
  const ask = (authorization?: string, sent = query) =>
    sendBody(plainUrl, JSON.stringify({ query: sent }), authorization === undefined ? {} : { authorization });
  /** As the gateway signs, unless told otherwise. */
  const signed = async (more: object = {}) =>
    `Bearer ${await gateway.gateway.signer.sign({
      audience: 'sensors',
      caller: {
        subject: null,
        client: null,
        scopes: new Set(),
        roles: new Set(),
        claims: {},
        purpose: null,
        expiresAt: null,
      },
      internal: [],
      policyVersion: 'test',
      operation: forDocument(query),
      ...more,
    })}`;

  test('what the gateway signs is answered, or the refusals below would say nothing', async () => {
    expect((await ask(await signed())).body).toEqual({ data: { sensor: { unit: '°C' } } });
  });

  test.each<[string, () => Promise<string | undefined>, string?]>([
    ['no assertion', async () => undefined],
    ['what is no token', async () => 'Bearer x.y'],
    ['the signature of another key', () => strangers.authorizationFor('sensors', forDocument(query))],
    ['an assertion for another subgraph', () => signed({ audience: 'places' })],
    ['an assertion for another document', () => signed(), '{ sensor(id: "T-2") { unit } }'],
  ])('%s', async (_what, authorization, sent) => {
    const { status, body } = await ask(await authorization(), sent);
    expect(status).toBe(401);
    expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });
});

test('it is healthy, and says how far its data reaches', async () => {
  expect(await (await fetch(`${plainUrl}/health`)).json()).toEqual({ status: 'ok' });
  const reporting = startJsonLinesProcess({
    args: [`${folder}/server.mjs`],
    env: {
      GATEWAY_JWKS_URL: stub.url,
      METADATA_URL: metadata.url,
      METADATA_TOKEN: await metadata.token('gordian:sla:write', { domains: 'sensors' }),
    },
  });
  expect(await reporting.event('listening')).toMatchObject({ watermark: 202 });
  reporting.kill('SIGTERM');
  // How products stand is read once a second at most, and the gateway of this test has asked.
  metadata.clock.advance(2_000);
  const { body } = await metadata.send<StandingSnapshot>('GET', '/registry/standing', {
    token: await metadata.token('gordian:supergraph:read'),
  });
  const sensors = body.products.find(({ id }) => id === 'sensors/sensors');
  expect(sensors?.freshness).toContainEqual(
    expect.objectContaining({ element: '', newest: '2026-02-28T12:00:00.000Z' }),
  );
});
