// A small part of `npm run mutation`: a few guards of the policy are weakened, one by one, and each time a test must fail. Which ones
// follows from what they are, so that a change of the sources brings its own.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packageFile } from '../../kit/package-files.ts';

mkdirSync(packageFile('dist'), { recursive: true });
const folder = mkdtempSync(packageFile('dist/mutation-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The files around hot reload have slow tests of their own. */
const flags = [
  ...['--only', '^policies/(?!reload/)'],
  ...['--tests', 'test/unit/policies/(?!follow|load)'],
  ...['--sample', '400'],
];

test('each is noticed by a test', () => {
  const compiler = packageFile('node_modules/typescript/bin/tsc');
  const target = ['--outDir', folder, '--tsBuildInfoFile', join(folder, 'tsbuildinfo'), '--noCheck'];
  execFileSync(process.execPath, [compiler, '-p', packageFile('test/mutation'), ...target]);
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'test/mutation/main.js'), ...flags], {
    encoding: 'utf8',
    // Vitest tells its own processes by the environment.
    env: { PATH: process.env.PATH },
  });
  expect(stdout, stderr).toMatch(/\n\d+ mutants: \d+ killed, \d+ equivalent, 0 survived\.\n$/);
  expect(status).toBe(0);
}, 600_000);
