// What a reload campaign runs on: the gateway and the metadata service as processes of their own, real Postgres, an identity provider,
// two subgraphs, a policy folder, and an open-loop client.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { stringify } from 'yaml';
import { freePort } from '../../kit/free-port.ts';
import { packageFile } from '../../kit/package-files.ts';
import { createDatabase, type Database } from '../../kit/postgres.ts';
import { provisionDomain } from '../../kit/provision-domain.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../support/json-lines-process.ts';
import { copyPolicyFolder, type PolicyFolder } from '../support/policy-folder.ts';
import { startVersionedSubgraphs, type VersionedSubgraphs } from './versioned-subgraphs.ts';

export interface ReloadWorldOptions {
  /** Administrator's URL of a database that is empty. */
  readonly databaseUrl: string;
  /** Of the compiled processes. */
  readonly compiled: string;
}

export interface Answers {
  readonly sent: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** [status, generation, one, two, nick, codes] as JSON, and how often. */
  readonly answers: readonly (readonly [string, number])[];
}

export interface ReloadWorld {
  readonly gatewayUrl: string;
  readonly gateway: JsonLinesProcess;
  readonly policies: PolicyFolder;
  readonly subgraphs: VersionedSubgraphs;
  /** Of the registry, for what no registry would publish. */
  readonly database: Database;
  /** @returns what the registry answered; throws when it refused */
  post(
    path: string,
    body: object,
  ): Promise<{ readonly registration: number; readonly artefact: { readonly id: string } }>;
  /** @returns ends the load and tells what came back */
  load(perSecond: number): () => Promise<Answers>;
  close(): Promise<void>;
}

const password = 'reload';

/** Rules under which everything is open, and one field as open as they say. */
export function rulesFor(nick: 'allow' | 'deny', comment = ''): string {
  return `// ${comment}
import { unclassifiedIsClosed } from './guardrails/unclassified-is-closed.ts';
import { allow, deny } from './shield.ts';
export const repositoryRules = {
  guardrails: [unclassifiedIsClosed],
  domains: [{ subgraph: 'alpha', domain: 'alpha', masks: {}, rules: { Item: { nick: ${nick} } } }],
};
`;
}

export async function startReloadWorld({ databaseUrl, compiled }: ReloadWorldOptions): Promise<ReloadWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-reload-'));
  const policies = copyPolicyFolder();
  policies.write('rules.ts', rulesFor('allow'));
  rmSync(join(policies.path, 'golden.txt'));
  const subgraphs = await startVersionedSubgraphs();
  const identity = await startIdentity();
  const [metadataPort, gatewayPort] = [await freePort(), await freePort()];
  const metadataUrl = `http://127.0.0.1:${metadataPort}`;
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  const domainUrl = await provisionDomain(databaseUrl, { domain: 'metadata', password });
  const metadata = startJsonLinesProcess({
    args: [join(compiled, 'subgraphs/metadata/main.js'), '--migrate'],
    cwd: packageFile('.'),
    env: {
      GORDIAN_PORT: String(metadataPort),
      GORDIAN_DATABASE_URL: domainUrl,
      GORDIAN_GATEWAY_JWKS_URL: `${gatewayUrl}/.well-known/jwks.json`,
      GORDIAN_ISSUER: identity.url,
      GORDIAN_AUDIENCE: 'gordian',
      GORDIAN_JWKS_URL: `${identity.url}/jwks`,
    },
  });
  await metadata.event('listening');
  const post: ReloadWorld['post'] = async (path, body) => {
    const answer = await fetch(`${metadataUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await identity.token()}` },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  await post('/registry/register', subgraphs.registration(0));
  const gateway = await startGateway({
    folder,
    compiled,
    metadataUrl,
    gatewayPort,
    policies,
    tokenUrl: `${identity.url}/token`,
  });
  const database = createDatabase({ url: domainUrl, applicationName: 'reload', maxConnections: 2 });
  return {
    ...{ gatewayUrl, gateway, policies, subgraphs, database, post },
    load: (perSecond) => startLoad(gatewayUrl, perSecond),
    async close() {
      gateway.kill('SIGTERM');
      await gateway.ended;
      metadata.kill('SIGTERM');
      await metadata.ended;
      await database.close();
      await Promise.all([subgraphs.close(), identity.close()]);
      policies.remove();
      rmSync(folder, { recursive: true });
    },
  };
}

interface GatewayPlace {
  readonly folder: string;
  readonly compiled: string;
  readonly metadataUrl: string;
  readonly gatewayPort: number;
  readonly policies: PolicyFolder;
  readonly tokenUrl: string;
}

async function startGateway(place: GatewayPlace): Promise<JsonLinesProcess> {
  const { folder, compiled, metadataUrl, gatewayPort, policies, tokenUrl } = place;
  const configFile = join(folder, 'gateway.yaml');
  writeFileSync(
    configFile,
    stringify({
      server: { port: gatewayPort, drainDelayMs: 0 },
      // So that whatever is served at once was pushed.
      supergraph: { kind: 'registry', url: metadataUrl, pollIntervalMs: 60_000 },
      service: { tokenUrl, clientId: 'gateway' },
      policy: { directory: policies.path },
      playground: { enabled: false },
      audit: { mode: 'off' },
      // That it refuses what it cannot do in time is shown elsewhere.
      admission: { maxLoopLagMs: 60_000, maxOperations: 100_000 },
      stateDirectory: folder,
    }),
  );
  const gateway = startJsonLinesProcess({
    args: [
      '--import',
      packageFile('test/reload/loop-probe.mjs'),
      join(compiled, 'gateway/main.js'),
      '--config',
      configFile,
    ],
    env: { GORDIAN_CLIENT_SECRET: 'secret' },
  });
  await gateway.event('listening');
  return gateway;
}

function startLoad(url: string, perSecond: number): () => Promise<Answers> {
  const client = fork(packageFile('test/reload/open-loop-client.mjs'), [url, String(perSecond)]);
  return async () => {
    client.send('stop');
    const [answers] = (await once(client, 'message')) as [Answers];
    return answers;
  };
}

interface Identity {
  readonly url: string;
  /** Of whoever may do everything. */
  token(): Promise<string>;
  close(): Promise<void>;
}

async function startIdentity(): Promise<Identity> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'key', alg: 'EdDSA' }];
  const scope = 'gordian:supergraph:read gordian:grants:read gordian:usage:write gordian:contract:write';
  const token = () =>
    new SignJWT({ sub: 'everybody', azp: 'everybody', scope, domains: '*' })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'key' })
      .setIssuer(url)
      .setAudience('gordian')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  const server = createServer(async (request, response) => {
    request.resume();
    const body = request.url === '/jwks' ? { keys } : { access_token: await token(), expires_in: 3_600 };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
