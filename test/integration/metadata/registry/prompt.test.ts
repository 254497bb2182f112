// `gordian contract check|register` and the graph, against a registry that runs: what pipelines and people read, and exit codes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import { runGordian } from '../../../support/run-gordian.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { people } from '../two-domains.ts';
import { caller, publish, seen, withoutNick } from './publishing.ts';

let metadata: MetadataUnderTest;
let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'gordian-contracts-'));
  metadata = await startMetadata();
  expect((await publish(metadata, [people()])).status).toBe(200);
  await seen(metadata, [{ operation: 'Nicks', client: 'web-shop', daysAgo: 2 }], { Nicks: ['Person', 'Person.nick'] });
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await metadata.close();
});

/** @returns the folder on disk */
function onDisk({ name, sdl, contracts }: SubgraphFolder): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'schema.graphql'), sdl);
  for (const { file, text } of contracts) writeFileSync(join(folder, basename(file)), text);
  return folder;
}

async function contract(verb: string, folder: string, ...flags: string[]) {
  const token = await metadata.token('gordian:contract:write', { domains: '*' });
  return runGordian(['contract', verb, folder, '--registry', metadata.url, ...flags], { GORDIAN_TOKEN: token });
}

test('a breaking change with a live consumer ends with 1 and names consumer, operation and when it was seen', async () => {
  const folder = onDisk(withoutNick('2.0.0'));
  const table = await contract('check', folder);
  expect(table.exitCode).toBe(1);
  expect(table.stdout).toMatch(/people\/persons +Person\.nick +FIELD_REMOVED +BREAKING +BREAKS_CONSUMERS +web-shop/);
  expect(table.stdout).toMatch(
    /contract\.yaml:5:\d+ error BREAKS_CONSUMERS: .*web-shop asks for it with Nicks .*last seen 2026-02-27/,
  );
  expect(table.stderr).toContain('It cannot be registered: 1 error, ');

  const github = await contract('check', folder, '--format', 'github');
  expect(github.stdout).toMatch(/^::error file=.*contract\.yaml,line=5,col=\d+,title=BREAKS_CONSUMERS::/);
  const json = JSON.parse((await contract('check', folder, '--format', 'json')).stdout);
  expect(json).toMatchObject({ ok: false, code: 'CHANGE_NOT_AGREED', products: [{ requiredBump: 'MAJOR' }] });
  const markdown = (await contract('check', folder, '--format', 'md')).stdout;
  expect(markdown).toContain('## This cannot be registered.');
  expect(markdown).toContain('| Person.nick | FIELD_REMOVED | BREAKING |');
});

test('what can be registered ends with 0, once checked and once registered, and again', async () => {
  const folder = onDisk(people('1.0.1'));
  const checked = await contract('check', folder);
  expect([checked.exitCode, checked.stderr]).toEqual([0, expect.stringContaining('It can be registered: 0 errors, ')]);
  const registered = await contract('register', folder, '--revision', 'abc', '--idempotency-key', 'build-1-of-people');
  expect([registered.exitCode, registered.stderr]).toEqual([
    0,
    expect.stringContaining('prod is at registration 2: 0 errors, '),
  ]);
  const again = await contract('register', folder, '--revision', 'abc');
  expect(again.stderr).toContain('prod is still at registration 2');
});

test('whoever may not, or asks nobody, hears so', async () => {
  const folder = onDisk(people('1.0.2'));
  const without = runGordian(['contract', 'check', folder, '--registry', metadata.url], {});
  await expect(without).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  const stranger = { GORDIAN_TOKEN: await metadata.token('other') };
  const refused = runGordian(['contract', 'register', folder, '--registry', metadata.url], stranger);
  await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const nobody = runGordian(['contract', 'check', folder, '--registry', 'http://127.0.0.1:9'], stranger);
  await expect(nobody).rejects.toMatchObject({ code: 'NOT_READY' });
  await expect(contract('check', join(root, 'nowhere'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(contract('register', folder, '--force')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  const unknown = onDisk({ ...people('1.0.0'), name: 'strangers' });
  await expect(contract('check', unknown)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

/** @param words of `gordian subgraph` */
async function subgraph(...words: string[]) {
  const token = await metadata.token('gordian:contract:write', { domains: '*' });
  return runGordian(['subgraph', ...words, '--registry', metadata.url], { GORDIAN_TOKEN: token });
}

test('at the prompt a subgraph goes to staging, is promoted, rolled back and deleted, and the history says so', async () => {
  const folder = onDisk(people('1.0.3'));
  const staging = ['--variant', 'staging'];
  const published = await subgraph(
    'publish',
    folder,
    ...staging,
    '--routing',
    'http://{name}.staging/',
    '--revision',
    'a1',
  );
  expect([published.exitCode, published.stderr]).toEqual([
    0,
    expect.stringContaining('staging is at registration 1: 0 errors, '),
  ]);
  expect((await subgraph('check', folder, '--strict', '--usage', '30d')).exitCode).toBe(0);
  expect((await subgraph('list', ...staging)).stdout).toMatch(
    /people +1 +a1 +pipeline +\S+ +http:\/\/people\.staging\//,
  );

  const dry = await subgraph('promote', 'people', '--from', 'staging', '--dry-run');
  expect([dry.exitCode, dry.stderr]).toEqual([0, expect.stringContaining('It can be registered: 0 errors, ')]);
  expect((await subgraph('promote', 'people', '--from', 'staging')).stderr).toContain('prod is at registration 3');
  expect((await subgraph('rollback', 'people', '--reason', 'too early')).stderr).toContain('prod is at registration 4');
  const deleted = await subgraph('delete', 'people', ...staging);
  expect([deleted.exitCode, deleted.stdout]).toEqual([1, expect.stringContaining('NO_SUBGRAPHS')]);

  const { stdout } = await subgraph('history', 'people', '--first', '2');
  const [, newest, before] = stdout.split('\n');
  expect(newest).toMatch(/^4 +rollback \(prod 2\) +people 1\.0\.3 -> 1\.0\.1 +abc +pipeline +\S+ +too early$/);
  expect(before).toMatch(/^3 +promote \(staging 1\) +people 1\.0\.1 -> 1\.0\.3 +a1 +pipeline /);
});

test('a wrong word at the prompt is answered with what to write', async () => {
  await expect(subgraph('rollback')).rejects.toThrow('the name of one subgraph, or --all');
  await expect(subgraph('rollback', 'peple')).rejects.toThrow('prod has no registration of peple');
  await expect(subgraph('delete', 'peple')).rejects.toThrow('prod has no subgraph peple. It has people.');
  await expect(subgraph('promote', 'people', '--from', 'nowhere')).rejects.toThrow(
    'Nothing is registered in the variant nowhere',
  );
  const folder = onDisk(people('1.0.4'));
  await expect(subgraph('publish', folder, folder)).rejects.toThrow('The subgraph people is named twice');
  await expect(subgraph('check', folder, '--usage', '7d')).rejects.toThrow('the registry judges by the last 30 days');
  const late = await subgraph('publish', folder, '--on-top-of', '1');
  expect([late.exitCode, late.stderr]).toEqual([1, expect.stringContaining('prod is at registration 4')]);
});

const publisher = caller('ada', { scopes: new Set(['gordian:contract:write']), claims: { groups: ['people-data'] } });
const input = ({ sdl, contracts }: SubgraphFolder) => ({
  product: 'people/persons',
  odcs: contracts[0]!.text,
  sdl,
  sourceRevision: 'abc',
});

test('the graph checks and registers one product on top of what is registered', async () => {
  const checking = `mutation Check($input: ContractInput!) { checkContract(input: $input) {
    ok version previousVersion requiredBump summaryMarkdown problems { code message file line } composition { code }
    changes { coordinate verdict affected { clients consumers { consumer operations { name } } } } policies { policy passed severity } } }`;
  const { data } = await metadata.queryAs(caller('eve'), checking, { input: input(withoutNick('2.0.0')) });
  expect(data.checkContract).toMatchObject({
    ok: false,
    version: '2.0.0',
    previousVersion: '1.0.1',
    requiredBump: 'MAJOR',
    problems: [{ code: 'BREAKS_CONSUMERS', line: 5 }],
    // Whoever does not publish sees how many, and not whom.
    changes: [{ coordinate: 'Person.nick', verdict: 'BREAKS_CONSUMERS', affected: { clients: 1, consumers: [] } }],
  });
  expect(JSON.stringify(data)).not.toMatch(/web-shop|Nicks/);
  expect(data.checkContract.policies).toContainEqual({
    policy: 'consumers-agree',
    passed: false,
    severity: 'APPROVAL',
  });

  const registering = `mutation Register($input: ContractInput!, $force: Boolean! = false, $reason: String) {
    registerContract(input: $input, force: $force, reason: $reason) { ok version proposal { state affectedSnapshot { consumer } } } }`;
  const register = (by: typeof publisher, folder: SubgraphFolder, more = {}) =>
    metadata.queryAs(by, registering, { input: input(folder), ...more });
  const asked = await register(publisher, withoutNick('2.0.0'));
  expect(asked.data.registerContract).toEqual({
    ok: false,
    version: '2.0.0',
    proposal: { state: 'PENDING', affectedSnapshot: [{ consumer: 'web-shop' }] },
  });
  const code = async (by: typeof publisher, more = {}) =>
    (await register(by, withoutNick('2.0.0'), more)).errors![0]!.extensions!.code;
  expect(await code(caller('eve'))).toBe('FORBIDDEN');
  expect(await code({ ...publisher, claims: { groups: ['sales-data'] } })).toBe('NOT_AN_APPROVER');
  expect(await code(publisher, { force: true, reason: 'Now.' })).toBe('FORBIDDEN');

  const forcing = { ...publisher, scopes: new Set(['gordian:contract:write', 'gordian:contract:force']) };
  const forced = await register(forcing, withoutNick('2.0.0'), { force: true, reason: 'The column leaks.' });
  expect(forced.data.registerContract).toMatchObject({ ok: true, proposal: { state: 'FORCED' } });
  const [audited] = await metadata.database.query(
    `SELECT actor, actor_kind, payload::jsonb->>'reason' AS reason FROM audit WHERE action = 'registry.published' ORDER BY seq DESC LIMIT 1`,
  );
  expect(audited).toEqual({ actor: 'ada', actor_kind: 'user', reason: 'The column leaks.' });
  expect((await metadata.query('{ field(coordinate: "Person.nick") { type } }')).data.field).toBeNull();
});

test('a contract that cannot be read is answered with what is wrong with it', async () => {
  const checking = `mutation ($input: ContractInput!) { checkContract(input: $input) {
    ok version requiredBump composition { code } } }`;
  const unreadable = { product: 'people/persons', sdl: 'type', odcs: 'nothing', sourceRevision: 'abc' };
  expect(await metadata.queryAs(caller('eve'), checking, { input: unreadable })).toEqual({
    data: {
      checkContract: {
        ok: false,
        version: null,
        requiredBump: 'NONE',
        composition: [{ code: 'SDL_SYNTAX' }, { code: 'CONTRACT_WRONG_TYPE' }],
      },
    },
  });
});
