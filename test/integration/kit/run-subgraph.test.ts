import { request } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../../kit/free-port.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import { forDocument, type GatewayKeys, serveGatewayKeys } from '../../support/gateway-keys.ts';
import { type JsonLinesProcess, startJsonLinesProcess } from '../../support/json-lines-process.ts';
import { createDomainDatabase, type TestDatabase } from '../../support/postgres.ts';

const compiled = compiledTree();
let keys: GatewayKeys;
let database: TestDatabase;
let port: number;
const started: JsonLinesProcess[] = [];

beforeAll(async () => {
  keys = await serveGatewayKeys();
});
beforeEach(async () => {
  database = await createDomainDatabase('greetings');
  port = await freePort();
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    child.kill('SIGKILL');
    await child.ended;
  }
  await database.drop();
});
afterAll(async () => {
  await keys.close();
});

function start(env: Record<string, string> = {}): JsonLinesProcess {
  const child = startJsonLinesProcess({
    args: [packageFile('test/fixtures/greetings/main.mjs'), '--migrate', '--seed'],
    env: {
      GREETINGS_CODE: compiled,
      GORDIAN_PORT: String(port),
      GORDIAN_DATABASE_URL: database.url,
      GORDIAN_GATEWAY_JWKS_URL: keys.jwksUrl,
      GORDIAN_DEMO_NOW: '2026-11-22T10:00:00Z',
      ...env,
    },
  });
  started.push(child);
  return child;
}

async function ask(query: string): Promise<unknown> {
  const answer = await request(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      authorization: await keys.authorizationFor('greetings', forDocument(query)),
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query }),
  });
  return answer.body.json();
}

test('it migrates, seeds with progress, listens, and answers; a second start does neither again', async () => {
  const first = start();
  expect(await first.event('listening')).toMatchObject({ name: 'greetings', url: `http://127.0.0.1:${port}` });
  expect(first.lines.map((line) => line.event)).toEqual([
    'migrated',
    'seed.progress',
    'seed.progress',
    'seeded',
    'listening',
  ]);
  expect(first.lines[2]).toMatchObject({ done: 2, total: 2 });
  const greeting = { text: 'Hello a', since: '2026-11-22T10:00:00.000Z' };
  expect(await ask('{ greeting(id: "a") { text since } }')).toEqual({ data: { greeting } });
  first.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  const second = start();
  await second.event('listening');
  expect(second.lines.map((line) => line.event)).toEqual(['listening']);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s lets the request under way finish, then ends with 0', async (signal) => {
  const child = start();
  await child.event('listening');
  const underWay = ask('{ slow(seconds: 0.5) }');
  await child.event('slow.began');
  child.kill(signal);
  await child.event('draining');
  expect(await underWay).toEqual({ data: { slow: 'done' } });
  expect(await child.ended).toBe(0);
});

test('it does not outlive the launcher that started it', async () => {
  const child = start();
  await child.event('listening');
  child.disconnect();
  expect(await child.ended).toBe(0);
});

test('it lives through the loss of every database connection', async () => {
  const child = start();
  await child.event('listening');
  await ask('{ greeting(id: "a") { text } }');
  await database.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()',
  );
  await expect.poll(() => ask('{ greeting(id: "a") { text } }')).toEqual({ data: { greeting: { text: 'Hello a' } } });
});

describe('a start that cannot succeed ends with 1 and one line that helps:', () => {
  const failures: [string, () => Record<string, string>, string, RegExp][] = [
    [
      'a mistyped setting',
      () => ({ GORDIAN_PROT: '1' }),
      'CONFIG_INVALID',
      /GORDIAN_PROT is not a setting; did you mean GORDIAN_PORT\?/,
    ],
    [
      'no database',
      () => ({ GORDIAN_DATABASE_URL: 'postgres://a:secret-word@127.0.0.1:1/x' }),
      'DATABASE_UNAVAILABLE',
      /cannot be reached/,
    ],
    ['a port that is taken', () => ({ GORDIAN_PORT: new URL(keys.jwksUrl).port }), 'PORT_IN_USE', /GORDIAN_PORT/],
  ];
  test.each(failures)('%s', async (_name, env, code, message) => {
    const child = start(env());
    expect(await child.ended).toBe(1);
    expect(child.lines.at(-1)).toMatchObject({
      level: 'fatal',
      event: 'start.failed',
      msg: expect.stringMatching(message),
      err: { code },
    });
    expect(JSON.stringify(child.lines)).not.toContain('secret-word');
  });
});
