// A subgraph follows the policy folder while it serves: over real HTTP, under load, with a subscription that goes on.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventQueue } from '../../../kit/event-queue.ts';
import { createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { createLog } from '../../../kit/log.ts';
import { type SubgraphServer, serveSubgraph } from '../../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';
import { type GuardOptions, guardOf, type SubgraphGuard } from '../../../policies/subgraph/subgraph-guard.ts';
import { noDemands } from '../../../schema/access-directives.ts';
import { forDocument, type GatewayKeys, serveGatewayKeys } from '../../support/gateway-keys.ts';
import { sendBody } from '../../support/graphql-client.ts';
import { copyPolicyFolder, type PolicyFolder } from '../../support/policy-folder.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { callerWith } from '../../support/small-policy.ts';
import { connectSocket } from '../../support/socket-client.ts';

const sdl = `
  type Query { thing: Thing }
  type Subscription { told: Thing }
  type Thing { open: String secret: String }
`;
const levels = { level: 'INTERNAL', tags: [], product: 'orders/small', domain: 'orders' } as const;
const facts = {
  classifications: new Map(
    ['Query.thing', 'Subscription.told', 'Thing.open', 'Thing.secret'].map((coordinate) => [coordinate, levels]),
  ),
  demands: noDemands,
};
const thing = { open: 'open', secret: 'told' };
const query = '{ thing { open secret } }';
const caller = callerWith({ scopes: ['orders:a'] });
const patience = { timeout: 15_000, interval: 20 };

let database: TestDatabase;
let keys: GatewayKeys;
let files: PolicyFolder;
let events: EventQueue<object>;
let lines: string[];
let running: { guard: SubgraphGuard; server: SubgraphServer }[];

beforeEach(async () => {
  [database, keys] = await Promise.all([createTestDatabase(), serveGatewayKeys()]);
  files = copyPolicyFolder();
  events = new EventQueue({ maxEvents: 100, maxBytes: 1_000, sizeOf: () => 1, tooSlow: () => new Error('too slow') });
  lines = [];
  running = [];
  writeRule("hasScope('orders:b')");
});

afterEach(async () => {
  for (const { guard, server } of running) {
    guard.stop();
    await server.close();
  }
  await keys.close();
  await database.drop();
  files.remove();
});

/** Of `Thing.secret`. */
function writeRule(rule: string): void {
  files.write(
    'domains/orders.ts',
    `import { hasScope } from '../vocabulary.ts';
     export const orders = { subgraph: 'orders', domain: 'orders', rules: { Thing: { secret: ${rule} } }, masks: {} };`,
  );
}

async function serve(options: Partial<GuardOptions> = {}): Promise<SubgraphServer> {
  const log = createLog({ name: 'orders', destination: { write: (line) => void lines.push(line) } });
  const guard = await guardOf('orders')({
    directory: files.path,
    follow: true,
    golden: 'require',
    keptIn: null,
    region: null,
    log,
    ...options,
  });
  const open = subgraphSchema(sdl, {
    Query: { thing: () => thing },
    Subscription: { told: { subscribe: () => events, resolve: (event: object) => event } },
  });
  let server: SubgraphServer | null = null;
  let latest = open;
  await guard.serveBy(async (protect) => {
    latest = await protect(open, facts);
    await server?.replaceSchema(latest);
  });
  server = await serveSubgraph({
    name: 'orders',
    schema: latest,
    database,
    createLoaders: () => ({}),
    verifyAssertion: createAssertionVerifier({ jwksUrl: keys.jwksUrl, audience: 'orders' }),
    port: 0,
    log,
  });
  running.push({ guard, server });
  return server;
}

async function secretOf(server: SubgraphServer): Promise<unknown> {
  const authorization = await keys.authorizationFor('orders', forDocument(query), caller);
  const { status, data } = await sendBody(server.url, JSON.stringify({ query }), { authorization });
  return status === 200 ? (data as unknown as { thing: { secret: unknown } }).thing.secret : `status ${status}`;
}

const told = (event: string) => lines.filter((line) => line.includes(`"event":"${event}"`)).length;

test('a rule that changes serves within moments, and no request fails meanwhile', async () => {
  const server = await serve();
  expect(await secretOf(server)).toBeNull();
  const answers = new Set<unknown>();
  let isOver = false;
  const load = (async () => {
    while (!isOver) answers.add(await secretOf(server));
  })();
  writeRule("hasScope('orders:a')");
  await expect.poll(() => secretOf(server), patience).toBe('told');
  isOver = true;
  await load;
  expect([...answers].filter((answer) => answer !== null && answer !== 'told')).toEqual([]);
});

test('a subscription goes on, and its next event is judged by the new rules', async () => {
  writeRule("hasScope('orders:a')");
  const server = await serve();
  const subscription = 'subscription { told { open secret } }';
  const authorization = await keys.authorizationFor('orders', forDocument(subscription), caller);
  const client = await connectSocket(server.url, undefined, { headers: { authorization } });
  client.subscribe('1', subscription);
  events.push(thing);
  expect((await client.next()).payload.data).toEqual({ told: thing });
  writeRule("hasScope('orders:b')");
  await expect.poll(() => secretOf(server), patience).toBeNull();
  events.push(thing);
  const { payload } = await client.next();
  expect([payload.data, payload.errors[0].extensions.code]).toEqual([
    { told: { open: 'open', secret: null } },
    'FORBIDDEN',
  ]);
  client.close();
});

describe('rules that cannot serve leave the last good ones, and the log says so:', () => {
  test.each<[string, () => void]>([
    ['half a file', () => files.write('domains/orders.ts', 'export const orders = { subgraph:')],
    ['a rule for a field that is not there', () => files.edit('domains/orders.ts', 'secret:', 'sceret:')],
    ['a rule that is undefined', () => files.edit('domains/orders.ts', "hasScope('orders:b')", 'undefined')],
    ['a table that says otherwise', () => files.write('golden.txt', 'nothing of a table')],
  ])('%s', async (_name, damage) => {
    const server = await serve();
    damage();
    await expect.poll(() => told('policy.refused'), patience).toBe(1);
    expect(await secretOf(server)).toBeNull();
    writeRule("hasScope('orders:a')");
    files.write('golden.txt', 'coordinate  classification  passes\n');
    await expect.poll(() => secretOf(server), patience).toBe('told');
  });
});

test('a start with broken files serves by the rules that served last', async () => {
  const keptIn = `${files.path}.kept.json`;
  await serve({ keptIn });
  files.write('domains/orders.ts', 'broken (');
  const server = await serve({ keptIn });
  expect(await secretOf(server)).toBeNull();
  expect(told('policy.refused')).toBeGreaterThan(0);
});

test('a start with broken files and nothing kept fails, and says where', async () => {
  files.write('domains/orders.ts', 'broken (');
  await expect(serve()).rejects.toThrow(/orders\.ts/);
});

test('a gateway that applies other rules is told of once for each of them, and answered by our own rules', async () => {
  const server = await serve();
  const ask = async (policyVersion: string) => {
    const authorization = await keys.authorizationFor('orders', forDocument(query), caller, { policyVersion });
    return sendBody(server.url, JSON.stringify({ query }), { authorization });
  };
  for (const version of ['one', 'one', 'two', 'one']) {
    const { data, body } = await ask(version);
    expect([data, body.errors[0].extensions.code]).toEqual([{ thing: { open: 'open', secret: null } }, 'FORBIDDEN']);
  }
  expect(lines.filter((line) => line.includes('policy.differs')).map((line) => JSON.parse(line).gateway)).toEqual([
    'one',
    'two',
  ]);
});
