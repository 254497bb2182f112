#!/usr/bin/env node
// What `npm start`, `npm test` and `npx gordian` run first: plain JavaScript on Node's own modules, because nothing may be installed yet.
// Checks Node; in a checkout, installs dependencies when the lock file asks for others and compiles when a source is newer; then hands over.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [verb = '--help', ...rest] = process.argv.slice(2);

requireNode(20, 19);
// npm keeps the lock file out of packages: what it installed is compiled, and its dependencies are there.
if (existsSync(join(root, 'package-lock.json'))) {
  requireWritable(root);
  await installIfNeeded();
  await compileIfNeeded();
}

if (verb === 'test')
  process.exit(await run('Testing', ['node_modules/vitest/vitest.mjs', 'run', ...rest], { quiet: true }));
process.argv.splice(2, process.argv.length, verb, ...rest);
await import('../dist/cli/main.js');

function requireNode(major, minor) {
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(
    `Gordian needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`,
    'Install a current Node (https://nodejs.org) and start again.',
  );
}

function requireWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    fail(
      `Cannot write to ${folder}.`,
      'Gordian installs and builds inside its own folder: clone it where you may write, or mend the permissions.',
    );
  }
}

async function installIfNeeded() {
  const stamp = join(root, 'node_modules/.gordian-lock');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // npm would empty the folder behind the link, which may be another checkout's.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    fail(
      'node_modules is a symbolic link and does not fit the lock file.',
      'Remove the link and start again: the dependencies are then installed here.',
    );
  const arguments_ = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const status = npm
    ? await run('Installing dependencies', [npm, ...arguments_])
    : await run('Installing dependencies', arguments_, { command: 'npm' });
  if (status !== 0)
    fail(
      'The dependencies could not be installed.',
      'Read the message of npm above; a registry that cannot be reached is the usual cause.',
    );
  writeFileSync(stamp, wanted);
}

async function compileIfNeeded() {
  const output = join(root, 'dist/.tsbuildinfo');
  const sources = ['kit', 'schema', 'policies', 'gateway', 'subgraphs', 'cli', 'tsconfig.json', 'tsconfig.build.json'];
  if (existsSync(output) && statSync(output).mtimeMs > newest(sources)) return;
  const status = await run('Compiling', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  if (status !== 0) fail('The sources do not compile.', 'Mend the errors above and start again.');
}

/** Runs a Node script (or `command`) in the project's folder and tells how long it took. */
async function run(title, arguments_, { command = process.execPath, quiet = false } = {}) {
  const startedAt = Date.now();
  if (!quiet) process.stderr.write(`${title} ...\n`);
  const child = spawn(command, arguments_, {
    cwd: root,
    stdio: ['inherit', quiet ? 'inherit' : process.stderr, 'inherit'],
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1' },
    shell: command === 'npm' && process.platform === 'win32',
  });
  const status = await new Promise((done) => {
    child.on('error', () => done(127));
    child.on('close', (code) => done(code ?? 1));
  });
  if (!quiet && status === 0)
    process.stderr.write(`${title}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return status;
}

/** The latest change, in ms, of the TypeScript sources and settings under some paths. */
function newest(paths) {
  const changedAt = (path) => {
    const entry = statSync(path);
    if (!entry.isDirectory()) return /\.(ts|json)$/.test(path) ? entry.mtimeMs : 0;
    return Math.max(0, ...readdirSync(path).map((name) => changedAt(join(path, name))));
  };
  return Math.max(...paths.map((path) => changedAt(join(root, path))));
}

function fail(what, mend) {
  process.stderr.write(`\n${what}\n${mend}\n`);
  process.exit(1);
}
