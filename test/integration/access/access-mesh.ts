// A whole system around access, in one process and over real HTTP: two identity providers (one for people, one for services),
// the metadata service on Postgres, a domain, and a gateway that follows what is granted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { stringify } from 'yaml';
import { startDemoIdentity } from '../../../cli/demo-identity/demo-identity.ts';
import { readGatewayConfig } from '../../../gateway/config.ts';
import { createGateway } from '../../../gateway/create-gateway.ts';
import type { Gateway } from '../../../gateway/gateway.ts';
import { createGatewayServer } from '../../../gateway/server.ts';
import { systemClock } from '../../../kit/clock.ts';
import { freePort } from '../../../kit/free-port.ts';
import { createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { silentLog } from '../../../kit/log.ts';
import { serveSubgraph } from '../../../kit/serve-subgraph.ts';
import { createServiceToken } from '../../../kit/service-token.ts';
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';
import { protectSubgraph } from '../../../policies/subgraph/protect-subgraph.ts';
import { classificationsOf } from '../../../schema/contract/classifications.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { createMetadataSubgraph } from '../../../subgraphs/metadata/metadata-subgraph.ts';
import { guardedAtRest } from '../../support/guarded-at-rest.ts';
import { plannerWorker } from '../../support/planner-worker.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createMetadataDatabase } from '../../support/seeded-database.ts';
import { nowSeconds, startTestIssuer } from '../../support/token-issuer.ts';
import { staff } from '../metadata/access/guarded-domain.ts';
import { metadataFolder } from '../metadata/two-domains.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';

export interface AccessMesh {
  readonly url: string;
  readonly gateway: Gateway;
  readonly database: TestDatabase;
  /** Between the gateway and what it follows. */
  readonly forwarder: Forwarder;
  /** The value of the header `authorization`. */
  tokenFor(subject: string, claims?: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

const badge = 'canary-badge-4711';
const patience = { planning: { budgetMs: 20_000, waitMs: 20_000 }, admission: { maxLoopLagMs: 20_000 } };
const clients = [
  {
    id: 'gateway',
    secret: 'only for tests',
    scopes: ['gordian:supergraph:read', 'gordian:grants:read', 'gordian:usage:write'],
  },
  { id: 'registrar', secret: 'only for tests', scopes: ['gordian:contract:write'], domains: ['*'] },
];

/** @param grants of the gateway's configuration */
export async function startAccessMesh(grants: object = {}): Promise<AccessMesh> {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-access-'));
  const database = await createMetadataDatabase({ maxConnections: 10 });
  const [services, people, port] = await Promise.all([
    startDemoIdentity({ port: 0, clients }),
    startTestIssuer(),
    freePort(),
  ]);
  const common = { database, port: 0, log: silentLog };
  const verifierFor = (audience: string) =>
    createAssertionVerifier({ jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`, audience });

  const metadata = createMetadataSubgraph(systemClock, 3_600_000);
  const guarded = await guardedAtRest(metadata);
  const metadataServer = await serveSubgraph({
    ...common,
    name: 'metadata',
    schema: guarded.schema,
    createLoaders: metadata.createLoaders,
    verifyAssertion: verifierFor('metadata'),
    routes: (app, own) =>
      metadata.routes(
        app,
        { ...own, guard: guarded.guard },
        { ISSUER: services.issuer, AUDIENCE: services.audience, JWKS_URL: services.jwksUrl },
      ),
  });
  const folderOfStaff = staff();
  const contracts = folderOfStaff.contracts.map(({ text, file }) => readContract(text, file).contract!);
  const staffServer = await serveSubgraph({
    ...common,
    name: 'staff',
    schema: protectSubgraph(
      subgraphSchema(folderOfStaff.sdl, { Query: { person: () => ({ id: '1', nick: 'Bo', badge }) } }),
      {
        domain: 'staff',
        classifications: classificationsOf(contracts),
      },
    ),
    createLoaders: () => ({}),
    verifyAssertion: verifierFor('staff'),
  });
  const urls: Record<string, string> = { staff: staffServer.url, metadata: metadataServer.url };
  await register(metadataServer.url, services.tokenUrl, urls);

  const forwarder = await startForwarder(metadataServer.url);
  const configFile = join(folder, 'gateway.yaml');
  writeFileSync(
    configFile,
    stringify({
      supergraph: { kind: 'registry', url: metadataServer.url, pollIntervalMs: 60_000 },
      service: { tokenUrl: services.tokenUrl, clientId: 'gateway' },
      authentication: { issuers: [{ issuer: people.url, audience: 'gordian', jwksUrl: people.jwksUrl }] },
      policy: { golden: 'ignore' },
      playground: { enabled: false },
      stateDirectory: join(folder, 'state'),
      grants: { url: forwarder.url, ...grants },
      ...patience,
    }),
  );
  const config = readGatewayConfig(configFile, { GORDIAN_CLIENT_SECRET: 'only for tests' });
  const gateway = await createGateway(config, silentLog, plannerWorker());
  const server = createGatewayServer(gateway);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${port}`,
    gateway,
    database,
    forwarder,
    tokenFor: async (subject, claims = {}) =>
      people.sign({ iss: people.url, aud: 'gordian', sub: subject, azp: 'app', exp: nowSeconds() + 3_600, ...claims }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      const { grants, generations, usage, standing } = gateway;
      await Promise.all([grants.stop(), generations.stop(), usage.stop(), standing?.stop()]);
      await Promise.all([forwarder.close(), metadataServer.close(), staffServer.close()]);
      await Promise.all([services.close(), people.stop()]);
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function register(metadataUrl: string, tokenUrl: string, urls: Record<string, string>): Promise<void> {
  const accessToken = createServiceToken({ tokenUrl, clientId: 'registrar', clientSecret: 'only for tests' });
  const subgraphs = [staff(), metadataFolder()].map(({ name, sdl, file, contracts }) => ({
    name,
    url: `${urls[name]}/graphql`,
    sdl,
    sdlFile: file,
    contracts,
  }));
  const answer = await fetch(`${metadataUrl}/registry/register`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subgraphs, sourceRevision: 'test' }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
