// Two subgraphs with rules over rows and a gateway before them, all over real HTTP and by one policy folder; what the gateway sends is
// kept, so that a test can send it again.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { silentLog } from '../../../kit/log.ts';
import { type SubgraphServer, serveSubgraph } from '../../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';
import { guardOf, type SubgraphGuard } from '../../../policies/subgraph/subgraph-guard.ts';
import { noDemands } from '../../../schema/access-directives.ts';
import { buildArtefact, type Classification, type Classifications } from '../../../schema/artefact.ts';
import { composeSupergraph } from '../../../schema/compose.ts';
import { type ClientAnswer, sendBody, sendOperation } from '../../support/graphql-client.ts';
import { type HttpStub, type StubRequest, startHttpStub } from '../../support/http-stub.ts';
import { copyPolicyFolder } from '../../support/policy-folder.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { startStandaloneGateway } from '../../support/standalone-gateway.ts';
import { nowSeconds, startTestIssuer } from '../../support/token-issuer.ts';

type Name = keyof typeof subgraphs;

export interface RowMesh {
  /** As a caller with these claims. */
  ask(claims: object, query: string, variables?: object): Promise<ClientAnswer>;
  /** What the gateway has sent to a subgraph since the last time. */
  sent(name: Name): StubRequest[];
  /** Past the gateway. */
  send(name: Name, body: string, headers: StubRequest['headers']): Promise<ClientAnswer>;
  stop(): Promise<void>;
}

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])';

const people = [
  { id: '1', name: 'Ann', region: 'EAST', phone: 'phone-of-ann', email: 'ann@example.com' },
  { id: '2', name: 'Bob', region: 'WEST', phone: 'phone-of-bob', email: 'bob@example.com' },
];
const orders = [
  { id: 'A', amount: 10 },
  { id: 'B', amount: 904_171 },
];
const byId = <Row extends { id: string }>(rows: readonly Row[], id: string) =>
  rows.find((row) => row.id === id) ?? null;

const subgraphs = {
  people: {
    sdl: `type Query { customers: [Customer!]! customer(id: ID!): Customer }
      type Mutation { rename(id: ID!, name: String!): Customer }
      type Customer @key(fields: "id") { id: ID! name: String! region: String phone: String email: String }`,
    resolvers: {
      Query: { customers: () => people, customer: (_: unknown, { id }: { id: string }) => byId(people, id) },
      Mutation: { rename: (_: unknown, { id }: { id: string }) => byId(people, id) },
      Customer: { __resolveReference: ({ id }: { id: string }) => byId(people, id) },
    },
  },
  trade: {
    sdl: `type Query { orders: [Order!]! order(id: ID!): Order }
      type Order @key(fields: "id") { id: ID! amount: Int! customer: Customer! }
      type Customer @key(fields: "id") {
        id: ID! region: String @external discount: Int @requires(fields: "region") bestOrder: Order total: Int
      }`,
    resolvers: {
      Query: { orders: () => orders, order: (_: unknown, { id }: { id: string }) => byId(orders, id) },
      Order: {
        __resolveReference: ({ id }: { id: string }) => byId(orders, id),
        customer: ({ id }: { id: string }) => ({ id: id === 'A' ? '1' : '2' }),
      },
      Customer: {
        discount: ({ region }: { region?: string }) => ({ EAST: 10, WEST: 20 })[region ?? ''] ?? null,
        bestOrder: ({ id }: { id: string }) => (id === '1' ? orders[0] : orders[1]),
        total: ({ id }: { id: string }) => Number(id) * 1_007_331,
      },
    },
  },
};

/** `total` asks what only the other subgraph knows, so only the gateway can ask it. */
const rules = `
  import { abovePublicNeedsACaller } from './guardrails/above-public-needs-a-caller.ts';
  import { unclassifiedIsClosed } from './guardrails/unclassified-is-closed.ts';
  import { email } from './masks/email.ts';
  import { and, or, rule } from './shield.ts';
  import { hasScope } from './vocabulary.ts';
  const sameRegion = rule('people.sameRegion', { cache: 'no_cache', fragment: '... on Customer { region }' })(
    ({ region }, _args, { caller }) => region === caller.claims.region,
  );
  const sameRegionForTrade = rule('trade.sameRegion', { cache: 'no_cache', fragment: '... on Customer { region }' })(
    ({ region }, _args, { caller }) => region === caller.claims.region,
  );
  const small = rule('trade.small', { cache: 'no_cache', fragment: '... on Order { amount }' })(
    ({ amount }, _args, { caller }) => amount <= Number(caller.claims.limit),
  );
  const people = {
    subgraph: 'people', domain: 'people',
    rules: { Customer: { region: sameRegion, phone: sameRegion } },
    masks: { Customer: { email: { unless: hasScope('people:email:read'), with: email } } },
  };
  const trade = {
    subgraph: 'trade', domain: 'trade',
    rules: { Customer: { total: sameRegionForTrade } }, masks: {}, rows: { Order: or(hasScope('trade:all'), small) },
  };
  export const repositoryRules = {
    guardrails: [unclassifiedIsClosed, abovePublicNeedsACaller], domains: [people, trade],
  };`;

const inTrade = /^(Order|Query\.orders?|Customer\.(discount|bestOrder|total))/;

const classifications: Classifications = new Map(
  [
    ...['customers', 'customer', 'orders', 'order'].map((field) => `Query.${field}`),
    'Mutation.rename',
    ...['id', 'name', 'region', 'phone', 'email', 'discount', 'bestOrder', 'total'].map((field) => `Customer.${field}`),
    ...['id', 'amount', 'customer'].map((field) => `Order.${field}`),
  ].map((coordinate): [string, Classification] => {
    const domain = inTrade.test(coordinate) ? 'trade' : 'people';
    return [coordinate, { level: 'INTERNAL', tags: [], product: `${domain}/rows`, domain, rowFiltered: true }];
  }),
);

export async function startRowMesh(): Promise<RowMesh> {
  const [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  const files = copyPolicyFolder();
  files.write('rules.ts', rules);
  rmSync(join(files.path, 'golden.txt'));

  let jwksUrl = '';
  const serve = async (name: Name): Promise<SubgraphServer> => {
    const { sdl, resolvers } = subgraphs[name];
    const guard: SubgraphGuard = await guardOf(name)({
      directory: files.path,
      follow: false,
      golden: 'require',
      keptIn: null,
      region: null,
      log: silentLog,
    });
    const open = subgraphSchema(`${link}\n${sdl}`, resolvers);
    let schema = open;
    await guard.serveBy(async (protect) => {
      schema = await protect(open, { classifications, demands: noDemands });
    });
    let verify: ReturnType<typeof createAssertionVerifier> | null = null;
    const verifyAssertion = (header: string | undefined) => {
      verify ??= createAssertionVerifier({ jwksUrl, audience: name });
      return verify(header);
    };
    return serveSubgraph({
      name,
      schema,
      database,
      createLoaders: () => ({}),
      verifyAssertion,
      port: 0,
      log: silentLog,
    });
  };
  const servers = { people: await serve('people'), trade: await serve('trade') };
  const watched = { people: await watch(servers.people.url), trade: await watch(servers.trade.url) };
  const registry = await startHttpStub(({ path }) => {
    if (path === '/token') return { status: 200, body: { access_token: 'x', expires_in: 3_600 } };
    const supergraphSdl = compose({ people: watched.people.url, trade: watched.trade.url });
    return { status: 200, body: buildArtefact({ supergraphSdl, classifications, publishedAt: new Date() }) };
  });
  const gateway = await startStandaloneGateway(
    '',
    {
      supergraph: { kind: 'registry', url: registry.url, pollIntervalMs: 60_000 },
      service: { tokenUrl: `${registry.url}/token`, clientId: 'gateway' },
      authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] },
      policy: { directory: files.path },
      playground: { enabled: false },
    },
    { env: { GORDIAN_CLIENT_SECRET: 'secret' } },
  );
  jwksUrl = `${gateway.url}/.well-known/jwks.json`;

  return {
    ask: async (claims, query, variables) => {
      const standing = { iss: issuer.url, aud: 'gordian', sub: 'ann', exp: nowSeconds() + 600 };
      return sendOperation(gateway.url, query, { token: await issuer.sign({ ...standing, ...claims }), variables });
    },
    sent: (name) => (watched[name].requests as StubRequest[]).splice(0),
    send: (name, body, { authorization }) => sendBody(servers[name].url, body, { authorization: authorization! }),
    async stop() {
      await gateway.close();
      await Promise.all([...Object.values(watched), registry, ...Object.values(servers)].map((each) => each.close()));
      await Promise.all([issuer.stop(), database.drop()]);
      files.remove();
    },
  };
}

/** Stands before a subgraph and keeps what it is asked. */
function watch(url: string): Promise<HttpStub> {
  return startHttpStub(async ({ body, headers }) => {
    const { status, body: answer } = await sendBody(url, body, { authorization: headers.authorization! });
    return { status, body: answer };
  });
}

function compose(urls: Record<Name, string>): string {
  const composition = composeSupergraph(
    (Object.keys(subgraphs) as Name[]).map((name) => ({
      name,
      sdl: `${link}\n${subgraphs[name].sdl}`,
      url: `${urls[name]}/graphql`,
      file: `${name}.graphql`,
    })),
  );
  if (!composition.ok) throw new Error(composition.problems.map(({ message }) => message).join('\n'));
  return composition.supergraphSdl;
}
