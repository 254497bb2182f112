// Subscriptions of a subgraph over real sockets and a real Postgres: what an event may see, and what ends the events.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { anonymous, type Caller } from '../../../kit/caller.ts';
import { advancingClock } from '../../../kit/clock.ts';
import { type BoundOperation, createAssertionVerifier } from '../../../kit/gateway-assertion.ts';
import { silentLog } from '../../../kit/log.ts';
import { type SubgraphContext, type SubgraphServer, serveSubgraph } from '../../../kit/serve-subgraph.ts';
import { subgraphSchema } from '../../../kit/subgraph-schema.ts';
import { changes } from '../../support/changes.ts';
import { forDocument, forRequest, type GatewayKeys, serveGatewayKeys } from '../../support/gateway-keys.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { connectSocket, openSocket, type RefusedHandshake, type SocketClient } from '../../support/socket-client.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  type Query { nothing: Int }
  type Subscription { said: Said }
  type Said { text: String, loaders: Int, broken: String, extra(a: Int): Int }
`;

const clock = advancingClock('2026-01-15T10:00:00Z');
let database: TestDatabase;
let keys: GatewayKeys;
let server: SubgraphServer;
let loadersMade = 0;
let listeners = 0;
const listening = changes(() => listeners);

const resolvers = {
  Subscription: {
    said: {
      subscribe: async (_: unknown, _args: unknown, { database }: SubgraphContext) => {
        const events = await database.listen('said', (payload) => (payload === 'leave out' ? undefined : payload));
        listeners += 1;
        listening.changed();
        return events;
      },
      resolve: (text: string) => ({ text }),
    },
  },
  Said: {
    loaders: (_: unknown, _args: unknown, { loaders }: SubgraphContext<number>) => loaders,
    broken: () => {
      throw new Error('SELECT secret');
    },
  },
};

beforeAll(async () => {
  database = await createTestDatabase();
  keys = await serveGatewayKeys();
  server = await start();
});

afterEach(() => {
  listeners = 0;
});

afterAll(async () => {
  await server.close();
  await keys.close();
  await database.drop();
});

function start(): Promise<SubgraphServer> {
  return serveSubgraph({
    name: 'talk',
    schema: subgraphSchema(sdl, resolvers),
    database,
    createLoaders: () => {
      loadersMade += 1;
      return loadersMade;
    },
    verifyAssertion: createAssertionVerifier({ jwksUrl: keys.jwksUrl, audience: 'talk' }),
    port: 0,
    bodyLimitBytes: 2_000,
    clock,
    log: silentLog,
  });
}

const text = 'subscription { said { text } }';
const said = 'subscription ($a: Int) { said { text extra(a: $a) } }';

async function connected(query = text, caller: Caller = anonymous, { url } = server): Promise<SocketClient> {
  const authorization = await keys.authorizationFor('talk', forDocument(query), caller);
  return connectSocket(url, undefined, { headers: { authorization } });
}

async function subscribed(query = 'subscription { said { text loaders } }', caller?: Caller): Promise<SocketClient> {
  const client = await connected(query, caller);
  client.subscribe('1', query);
  await listening.until((count) => count > 0);
  return client;
}

const say = (text: string) => database.query("SELECT pg_notify('said', $1)", [text]);

test('events arrive in order, each resolved with loaders of its own, and only those that are wanted', async () => {
  const client = await subscribed();
  for (const text of ['one', 'leave out', 'two']) await say(text);
  const [one, two] = [(await client.next()).payload.data.said, (await client.next()).payload.data.said];
  expect([one.text, two.text]).toEqual(['one', 'two']);
  expect(two.loaders).toBeGreaterThan(one.loaders);
  client.close();
});

test('an error of a resolver is masked', async () => {
  const client = await subscribed('subscription { said { broken } }');
  await say('anything');
  const { payload } = await client.next();
  expect(payload).toMatchObject({ data: { said: { broken: null } }, errors: [{ extensions: { code: 'INTERNAL' } }] });
  expect(JSON.stringify(payload)).not.toContain('secret');
  client.close();
});

test('a lost connection to the database ends the events with an error, and a new subscription listens again', async () => {
  const client = await subscribed(text);
  await database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%-listen'");
  expect((await client.next()).payload.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
  expect((await client.next()).type).toBe('complete');
  client.subscribe('2', text);
  await listening.until((count) => count === 2);
  await say('again');
  expect((await client.next()).payload.data.said.text).toBe('again');
  client.close();
});

test('no event is resolved for a caller whose token has expired', async () => {
  const caller = { ...anonymous, subject: 'somebody', expiresAt: clock.now().getTime() / 1_000 + 10 };
  const client = await subscribed(undefined, caller);
  await say('in time');
  expect((await client.next()).payload.data.said.text).toBe('in time');
  clock.advance(11_000);
  await say('too late');
  expect((await client.next()).payload).toEqual({
    errors: [{ message: 'The token of the caller has expired.', extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect((await client.next()).type).toBe('complete');
  client.close();
});

test.each<[string, BoundOperation, object, boolean]>([
  ['its document, whatever its variables', forDocument(said), { query: said, variables: { a: 1 } }, true],
  [
    'its request',
    forRequest(JSON.stringify({ query: said, variables: { a: 1 } })),
    { query: said, variables: { a: 1 } },
    true,
  ],
  ['no other document', forDocument(said), { query: 'subscription { said { broken } }' }, false],
  [
    'no other variables',
    forRequest(JSON.stringify({ query: said, variables: { a: 1 } })),
    { query: said, variables: { a: 2 } },
    false,
  ],
])('an assertion is good for %s', async (_what, operation, payload, isGood) => {
  const authorization = await keys.authorizationFor('talk', operation);
  const client = await connectSocket(server.url, undefined, { headers: { authorization } });
  const before = listeners;
  client.send({ id: '1', type: 'subscribe', payload });
  if (isGood) await listening.until((count) => count > before);
  else
    expect(await client.next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  expect(listeners).toBe(isGood ? before + 1 : before);
  client.close();
});

test('a message larger than a body may be closes the connection', async () => {
  const client = await connected();
  client.sendText(' '.repeat(2_001));
  expect((await client.closed).code).toBe(1009);
});

test('the handshake needs the assertion, and the path', async () => {
  const refused = (await openSocket(server.url).catch((error: unknown) => error)) as RefusedHandshake;
  expect(refused.status).toBe(401);
  const headers = { authorization: await keys.authorizationFor('another subgraph', forDocument(text)) };
  const forAnother = (await openSocket(server.url, { headers }).catch((error: unknown) => error)) as RefusedHandshake;
  expect(forAnother.status).toBe(401);
});

test('a subgraph that stops tells its subscribers, and is not held back by them', async () => {
  const stopping = await start();
  const client = await connected(text, anonymous, stopping);
  client.subscribe('1', text);
  await listening.until((count) => count > 0);
  await stopping.close();
  expect((await client.closed).code).toBe(1001);
});
