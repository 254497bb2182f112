// `gordian apply`: the registry holds what a tree in git holds; real registry, real git, the commands as they are typed.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { ciFiles, ciSteps, gordianArguments } from '../../support/ci-steps.ts';
import { runGordian } from '../../support/run-gordian.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';

let metadata: MetadataUnderTest;
let tree: string;
let environment: NodeJS.ProcessEnv;
/** Each test has a variant of its own, in which nothing is registered. */
let variant: string;
let tests = 0;

beforeAll(async () => {
  metadata = await startMetadata();
  environment = { GORDIAN_TOKEN: await metadata.token('gordian:contract:write', { domains: '*' }) };
});
afterAll(() => metadata?.close());

beforeEach(() => {
  variant = `test-${++tests}`;
  tree = mkdtempSync(join(tmpdir(), 'gordian-apply-'));
  cpSync(packageFile('templates/project/subgraphs'), join(tree, 'subgraphs'), { recursive: true });
  git('init', '-q');
  commit('first');
});
afterEach(() => rmSync(tree, { recursive: true }));

function git(...args: string[]): string {
  const who = ['-c', 'user.name=team', '-c', 'user.email=team@example.com'];
  return execFileSync('git', [...who, ...args], { cwd: tree, encoding: 'utf8' }).trim();
}

function commit(message: string): string {
  git('add', '.');
  git('commit', '-qm', message);
  return git('rev-parse', 'HEAD');
}

function apply(...flags: string[]) {
  const places = ['--registry', metadata.url, '--variant', variant, '--routing', 'http://127.0.0.1:9/{name}'];
  return runGordian(['apply', tree, ...places, ...flags], environment);
}

interface Plan {
  readonly plan: readonly { readonly subgraph: string; readonly action: string; readonly drift: boolean }[];
  readonly answer: { readonly status?: string } | null;
}

async function planned(...flags: string[]): Promise<Plan> {
  return JSON.parse((await apply('--format', 'json', ...flags)).stdout);
}

const actionsOf = ({ plan }: Plan) => Object.fromEntries(plan.map(({ subgraph, action }) => [subgraph, action]));

async function registered(): Promise<{ registration: number; names: string[]; revisions: string[] }> {
  const { body } = await metadata.send<{
    registration: number;
    subgraphs: { name: string; sourceRevision: string }[];
  }>('GET', `/registry/subgraphs?variant=${variant}`, { token: environment.GORDIAN_TOKEN! });
  return {
    registration: body.registration,
    names: body.subgraphs.map(({ name }) => name),
    revisions: body.subgraphs.map(({ sourceRevision }) => sourceRevision),
  };
}

function raiseVersion(subgraph: string): void {
  const file = join(tree, 'subgraphs', subgraph, 'contract.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('version: 1.0.0', 'version: 1.0.1'));
}

test('a tree is registered whole, at its commit; the same tree again writes nothing', async () => {
  const first = await planned();
  expect(actionsOf(first)).toEqual({ deliveries: 'add', suppliers: 'add' });
  expect(first.answer?.status).toBe('published');
  const head = git('rev-parse', 'HEAD');
  expect(await registered()).toEqual({ registration: 1, names: ['deliveries', 'suppliers'], revisions: [head, head] });

  const again = await apply();
  expect(again.exitCode).toBe(0);
  expect(again.stderr).toContain('0 to add, 0 to change, 2 unchanged, 0 to prune.');
  expect(again.stderr).toContain('Nothing to do');
  expect((await registered()).registration).toBe(1);
});

test('only what differs is registered, in one registration', async () => {
  await apply();
  raiseVersion('suppliers');
  const head = commit('a new version');
  expect(actionsOf(await planned())).toEqual({ deliveries: 'unchanged', suppliers: 'change' });
  const { registration, revisions } = await registered();
  expect(registration).toBe(2);
  expect(revisions[1]).toBe(head);
  expect(revisions[0]).not.toBe(head);
});

test('what is in the tree no longer is left alone, and deleted with --prune', async () => {
  await apply();
  rmSync(join(tree, 'subgraphs/deliveries'), { recursive: true });
  commit('without deliveries');
  expect(actionsOf(await planned())).toEqual({ deliveries: 'keep', suppliers: 'unchanged' });
  expect((await registered()).names).toEqual(['deliveries', 'suppliers']);
  expect(actionsOf(await planned('--prune', '--accept-unknown', '--reason', 'no longer needed'))).toEqual({
    deliveries: 'prune',
    suppliers: 'unchanged',
  });
  expect((await registered()).names).toEqual(['suppliers']);
});

test('--dry-run says the same and writes nothing, also of a tree that is in no commit', async () => {
  raiseVersion('suppliers');
  expect(actionsOf(await planned('--dry-run', '--prune'))).toEqual({ deliveries: 'add', suppliers: 'add' });
  expect((await registered()).names).toEqual([]);
});

test('what was registered from elsewhere is named before it is overwritten', async () => {
  await apply();
  raiseVersion('suppliers');
  await apply('--revision', 'somebodys-laptop');
  git('checkout', '-q', '.');
  const { plan } = await planned('--dry-run');
  expect(plan.map(({ subgraph, drift }) => [subgraph, drift])).toEqual([
    ['deliveries', false],
    ['suppliers', true],
  ]);
  expect((await apply('--dry-run')).stdout).toMatch(
    /suppliers +is changed +somebodys-laptop by pipeline +registered from elsewhere/,
  );
});

test.each(ciFiles)('the steps of %s that need a registry check and publish', async (file) => {
  const places = { GORDIAN_REGISTRY: metadata.url, GORDIAN_ROUTING: 'http://127.0.0.1:9/{name}' };
  const steps = ciSteps(file).flatMap((step) => {
    const args = gordianArguments(step, places);
    return args?.includes('--registry') ? [args] : [];
  });
  const former = process.cwd();
  process.chdir(tree);
  try {
    for (const args of steps)
      expect((await runGordian([...args, '--variant', variant], environment)).exitCode, args.join(' ')).toBe(0);
  } finally {
    process.chdir(former);
  }
  expect((await registered()).names).toEqual(['deliveries', 'suppliers']);
});

describe('is refused, and nothing is written:', () => {
  test.each<[string, () => void, string[], RegExp]>([
    ['what is in no commit', () => raiseVersion('suppliers'), [], /not: .*contract\.yaml.*Commit it/],
    ['no commit at all', () => rmSync(join(tree, '.git'), { recursive: true }), [], /git knows no commit/],
    [
      'a tree without subgraphs',
      () => rmSync(join(tree, 'subgraphs'), { recursive: true }),
      ['--prune'],
      /No subgraph in/,
    ],
  ])('%s', async (_what, damage, flags, message) => {
    damage();
    await expect(apply(...flags)).rejects.toThrow(message);
    expect((await registered()).names).toEqual([]);
  });

  test('what has no address', async () => {
    const args = ['apply', tree, '--registry', metadata.url, '--variant', variant];
    await expect(runGordian(args, environment)).rejects.toThrow(/where the gateway finds deliveries, suppliers/);
  });

  test('a tree that does not compose, with what is wrong and exit code 1', async () => {
    const file = join(tree, 'subgraphs/deliveries/schema.graphql');
    writeFileSync(file, readFileSync(file, 'utf8').replace('supplier: Supplier\n', 'supplier: Nobody\n'));
    commit('broken');
    const { exitCode, stdout } = await apply();
    expect(exitCode).toBe(1);
    expect(stdout).toContain('subgraphs/deliveries/schema.graphql');
    expect((await registered()).names).toEqual([]);
  });
});
