// `gordian dev` as somebody meets it who writes a project: one process for all scenarios, in a project as `gordian init` writes it.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { freeBasePort } from '../support/free-base-port.ts';

const root = join(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'gordian-dev-'));
const project = join(home, 'shop');
const waiting = { timeout: 60_000, interval: 50 };

interface Run {
  readonly child: ChildProcess;
  /** Everything that it has written, on both streams. */
  readonly text: () => string;
  readonly ended: Promise<number | string | null>;
}

vi.setConfig({ testTimeout: 70_000 });

const running = new Set<ChildProcess>();
let notes: Server;
let port: number;
let dev: Run;

function startDev(...flags: string[]): Run {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'cli/bootstrap.mjs'), 'dev', ...flags], {
    cwd: project,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (text += chunk));
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? signal);
    }),
  );
  return { child, text: () => text, ended };
}

beforeAll(async () => {
  // The database runs under an account of its own where the tests run as root, and must reach its folder.
  chmodSync(home, 0o711);
  cpSync(join(root, 'templates/project'), project, { recursive: true });
  for (const name of ['dataloader', 'graphql'])
    link(join(root, 'node_modules', name), join(project, 'node_modules', name));
  attachable();
  notes = await serveNotes();
  port = await freeBasePort();
  const url = `http://127.0.0.1:${(notes.address() as { port: number }).port}/graphql`;
  dev = startDev('--port', String(port), '--attach', `notes=${url}`);
  await vi.waitFor(() => expect(dev.text()).toMatch(/shop runs|^[A-Z_]+: /m), { timeout: 140_000, interval: 100 });
  expect(dev.text()).toContain('shop runs');
}, 150_000);

afterAll(async () => {
  const ended = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill('SIGINT');
  await Promise.all(ended);
  notes.close();
  rmSync(home, { recursive: true, force: true });
});

test('composes and serves the project, with a subgraph that somebody runs in another language', async () => {
  expect(dev.text()).toContain('is composed of deliveries, suppliers, metadata, notes');
  expect(await ask('{ suppliers(first: 1) { name deliveries(first: 1) { id } } note }')).toMatchObject({
    suppliers: [{ name: expect.any(String), deliveries: [{ id: expect.any(String) }] }],
    note: 'from elsewhere',
  });
});

test('a field that is added to schema, contract and resolvers serves, without a new version of the contract', async () => {
  const contract = readProject('subgraphs/suppliers/contract.yaml');
  edit('subgraphs/suppliers/schema.graphql', '  country: String!', '  country: String!\n  "Its town."\n  town: String');
  edit(
    'subgraphs/suppliers/contract.yaml',
    '      - { name: contactEmail',
    '      - { name: town, logicalType: string, classification: internal, description: Its town. }\n      - { name: contactEmail',
  );
  edit('subgraphs/suppliers/resolvers.ts', '  Supplier: {', "  Supplier: {\n    town: () => 'Lyon',");
  await expect.poll(() => ask('{ suppliers(first: 1) { town } }'), waiting).toEqual({ suppliers: [{ town: 'Lyon' }] });
  expect(readProject('subgraphs/suppliers/contract.yaml').match(/^version: .*/m)![0]).toBe(
    contract.match(/^version: .*/m)![0],
  );
});

test('a broken schema is told with file, line, column and fix; the last good graph serves until it is mended', async () => {
  const mend = edit('subgraphs/suppliers/schema.graphql', 'country: String!', 'country: Strin!');
  await tells(/suppliers\/schema\.graphql:\d+:\d+ error UNKNOWN_TYPE: .*\n +fix: Did you mean "String"\?/);
  expect(await ask('{ suppliers(first: 1) { town } }')).toEqual({ suppliers: [{ town: 'Lyon' }] });
  mend();
  await tells(/graph +is mended/);
});

test('a resolver that does not compile is told with its place, and the former process keeps serving', async () => {
  const mend = edit('subgraphs/suppliers/resolvers.ts', "town: () => 'Lyon',", "town: () => 'Lyon' 'Paris',");
  await tells(
    /suppliers +does not build\n +subgraphs\/suppliers\/resolvers\.ts:\d+:\d+ .*\n.*\n +The former process keeps serving\./,
  );
  expect(await ask('{ suppliers(first: 1) { town } }')).toEqual({ suppliers: [{ town: 'Lyon' }] });
  mend();
  await tells(/suppliers +is mended/);
});

test('a resolver that ends its process at the start is told with error and place, and the former process keeps serving', async () => {
  const mend = edit(
    'subgraphs/suppliers/resolvers.ts',
    'export const resolvers',
    "throw new Error('boom');\nexport const resolvers",
  );
  await tells(/suppliers +does not start\n.*Error: boom\n +at .*subgraphs\/suppliers\/resolvers\.ts:\d+:\d+/);
  expect(await ask('{ suppliers(first: 1) { town } }')).toEqual({ suppliers: [{ town: 'Lyon' }] });
  mend();
  edit('subgraphs/suppliers/resolvers.ts', "'Lyon'", "'Paris'");
  await expect.poll(() => ask('{ suppliers(first: 1) { town } }'), waiting).toEqual({ suppliers: [{ town: 'Paris' }] });
});

test('a migration that was edited after it ran is told with what to do, and a reset does it', async () => {
  const file = `subgraphs/suppliers/migrations/${readdirSync(join(project, 'subgraphs/suppliers/migrations'))[0]}`;
  edit(file, 'create table supplier (', 'create table supplier (\n  note text,');
  await tells(/was edited after it was applied[\s\S]*gordian dev --reset suppliers/);
  dev.child.stdin!.write('reset suppliers\n');
  await tells(/suppliers +throws its data away[\s\S]*suppliers +serves/);
  expect(await ask('{ suppliers(first: 1) { name } }')).toMatchObject({ suppliers: [{ name: expect.any(String) }] });
});

test('a rule that does not fit the graph is told, and the last good rules keep serving', async () => {
  const mend = edit('policies/domains/suppliers.ts', '    Supplier: {', '    Suplier: {');
  await tells(/policies +are refused; the last good rules keep serving\n[\s\S]*Suplier/);
  mend();
  await tells(/policies +the rules serve/);
});

test('settings of the gateway that it refuses are told, and the former gateway keeps serving', async () => {
  const mend = edit('gordian.yaml', 'variant: prod', 'variant: prod\ndev: { gateway: { limits: { maxDepth: deep } } }');
  await tells(/gateway +does not start\n[\s\S]*maxDepth[\s\S]*The former process keeps serving/);
  expect(await ask('{ note }')).toEqual({ note: 'from elsewhere' });
  mend();
  await tells(/gateway +serves/);
});

test('a subgraph that is killed is told, comes back, and Enter shows how everything stands', async () => {
  process.kill(pidOf('deliveries'), 'SIGKILL');
  await tells(/deliveries +died \(SIGKILL\); starting it again/);
  await expect
    .poll(() => ask('{ suppliers(first: 1) { deliveries(first: 1) { id } } }'), waiting)
    .toMatchObject({ suppliers: [{ deliveries: [{}] }] });
  dev.child.stdin!.write('\n');
  await tells(
    /deliveries +http:\/\/127\.0\.0\.1:\d+ +serves[\s\S]*notes +http:.* +runs by itself[\s\S]*Nothing is wrong/,
  );
});

test('another one runs one subgraph, and takes the others from the registry of this one', {
  timeout: 220_000,
}, async () => {
  dev.child.stdin!.write('\n');
  await tells(/metadata +http:\/\/127\.0\.0\.1:\d+ +serves/);
  const remote = /metadata +(http:\/\/127\.0\.0\.1:\d+) +serves/.exec(dev.text())![1]!;
  const otherPort = await freeBasePort();
  const key = join(project, '.gordian/dev/assertion.pem');
  const other = startDev(
    ...['--port', String(otherPort), '--state', join(home, 'other'), '--only', 'suppliers'],
    ...['--remote', remote, '--gateway-key', key, '--token', await token(port, 'pipeline')],
  );
  await vi.waitFor(() => expect(other.text()).toMatch(/shop runs|^[A-Z_]+: /m), { timeout: 140_000, interval: 100 });
  const query = '{ suppliers(first: 1) { deliveries(first: 1) { id } } note }';
  expect(await ask(query, otherPort)).toMatchObject({ suppliers: [{ deliveries: [{}] }], note: 'from elsewhere' });
  other.child.stdin!.write('\n');
  await expect
    .poll(() => other.text(), waiting)
    .toMatch(/suppliers +http.* +serves\n[\s\S]*deliveries +http.* elsewhere/);
  expect(other.text()).not.toMatch(/(suppliers|metadata) +http.* elsewhere/);
  other.child.kill('SIGINT');
  expect(await other.ended).toBe(0);
});

test('a second start says that the first one runs, and a subgraph that does not exist which there are', async () => {
  const second = startDev('--port', String(port));
  expect(await second.ended).toBe(4);
  expect(second.text()).toContain(`already running from ${project}/.gordian/dev: http://127.0.0.1:${port}`);
  const unknown = startDev('--port', String(port), '--only', 'supliers');
  expect(await unknown.ended).toBe(2);
  expect(unknown.text()).toMatch(/no subgraphs\/supliers[\s\S]*suppliers/);
});

test('Ctrl-C ends everything, and leaves no process', async () => {
  dev.child.kill('SIGINT');
  expect(await dev.ended).toBe(0);
  expect(processesOf(project)).toEqual([]);
});

// What it has written says why.
beforeEach(({ onTestFailed }) => onTestFailed(() => void process.stderr.write(dev.text())));

let toldUpTo = 0;

/** Waits until it is written, after what was waited for before. */
async function tells(pattern: RegExp): Promise<void> {
  await expect.poll(() => dev.text().slice(toldUpTo), waiting).toMatch(pattern);
  const told = dev.text().slice(toldUpTo);
  const { index, 0: match } = pattern.exec(told)!;
  toldUpTo += index + match.length;
}

async function ask(query: string, at = port): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${at}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await token(at)}` },
    body: JSON.stringify({ query }),
  });
  return ((await answer.json()) as { data?: unknown }).data;
}

async function token(at: number, persona = 'app'): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${at}/playground/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

function readProject(file: string): string {
  return readFileSync(join(project, file), 'utf8');
}

/** @returns puts the file back as it was */
function edit(file: string, from: string, to: string): () => void {
  const text = readProject(file);
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(join(project, file), text.replace(from, to));
  return () => writeFileSync(join(project, file), text);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

const notesSdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
"Reads of the notes." type Query { "A note." note: String }`;

/** What the project holds of a subgraph that runs elsewhere: its contract, and a rule file that says nothing. */
function attachable(): void {
  const contract = readProject('subgraphs/suppliers/contract.yaml');
  const head = contract.slice(0, contract.indexOf('\nschema:')).replaceAll('suppliers', 'notes');
  mkdirSync(join(project, 'subgraphs/notes'));
  writeFileSync(
    join(project, 'subgraphs/notes/contract.yaml'),
    `${head}
schema:
  - name: Query
    description: Reads of the notes.
    properties:
      - { name: note, logicalType: string, classification: internal, description: A note. }
`,
  );
}

/** Plain HTTP, as any language has it. */
function serveNotes(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const data = body.includes('_service') ? { _service: { sdl: notesSdl } } : { note: 'from elsewhere' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data }));
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function pidOf(name: string): number {
  const script = join('.gordian/build', String(port), `${name}-`);
  const found = processes().find(({ line }) => line.includes(script));
  return Number(found!.pid);
}

/** Command lines that still belong to the project. Linux only; elsewhere there is nothing to read. */
function processesOf(folder: string): string[] {
  return processes().flatMap(({ line }) => (line.includes(folder) ? [line] : []));
}

function processes(): { readonly pid: string; readonly line: string }[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({ pid, line: readCommandLine(pid) }));
}

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
