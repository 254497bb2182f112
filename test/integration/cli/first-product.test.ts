// The guide to the first data product, its commands from top to bottom: a project as `gordian init` writes it, one subgraph added, its own
// tests, and the registry. Then the commands of its CI files. With real installs and a gateway: `npm run prove:first-product`.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { ciSteps, gordianArguments } from '../../support/ci-steps.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import { runGordian } from '../../support/run-gordian.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';

const home = mkdtempSync(join(tmpdir(), 'gordian-first-product-'));
const project = join(home, 'shop-data');
const compiled = compiledTree();
const former = process.cwd();
let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  process.chdir(home);
});

afterAll(async () => {
  process.chdir(former);
  rmSync(home, { recursive: true });
  await metadata?.close();
});

const guide = readFileSync(packageFile('docs/guides/first-data-product.md'), 'utf8');
const commands = [...guide.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block!.trim().split('\n'));

/** What is no command of ours, or would not end. */
const others: Readonly<Record<string, () => unknown>> = {
  'cd shop-data': () => process.chdir(project),
  'npm install': linkPackages,
  // Once, at the end: the first time would run the same tests without those of the subgraph that is added.
  'npm test': () => undefined,
  // test/e2e/dev.test.ts
  'npx gordian dev': () => undefined,
};

test('the commands of the guide do what it says, in its order', { timeout: 120_000 }, async () => {
  expect(commands.filter((command) => command in others).length).toBe(5);
  for (const command of commands) {
    if (command in others) await others[command]!();
    else await run(command);
  }
  const { variants } = (await metadata.query('{ variants { name subgraphs } }')).data;
  expect(variants).toEqual([{ name: 'prod', subgraphs: 3 }]);
});

async function run(command: string): Promise<void> {
  const words = gordianArguments(command)!.map((word) => word.replace(/^"(.*)"$/, '$1'));
  const asksRegistry = words[0] === 'apply' || words.slice(0, 2).join(' ') === 'subgraph check';
  if (words[0] === 'apply') commit();
  const args = [...words, ...(asksRegistry ? ['--registry', metadata.url] : [])];
  const token = await metadata.token('gordian:contract:write', { domains: '*' });
  const { exitCode, terminal } = await runGordian(args, { GORDIAN_TOKEN: token });
  expect(exitCode, terminal).toBe(0);
}

function commit(): void {
  const who = ['-c', 'user.name=team', '-c', 'user.email=team@example.com'];
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    [...who, 'commit', '-qm', 'The first products'],
  ])
    execFileSync('git', args, { cwd: project });
}

/** What an installation would bring: our sources, compiled, under the names by which package.json exports them. */
function linkPackages(): void {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'gordian'), { recursive: true });
  cpSync(packageFile('package.json'), join(modules, 'gordian/package.json'));
  symlinkSync(compiled, join(modules, 'gordian/dist'));
  for (const name of ['dataloader', '@types', 'typescript'])
    symlinkSync(packageFile(`node_modules/${name}`), join(modules, name));
}

function node(...args: string[]) {
  return promisify(execFile)(process.execPath, args, { cwd: project, env: { PATH: process.env.PATH } });
}

test('npm test: it compiles, and its own tests pass', { timeout: 120_000 }, async () => {
  // Its types are ours, and are checked where the templates lie.
  await node('node_modules/typescript/bin/tsc', '--noCheck');
  const tests = ['suppliers', 'deliveries', 'returns'].map((name) => `dist/test/${name}.test.js`);
  const { stdout } = await node('--test', '--test-reporter', 'tap', ...tests);
  expect(stdout).toMatch(/^# pass 10$/m);
  expect(stdout).toMatch(/^# fail 0$/m);
});

describe('a step of its pipeline that needs no registry', () => {
  const steps = ciSteps('.gitlab-ci.yml').flatMap((step) => {
    const args = gordianArguments(step);
    return args === null || args.includes('--registry') ? [] : [[args.join(' '), args] as const];
  });

  test.each(steps)('%s', async (_step, args) => {
    expect((await runGordian(args)).exitCode).toBe(0);
  });
});
