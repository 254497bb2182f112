// A whole system of two small subgraphs in one process: identity provider, protected subgraphs, registry document, gateway, all
// over real HTTP. Small enough to start in a second; the rules are the platform's own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type DemoIdentity, startDemoIdentity } from '../../../cli/demo-identity/demo-identity.ts';
import { readGatewayConfig } from '../../../gateway/config.ts';
import { createGateway } from '../../../gateway/create-gateway.ts';
import { createGatewayServer } from '../../../gateway/server.ts';
import { freePort } from '../../../kit/free-port.ts';
import { createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { silentLog } from '../../../kit/log.ts';
import { type SubgraphServer, serveSubgraph } from '../../../kit/serve-subgraph.ts';
import { type Resolvers, subgraphSchema } from '../../../kit/subgraph-schema.ts';
import { protectSubgraph } from '../../../policies/subgraph/protect-subgraph.ts';
import {
  buildArtefact,
  type Classification,
  type Classifications,
  type Sensitivity,
} from '../../../schema/artefact.ts';
import { composeSupergraph } from '../../../schema/compose.ts';
import { startHttpStub } from '../../support/http-stub.ts';
import { plannerWorker } from '../../support/planner-worker.ts';
import { createTestDatabase } from '../../support/postgres.ts';

export interface SmallMesh {
  readonly gatewayUrl: string;
  readonly subgraphUrls: Readonly<Record<'customers' | 'payments', string>>;
  readonly supergraphSdl: string;
  personaToken(id: string): Promise<string>;
  stop(): Promise<void>;
}

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])';

/** Values that must never appear where they are not allowed. */
export const canaries = {
  email: 'canary.email@example.com',
  phone: 'canary-phone',
  card: 'canary-card',
  ssn: 'canary-ssn',
  revenue: 4711.17,
};

const claire = {
  __typename: 'Customer',
  id: '1',
  name: 'Claire',
  email: canaries.email,
  phone: canaries.phone,
  ssn: canaries.ssn,
  region: 'EAST',
};

const domains: Record<'customers' | 'payments', { sdl: string; resolvers: Resolvers; levels: Record<string, string> }> =
  {
    customers: {
      sdl: `${link}
      type Query { customer(id: ID!): Customer customers(filter: CustomerFilter): [Customer!] }
      type Mutation { updateConsent(customerId: ID!): Customer }
      type Customer @key(fields: "id") { id: ID! name: String! email: String phone: String ssn: String region: String dateOfBirth: Date accountManager: AccountManager profile360: Customer360 }
      type AccountManager { id: ID! }
      scalar Date
      type Customer360 { lifetimeValue: Int riskScore: Float healthScore: Float }
      input CustomerFilter { name: String email: String }`,
      resolvers: {
        Query: { customer: () => claire, customers: () => [claire] },
        Mutation: { updateConsent: () => claire },
        Customer: {
          __resolveReference: (reference: object) => ({ ...claire, ...reference }),
          profile360: () => ({ lifetimeValue: 1, riskScore: 0.5 }),
        },
      },
      levels: {
        'Query.customer': 'INTERNAL',
        'Query.customers': 'INTERNAL',
        'Mutation.updateConsent': 'INTERNAL',
        'Customer.id': 'INTERNAL',
        'Customer.name': 'INTERNAL',
        'Customer.email': 'CONFIDENTIAL pii.email',
        'Customer.phone': 'CONFIDENTIAL pii.phone',
        'Customer.region': 'RESTRICTED',
        'Customer.dateOfBirth': 'CONFIDENTIAL pii.birthdate',
        'Customer.accountManager': 'INTERNAL',
        'AccountManager.id': 'INTERNAL',
        'Customer.profile360': 'INTERNAL',
        'Customer360.lifetimeValue': 'CONFIDENTIAL',
        'Customer360.riskScore': 'RESTRICTED',
        'Customer360.healthScore': 'RESTRICTED',
        'CustomerFilter.name': 'INTERNAL',
        'CustomerFilter.email': 'CONFIDENTIAL pii.email',
      },
    },
    payments: {
      sdl: `${link}
      type Query { payments: [Transaction!] }
      type Mutation { recordChargeback(id: ID!): CardPayment }
      interface Transaction { id: ID! amount: Float }
      type CardPayment implements Transaction @key(fields: "id") { id: ID! amount: Float card: String }
      type Refund implements Transaction @key(fields: "id") { id: ID! amount: Float }
      type Chargeback implements Transaction @key(fields: "id") { id: ID! amount: Float status: String }
      type Customer @key(fields: "id") { id: ID! region: String @external inRegion: String @requires(fields: "region") }`,
      resolvers: {
        Query: {
          payments: () => [
            { __typename: 'CardPayment', id: 'C', amount: canaries.revenue, card: canaries.card },
            { __typename: 'Refund', id: 'R', amount: 1 },
          ],
        },
        Mutation: { recordChargeback: () => ({ id: 'C', amount: 1, card: canaries.card }) },
        Transaction: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
        Customer: {
          __resolveReference: (reference: object) => reference,
          inRegion: ({ region }: { region?: string }) => (region ? `in ${region}` : null),
        },
      },
      levels: {
        'Query.payments': 'INTERNAL',
        'Mutation.recordChargeback': 'INTERNAL',
        'CardPayment.id': 'INTERNAL',
        'CardPayment.amount': 'CONFIDENTIAL',
        'CardPayment.card': 'RESTRICTED pci',
        'Refund.id': 'INTERNAL',
        'Refund.amount': 'INTERNAL',
        'Chargeback.id': 'INTERNAL',
        'Chargeback.amount': 'INTERNAL',
        'Chargeback.status': 'CONFIDENTIAL',
        'Customer.inRegion': 'INTERNAL',
      },
    },
  };

/** @param settings of the gateway, beside those of the mesh */
export async function startSmallMesh(settings: object = {}, env: NodeJS.ProcessEnv = {}): Promise<SmallMesh> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'gordian-mesh-'));
  const port = await freePort();
  const identity = await startDemoIdentity({
    port: 0,
    clients: [{ id: 'gateway', secret: 'only for tests', scopes: ['gordian:supergraph:read'] }],
  });
  const serve = ([name, { sdl, resolvers }]: [string, (typeof domains)['customers']]): Promise<SubgraphServer> =>
    serveSubgraph({
      name,
      schema: protectSubgraph(subgraphSchema(sdl, resolvers), { domain: name, classifications: classify() }),
      database,
      createLoaders: () => ({}),
      verifyAssertion: createAssertionVerifier({
        jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
        audience: name,
      }),
      port: 0,
      log: silentLog,
    });
  const [customers, payments] = (await Promise.all(Object.entries(domains).map(serve))) as [
    SubgraphServer,
    SubgraphServer,
  ];
  const supergraphSdl = compose({ customers: customers.url, payments: payments.url });
  const artefact = buildArtefact({ supergraphSdl, classifications: classify(), publishedAt: new Date() });
  const registry = await startHttpStub(() => ({ status: 200, body: artefact }));
  const gateway = await createGateway(
    readGatewayConfig(writeConfig(folder, identity, registry.url, settings), {
      GORDIAN_CLIENT_SECRET: 'only for tests',
      ...env,
    }),
    silentLog,
    plannerWorker(),
  );
  const server = createGatewayServer(gateway);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    gatewayUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    subgraphUrls: { customers: customers.url, payments: payments.url },
    supergraphSdl,
    personaToken: (id) => tokenOf(identity, id),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway.generations.stop();
      await gateway.audit.stop();
      await Promise.all([customers.close(), payments.close(), registry.close(), identity.close()]);
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeConfig(
  folder: string,
  { issuer, audience, jwksUrl, tokenUrl }: DemoIdentity,
  registryUrl: string,
  more: object,
): string {
  const file = join(folder, 'gateway.yaml');
  const settings = {
    supergraph: { kind: 'registry', url: registryUrl, pollIntervalMs: 60_000 },
    service: { tokenUrl, clientId: 'gateway' },
    authentication: { issuers: [{ issuer, audience, jwksUrl }] },
    playground: { enabled: false },
    stateDirectory: join(folder, 'state'),
    ...more,
  };
  writeFileSync(file, stringify(settings));
  return file;
}

function compose(urls: Readonly<Record<string, string>>): string {
  const composition = composeSupergraph(
    Object.entries(domains).map(([name, { sdl }]) => ({
      name,
      sdl,
      url: `${urls[name]}/graphql`,
      file: `${name}.graphql`,
    })),
  );
  if (!composition.ok) throw new Error(composition.problems.map(({ message }) => message).join('\n'));
  return composition.supergraphSdl;
}

/** `Customer.ssn` is in no contract. */
function classify(): Classifications {
  const entries = Object.entries(domains).flatMap(([domain, { levels }]) =>
    Object.entries(levels).map(([coordinate, text]): [string, Classification] => {
      const [level, ...tags] = text.split(' ');
      return [coordinate, { level: level as Sensitivity, tags, product: `${domain}/small`, domain, rowFiltered: true }];
    }),
  );
  return new Map(entries);
}

async function tokenOf({ tokenUrl }: DemoIdentity, persona: string): Promise<string> {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'persona', persona }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
