// What `npm start` and `npm test` run first: plain JavaScript on Node's own modules, because nothing may be installed yet.
// Checks Node, installs dependencies when the lock file asks for others, compiles when a source is newer, then hands over.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [verb = 'start', ...rest] = process.argv.slice(2);

requireNode(20, 19);
requireWritable(root);
await installIfNeeded();
await compileIfNeeded();

if (verb === 'test') {
  await buildPortalIfNeeded();
  process.exit(await run('Testing', ['node_modules/vitest/vitest.mjs', 'run', ...rest], { quiet: true }));
}
const portal = buildPortalIfNeeded();
process.argv.splice(2, process.argv.length, verb, ...rest);
await Promise.all([portal, import('../dist/cli/main.js')]);

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
  if (!isOlder(output, newest(sources, /\.(ts|json)$/))) return;
  const status = await run('Compiling', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  if (status !== 0) fail('The sources do not compile.', 'Mend the errors above and start again.');
}

async function buildPortalIfNeeded() {
  const output = join(root, 'portal/dist/index.html');
  if (!isOlder(output, newest(['portal', 'package-lock.json'], /\.(tsx?|css|html|graphql|json)$/))) return;
  const status = await run('Building the playground', [
    'node_modules/vite/bin/vite.js',
    'build',
    'portal',
    '--logLevel',
    'error',
  ]);
  if (status !== 0)
    fail('The playground could not be built.', 'Mend the errors above; the gateway itself does not need it.');
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

function isOlder(file, timeMs) {
  return !existsSync(file) || statSync(file).mtimeMs < timeMs;
}

/** The latest change, in ms, of the files under some paths whose names fit. */
function newest(paths, fits) {
  let latest = 0;
  const visit = (path) => {
    const entry = statSync(path, { throwIfNoEntry: false });
    if (!entry) return;
    if (!entry.isDirectory()) {
      latest = Math.max(latest, entry.mtimeMs);
      return;
    }
    for (const child of readdirSync(path, { withFileTypes: true })) {
      if (child.isDirectory() ? !['dist', 'node_modules'].includes(child.name) : fits.test(child.name))
        visit(join(path, child.name));
    }
  };
  for (const path of paths) visit(join(root, path));
  return latest;
}

function fail(what, mend) {
  process.stderr.write(`\n${what}\n${mend}\n`);
  process.exit(1);
}
