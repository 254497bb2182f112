// A project as `gordian init` writes it, with one subgraph added: compiled, its own tests run, and the commands of its CI files run in
// it. The same with real installs, a gateway and a publish is timed by `npm run prove:first-product`.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { ciSteps, gordianArguments } from '../../support/ci-steps.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import { runGordian } from '../../support/run-gordian.ts';

const project = mkdtempSync(join(tmpdir(), 'gordian-first-product-'));
const compiled = compiledTree();
const former = process.cwd();

beforeAll(async () => {
  process.chdir(project);
  await runGordian(['init', '.']);
  await runGordian(['subgraph', 'add', 'order-returns']);
  linkPackages();
});

afterAll(() => {
  process.chdir(former);
  rmSync(project, { recursive: true });
});

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

test('it compiles, and its own tests pass', { timeout: 120_000 }, async () => {
  // Its types are ours, and are checked where the templates lie.
  await node('node_modules/typescript/bin/tsc', '--noCheck');
  const tests = ['suppliers', 'deliveries', 'order-returns'].map((name) => `dist/test/${name}.test.js`);
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
