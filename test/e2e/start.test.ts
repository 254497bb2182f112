// `npm start` as someone at a terminal meets it: what it prints, a second start, a taken port, Ctrl-C.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { freeBasePort } from '../support/free-base-port.ts';

const root = join(import.meta.dirname, '../..');
const state = mkdtempSync(join(tmpdir(), 'gordian-start-'));
const running = new Set<ChildProcess>();

interface Run {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The exit code, or the signal. */
  readonly ended: Promise<number | string | null>;
}

function start(...flags: string[]): Run {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, ['cli/bootstrap.mjs', 'start', ...flags], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const text = { stdout: '', stderr: '' };
  child.stdout!.on('data', (chunk) => (text.stdout += chunk));
  child.stderr!.on('data', (chunk) => (text.stderr += chunk));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? signal);
    }),
  );
  return { child, stdout: () => text.stdout, stderr: () => text.stderr, ended };
}

async function ready(run: Run): Promise<void> {
  await expect
    .poll(() => run.stdout() || run.stderr().match(/^[A-Z_]+: .*/m)?.[0], { timeout: 110_000, interval: 100 })
    .toMatch(/Gordian is ready/);
}

afterEach(async () => {
  for (const child of running) child.kill('SIGINT');
  while (running.size > 0) await new Promise((resolve) => setImmediate(resolve));
});

// The database runs under an account of its own where the tests run as root, and must reach its folder.
chmodSync(state, 0o711);

afterAll(() => rmSync(state, { recursive: true, force: true }));

test('starts from nothing, starts again on the same data without seeding, and Ctrl-C leaves no process', {
  timeout: 240_000,
}, async () => {
  const port = await freeBasePort();
  const first = start('--port', String(port), '--state', state, '--activity', '0');
  await ready(first);
  expect(first.stdout()).toContain(`http://127.0.0.1:${port}`);
  expect(first.stderr()).toContain('customers: seeding 100 %');

  const rival = start('--port', String(port + 1_000), '--state', state);
  expect(await rival.ended).toBe(4);
  expect(rival.stderr()).toContain(`already running from ${state}: http://127.0.0.1:${port}`);

  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
  expect(processesOf(state, port)).toEqual([]);

  const second = start('--port', String(port), '--state', state, '--activity', '0');
  await ready(second);
  expect(second.stderr()).not.toContain('seeding');
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
});

test('Ctrl-C in the middle of a start leaves no process', { timeout: 60_000 }, async () => {
  const port = await freeBasePort();
  const fresh = join(state, 'interrupted');
  const run = start('--port', String(port), '--state', fresh);
  await expect.poll(run.stderr, { timeout: 50_000, interval: 20 }).toContain('Starting 6 subgraphs');
  run.child.kill('SIGINT');
  expect(await run.ended).toBe(130);
  expect(processesOf(fresh, port)).toEqual([]);
});

test('a taken port is named with the option that moves it', async () => {
  const port = await freeBasePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port + 3, '127.0.0.1', resolve));
  const run = start('--port', String(port), '--state', join(state, 'port'));
  expect(await run.ended).toBe(4);
  expect(run.stderr()).toMatch(
    new RegExp(`PORT_IN_USE: Port ${port + 3}, wanted by "orders"[\\s\\S]*--set-port orders=`),
  );
  other.close();
});

test('a directory that cannot be made is named with the option that chooses another', async () => {
  const run = start('--port', String(await freeBasePort()), '--state', join(root, 'package.json/state'));
  expect(await run.ended).toBe(4);
  expect(run.stderr()).toMatch(/DIRECTORY_NOT_WRITABLE: .*package\.json\/state[\s\S]*--state DIR/);
});

test('an option that does not exist is refused with the command that lists them', async () => {
  const run = start('--prot', '5000');
  expect(await run.ended).toBe(2);
  expect(run.stderr()).toMatch(/unknown option '--prot'[\s\S]*--port/);
});

/** Command lines that still belong to a stack: its state directory, or one of its ports. Linux only; elsewhere there is nothing to read. */
function processesOf(directory: string, port: number): string[] {
  const pids = readdirSync('/proc', { withFileTypes: true }).filter(({ name }) => /^\d+$/.test(name));
  return pids
    .map(({ name }) => readCommandLine(name))
    .filter((line) => line.includes(directory) || line.includes(`GORDIAN_PORT=${port}`));
}

function readCommandLine(pid: string): string {
  try {
    return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8')} ${readFileSync(`/proc/${pid}/environ`, 'utf8')}`
      .replaceAll('\0', ' ')
      .trim();
  } catch {
    return '';
  }
}
