// Operations that clients publish: whose they are, what gateways get of them, and whom they keep from removing a field.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runGordian } from '../../support/run-gordian.ts';
import { type MetadataUnderTest, startMetadata } from './metadata-under-test.ts';
import { check, publish, seen, withoutNick } from './registry/publishing.ts';
import { people } from './two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  expect((await publish(metadata, [people()])).status).toBe(200);
  await seen(metadata, [{ operation: 'Names', client: 'web-shop', daysAgo: 1 }], { Names: ['Person', 'Person.name'] });
});
afterAll(() => metadata.close());

const nicks = 'query Nicks($id: ID!) { person(id: $id) { nick } }';
const names = 'query Names { person(id: "1") { name } }';
const shop = { azp: 'web-shop' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Answer {
  readonly status?: string;
  readonly version?: string;
  readonly operations?: readonly { name: string; problems: readonly object[]; deprecated: readonly object[] }[];
  readonly documents?: readonly { hash: string; document: string; clients: readonly string[] }[];
  readonly errors?: readonly { extensions: { code: string } }[];
}

async function send(route: string, body: object, claims: JWTPayload = shop, scope = 'gordian:operation:write') {
  const token = await metadata.token(scope, claims);
  const { status, body: answer } = await metadata.send<Answer>('POST', `/operations/${route}`, { token, body });
  return { http: status, ...answer, code: answer.errors?.[0]?.extensions.code };
}

const list = async (known = '""') =>
  metadata.send<Answer>('GET', '/operations/documents', {
    token: await metadata.token('gordian:supergraph:read'),
    headers: { 'if-none-match': known },
  });

const release = (version: string, documents: readonly string[], client = 'web-shop') => ({
  client,
  version,
  documents,
});

test('a check says what is wrong and where, what is deprecated, and writes nothing', async () => {
  const wrong = 'query Wrong {\n  person(id: 1) { nick fame }\n}';
  const answer = await send('check', { documents: [wrong, nicks, '{ person }', 'query {'] }, shop, '');
  expect(answer.operations!.map(({ problems }) => problems)).toEqual([
    [expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED', line: 2, column: 24 })],
    [],
    [expect.objectContaining({ code: 'GRAPHQL_PARSE_FAILED', message: expect.stringContaining('with a name') })],
    [expect.objectContaining({ code: 'GRAPHQL_PARSE_FAILED', line: 1 })],
  ]);
  expect(answer.operations![1]!.deprecated).toEqual([
    { coordinate: 'Person.nick', reason: 'Use name.', replacement: null, sunsetAt: null },
  ]);
  expect((await list()).body.documents).toEqual([]);
});

test('a check of another variant is about what that one serves', async () => {
  await publish(metadata, [withoutNick('2.0.0')], { variant: 'staging' });
  const of = async (more: object) => (await send('check', { documents: [nicks], ...more }, shop, '')).operations;
  expect((await of({}))!.map(({ problems }) => problems)).toEqual([[]]);
  expect((await of({ variant: 'staging' }))!.map(({ problems }) => problems)).toEqual([
    [expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' })],
  ]);
  const nowhere = await send('check', { documents: [nicks], variant: 'nowhere' }, shop, '');
  expect([nowhere.http, nowhere.code]).toEqual([503, 'NOT_READY']);
});

describe('whoever publishes', () => {
  test.each([
    ['needs the scope', shop, '', 403],
    ['speaks for itself', { azp: 'somebody' }, 'gordian:operation:write', 403],
    [
      'speaks for clients that its token names',
      { azp: 'ci', clients: ['desk', 'tills'] },
      'gordian:operation:write',
      200,
    ],
  ])('%s', async (_what, claims, scope, status) => {
    expect((await send('publish', release('1', [names], 'tills'), claims, scope)).http).toBe(status);
  });

  test('publishes nothing at all where one document does not hold', async () => {
    const answer = await send('publish', release('0', [names, 'query Other { nobody }']));
    expect([answer.http, answer.operations!.map(({ problems }) => problems.length)]).toEqual([422, [0, 1]]);
  });
});

test('a release is published once, stays as it is, and is what gateways fetch until it is retired', async () => {
  expect(await send('publish', release('1', [names]))).toMatchObject({ status: 'published' });
  expect(await send('publish', release('1', [names, names]))).toMatchObject({ status: 'unchanged' });
  expect(await send('publish', release('1', [nicks]))).toMatchObject({ http: 409, code: 'CONFLICT' });

  const { body, headers } = await list();
  expect(body.documents).toEqual([{ hash: sha256(names), document: names, clients: ['tills', 'web-shop'] }]);
  expect((await list(String(headers.etag))).status).toBe(304);

  expect((await send('retire', { client: 'tills', version: '1' })).code).toBe('FORBIDDEN');
  await send('retire', { client: 'tills', version: '1' }, { azp: 'tills' });
  expect((await list(String(headers.etag))).body.documents).toMatchObject([{ clients: ['web-shop'] }]);
});

test('an operation that is published and was never seen breaks until its release is retired', async () => {
  const verdictOf = async () => (await check(metadata, [withoutNick('2.0.0')])).body;
  expect((await verdictOf()).products![0]!.changes[0]!.verdict).toBe('UNUSED_IN_WINDOW');

  await send('publish', release('2', [nicks]));
  const { products, problems } = await verdictOf();
  expect(products![0]!.changes[0]).toMatchObject({
    verdict: 'BREAKS_CONSUMERS',
    affected: {
      consumers: [{ consumer: 'web-shop', requests: 0, lastSeen: null, operations: [{ publishedAs: '2' }] }],
    },
  });
  expect(problems![0]!.message).toContain('web-shop has published operations that ask for it with Nicks (never seen)');
  const impact = await metadata.queryAs(
    {
      subject: 'ada',
      client: 'web-shop',
      scopes: new Set(),
      roles: new Set(),
      claims: {},
      purpose: null,
      expiresAt: null,
    },
    `{ impact(changes: [{ coordinate: "Person.nick", kind: "FIELD_REMOVED" }]) {
      verdict consumers { consumer { id } operations { name lastSeen publishedAs } } } }`,
  );
  expect(impact.data).toMatchObject({
    impact: [
      {
        verdict: 'BREAKS_CONSUMERS',
        consumers: [
          { consumer: { id: 'web-shop' }, operations: [{ name: 'Nicks', lastSeen: null, publishedAs: '2' }] },
        ],
      },
    ],
  });

  await send('retire', { client: 'web-shop', version: '2' });
  expect((await verdictOf()).products![0]!.changes[0]!.verdict).toBe('UNUSED_IN_WINDOW');
});

test('from sources at the prompt: checked, published, retired, with what is wrong at its place in the source', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-stored-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'page.ts');
  const source = 'const page = gql`\n  query Page {\n    person(id: 1) { name nick }\n  }`;';
  const run = async (...args: string[]) => {
    const token = await metadata.token('gordian:operation:write', { azp: 'page' });
    return runGordian(['operation', ...args, '--registry', metadata.url, '--token', token]);
  };
  const release = ['--client', 'page', '--client-version', '1'];
  writeFileSync(file, source.replace('name', 'fame'));
  for (const args of [
    ['check', file],
    ['publish', file, ...release],
  ]) {
    const { exitCode, stdout } = await run(...args);
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringContaining(`${file}:3:21 error GRAPHQL_VALIDATION_FAILED: Page: `),
    ]);
  }
  writeFileSync(file, source);
  const published = await run('publish', file, ...release);
  expect(published.stdout).toContain(`${file}:2:3 warning DEPRECATED_FIELD: Page asks for Person.nick`);
  expect([published.exitCode, published.stderr]).toEqual([0, '1 operation of page: published; 0 errors, 1 warning.\n']);
  expect((await list()).body.documents!.map(({ clients }) => clients)).toContainEqual(['page']);
  expect((await run('retire', ...release)).stderr).toBe('Version 1 of page: retired.\n');
});
