// The package as npm gives it to a project outside this repository: `npm pack`, unpacked into a node_modules, run by npx.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFile, packageVersion } from '../../kit/package-files.ts';

const project = mkdtempSync(join(tmpdir(), 'gordian-packed-'));
const installed = join(project, 'node_modules/gordian');

/** Nothing is fetched: the dependencies are those of this checkout. */
beforeAll(() => {
  const packing = ['pack', '--ignore-scripts', '--pack-destination', project];
  execFileSync('npm', packing, { cwd: packageFile('.'), stdio: 'ignore' });
  mkdirSync(join(project, 'node_modules/.bin'), { recursive: true });
  const tarball = join(project, readdirSync(project).find((name) => name.endsWith('.tgz'))!);
  execFileSync('tar', ['-xzf', tarball, '-C', join(project, 'node_modules')]);
  execFileSync('mv', [join(project, 'node_modules/package'), installed]);
  symlinkSync(packageFile('node_modules'), join(installed, 'node_modules'));
  chmodSync(join(installed, 'cli/bootstrap.mjs'), 0o755);
  symlinkSync('../gordian/cli/bootstrap.mjs', join(project, 'node_modules/.bin/gordian'));
  cpSync(packageFile('subgraphs/catalog'), join(project, 'subgraphs/catalog'), { recursive: true });
});

afterAll(() => rmSync(project, { recursive: true }));

/** What npx starts, without the seconds that npx takes to find it. */
async function gordian(...args: readonly string[]): Promise<string> {
  const script = join(project, 'node_modules/.bin/gordian');
  return (await promisify(execFile)(process.execPath, [script, ...args], { cwd: project })).stdout;
}

describe('the package', () => {
  it('holds what a project needs, and nothing of what this repository is tested with', () => {
    for (const file of ['portal/dist/index.html', 'policies/rules.ts', 'subgraphs/metadata/migrations', 'templates'])
      expect(existsSync(join(installed, file)), file).toBe(true);
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter(
      (name) => !name.startsWith('node_modules'),
    );
    expect(files.filter((name) => /^(test|bench|docs\/guides)\b|\.map$|^dist\/test/.test(name))).toEqual([]);
  });

  it('runs by npx, on the files of the project', async () => {
    const { stdout } = await promisify(execFile)('npx', ['--no-install', 'gordian', '--version'], { cwd: project });
    expect(stdout).toBe(`${packageVersion()}\n`);
    expect(JSON.parse(await gordian('compose', '--format', 'json'))).toMatchObject({ ok: true });
    expect(await gordian('explain', 'UNCLASSIFIED_FIELD')).toContain('A field has no classification');
  });

  it('offers its modules by subpath, with their types', async () => {
    const script = `const { runSubgraph } = await import('gordian/kit/run-subgraph'); console.log(typeof runSubgraph)`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: project,
    });
    expect(stdout).toBe('function\n');
    expect(existsSync(join(installed, 'dist/kit/run-subgraph.d.ts'))).toBe(true);
  });
});
