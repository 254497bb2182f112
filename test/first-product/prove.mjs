// How long a domain team takes from nothing to a query that is answered: from the packed tarball, in an empty folder, with real
// installs and the real system. Prints each step with its time. `npm run prove:first-product`; goal: ten minutes.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const goalSeconds = 600;
const port = Number(process.env.GORDIAN_PROVE_PORT ?? 6400);
const at = (offset) => `http://127.0.0.1:${port + offset}`;
const [gateway, registry] = [at(0), at(6)];
const repository = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'gordian-first-product-'));
const project = join(folder, 'shop-data');
const times = [];
const undo = [];

const say = (text) => process.stdout.write(`${text}\n`);

/** Counts towards the goal. */
async function step(title, work) {
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  times.push(seconds);
  say(`${seconds.toFixed(1).padStart(6)} s  ${title}`);
}

/** @returns stdout; what a command that fails has written is shown */
async function run(command, cwd = project, env = {}) {
  try {
    const options = { cwd, env: { ...process.env, CI: '', ...env }, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)('sh', ['-ec', command], options);
    return stdout;
  } catch (error) {
    throw new Error(`$ ${command}\n${error.stdout ?? ''}${error.stderr ?? error.message}`);
  }
}

/** `gordian dev` as a person leaves it running in another window. */
async function startDev() {
  const child = spawn('npx', ['gordian', 'dev', '--port', String(port)], {
    cwd: project,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  undo.push(async () => {
    if (child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await ended;
  });
  let said = '';
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        said += data;
        if (/ runs.* after /.test(said)) resolve();
      });
    child.once('exit', () => reject(new Error(`gordian dev ended:\n${said}`)));
  });
}

async function tokenOf(persona) {
  return (await run(`npx gordian token --persona ${persona} --url ${gateway}`)).trim();
}

function expect(text, wanted) {
  if (!text.includes(wanted)) throw new Error(`Expected ${wanted} in:\n${text}`);
}

async function ask(token, query) {
  const answer = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return JSON.stringify(await answer.json());
}

async function prove() {
  say(`In ${folder}, from a tarball:`);
  await run(`npm pack --silent --pack-destination ${folder}`, repository);
  const tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.tgz')),
  );

  await step('npx gordian init shop-data', () => run(`npx --yes --package ${tarball} gordian init shop-data`, folder));
  await step('npm install', () => run('npm install --no-audit --no-fund'));
  await step('npm test', () => run('npm test'));
  await step('the steps of CI that need no registry', async () => {
    for (const verb of ['contract lint subgraphs', 'subgraph lint subgraphs', 'policy lint', 'policy test'])
      await run(`npx gordian ${verb}`);
  });
  await step('git commit', () =>
    run('git init -q && git add . && git -c user.name=team -c user.email=team@example.com commit -qm "First product"'),
  );
  await step('gordian dev', startDev);
  await step('a query through the gateway, joined and masked', async () => {
    const answer = await ask(await tokenOf('app'), '{ supplier(id: "S-1") { name contactEmail deliveries { id } } }');
    expect(answer, '"name":"Nordlicht Glas"');
    expect(answer, '"contactEmail":"m***@nordlicht.example"');
    expect(answer, '"deliveries":[{"id":"D-2"},{"id":"D-1"}]');
  });
  const environment = { GORDIAN_TOKEN: await tokenOf('pipeline') };
  const apply = `npx gordian apply . --registry ${registry} --variant staging --routing "${at(9)}/{name}/graphql"`;
  await step('check: gordian apply --dry-run', async () =>
    expect(await run(`${apply} --dry-run`, project, environment), 'is new'),
  );
  await step('publish: gordian apply', () => run(apply, project, environment));
  await step('publish again: nothing is written', async () => {
    const told = JSON.parse(await run(`${apply} --format json`, project, environment));
    if (told.answer !== null || told.plan.some(({ action }) => action !== 'unchanged'))
      throw new Error(`The same tree was not unchanged: ${JSON.stringify(told.plan)}`);
  });

  const seconds = times.reduce((sum, time) => sum + time, 0);
  say(`${seconds.toFixed(1).padStart(6)} s  in all; the goal is ${goalSeconds} s`);
  if (seconds > goalSeconds) process.exitCode = 1;
}

try {
  await prove();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
} finally {
  for (const last of undo.reverse()) await last();
  rmSync(folder, { recursive: true, force: true });
}
