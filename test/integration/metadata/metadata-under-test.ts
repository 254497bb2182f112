// The metadata subgraph as it runs: real Postgres, real HTTP, tokens signed by an issuer with a JWKS, and assertions
// signed as the gateway signs them. Only time is ours.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { request } from 'undici';
import type { Caller } from '../../../kit/caller.ts';
import { type AdvancingClock, advancingClock } from '../../../kit/clock.ts';
import { createAssertionSigner, createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { silentLog } from '../../../kit/log.ts';
import { type SubgraphServer, serveSubgraph } from '../../../kit/serve-subgraph.ts';
import type { Problem } from '../../../schema/problem.ts';
import type { SubgraphFolder } from '../../../schema/subgraph-folders.ts';
import { createMetadataSubgraph, type IdentitySettings } from '../../../subgraphs/metadata/metadata-subgraph.ts';
import { forDocument } from '../../support/gateway-keys.ts';
import { guardedAtRest } from '../../support/guarded-at-rest.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createMetadataDatabase } from '../../support/seeded-database.ts';

export const start = '2026-03-01T12:00:00.000Z';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
}

export interface RegistryAnswer {
  readonly code?: string;
  readonly status?: string;
  readonly artefact?: { readonly id: string; readonly publishedAt: string };
  readonly contracts?: readonly { readonly product: string; readonly version: string; readonly isNew: boolean }[];
  readonly problems?: readonly Problem[];
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export interface GraphqlAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

export interface MetadataUnderTest {
  readonly url: string;
  readonly database: TestDatabase;
  readonly clock: AdvancingClock;
  token(scope: string, claims?: JWTPayload): Promise<string>;
  send<Body = RegistryAnswer>(method: 'GET' | 'POST', path: string, options?: SendOptions): Promise<Answer<Body>>;
  register(folders: readonly SubgraphFolder[], sourceRevision?: string, url?: string): Promise<Answer<RegistryAnswer>>;
  watermark(product: string, eventTime: string, more?: object): Promise<Answer<RegistryAnswer>>;
  query(document: string, variables?: object, url?: string): Promise<GraphqlAnswer>;
  /** The same as somebody else. */
  queryAs(caller: Caller, document: string, variables?: object, url?: string): Promise<GraphqlAnswer>;
  /** Another process on the same database. */
  startAnother(followIntervalMs: number): Promise<SubgraphServer>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly token?: string;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const issuer = 'https://identity.test';
const audience = 'gordian';

export async function startMetadata(settings: Partial<IdentitySettings> = {}): Promise<MetadataUnderTest> {
  const database = await createMetadataDatabase({ maxConnections: 10 });
  const clock = advancingClock(start);
  const identity = await generateKeyPair('EdDSA');
  const identityKey: JWK = { ...(await exportJWK(identity.publicKey)), kid: 'identity', alg: 'EdDSA' };
  const gateway = await createAssertionSigner();
  const identityServer = await serveJson({ keys: [identityKey] });
  const gatewayServer = await serveJson(gateway.jwks());

  const startServer = async (followIntervalMs: number) => {
    const metadata = createMetadataSubgraph(clock, followIntervalMs, false);
    const { schema, guard } = await guardedAtRest(metadata);
    return serveSubgraph({
      name: metadata.name,
      schema,
      database,
      createLoaders: metadata.createLoaders,
      verifyAssertion: createAssertionVerifier({ jwksUrl: urlOf(gatewayServer), audience: metadata.name }),
      port: 0,
      clock,
      log: silentLog,
      routes: (app, services) =>
        metadata.routes(
          app,
          { ...services, guard },
          { ISSUER: issuer, AUDIENCE: audience, JWKS_URL: urlOf(identityServer), ...settings },
        ),
    });
  };
  // No statements but those of the test.
  const server = await startServer(3_600_000);

  const token = (scope: string, claims: JWTPayload = {}) =>
    new SignJWT({ iss: issuer, aud: audience, sub: 'client', azp: 'pipeline', scope, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'identity' })
      .setIssuedAt()
      .setExpirationTime(claims.exp ?? '5m')
      .sign(identity.privateKey);
  const send: MetadataUnderTest['send'] = async (method, path, options = {}) => {
    const answer = await request(new URL(path, server.url), {
      method,
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.text === undefined ? {} : { body: options.text }),
    });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    return { status: answer.statusCode, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };

  const queryAs: MetadataUnderTest['queryAs'] = async (caller, document, variables = {}, url = server.url) => {
    const assertion = await gateway.sign({
      audience: 'metadata',
      caller,
      internal: [],
      policyVersion: 'test',
      operation: forDocument(document),
    });
    const answer = await send<GraphqlAnswer>('POST', `${url}/graphql`, {
      token: assertion,
      body: { query: document, variables },
    });
    return answer.body;
  };

  return {
    url: server.url,
    database,
    clock,
    token,
    send,
    register: async (folders, sourceRevision = 'abc123', url = server.url) =>
      send('POST', `${url}/registry/register`, {
        token: await token('gordian:contract:write', { domains: '*' }),
        body: { subgraphs: folders.map(submission), sourceRevision },
      }),
    watermark: async (product, eventTime, more = {}) =>
      send('POST', '/api/v1/watermarks', {
        token: await token('gordian:sla:write', { domains: [product.split('/')[0]] }),
        body: { product, eventTime, ...more },
      }),
    query: (document, variables, url) => queryAs(steward, document, variables, url),
    queryAs,
    startAnother: startServer,
    close: async () => {
      await server.close();
      identityServer.close();
      gatewayServer.close();
      await database.drop();
    },
  };
}

export const steward: Caller = {
  subject: 'steward',
  client: 'portal',
  scopes: new Set(),
  roles: new Set(),
  claims: {},
  purpose: null,
  expiresAt: null,
};

function submission({ name, file, sdl, contracts }: SubgraphFolder) {
  return { name, url: `http://127.0.0.1:9999/${name}`, sdl, sdlFile: file, contracts };
}

async function serveJson(body: unknown): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
}
