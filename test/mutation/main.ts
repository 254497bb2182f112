// `npm run mutation`: weakens every guard of the policy alone and says which of them no test noticed. Exits with 1 when there is one
// that the list of equivalent mutants does not know.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { allMutants } from './all-mutants.ts';
import { readEquivalentMutants } from './equivalent-mutants.ts';
import { keyOf, type Mutant } from './mutant.ts';
import { slowMs } from './targets.ts';
import type { TestFileResult } from './test-runner.ts';
import { createWitnessFinder, listFiles, testFiles, type WitnessFinder } from './witnesses.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

interface Verdict {
  readonly mutant: Mutant;
  /** Null: it lives. */
  readonly killedBy: string | null;
}

const { values: flags } = parseArgs({
  options: {
    shard: { type: 'string', default: '1/1' },
    /** A regular expression for the names of files. */
    only: { type: 'string', default: '' },
    /** The same for tests: ask these only. */
    tests: { type: 'string', default: '' },
    /** One of so many. */
    sample: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run mutation -- [flags]
  --only <regexp>    mutants of files whose names fit
  --tests <regexp>   ask tests whose names fit, and no others
  --sample <n>       one of n mutants, the same ones each time
  --shard <i>/<n>    the i-th of n parts
  --jobs <n>         so many processes, each with a Postgres of its own (1)
  --list             name the mutants, and run nothing
  --verbose          say what kills each of them
`;

const baselineTimeoutMs = 600_000;
const groupTimeoutMs = 240_000;
const controlEvery = 25;

const files = listFiles();
const mutants = chosen(allMutants(files));
if (flags.help) process.stdout.write(usage);
else if (flags.list) process.stdout.write(mutants.map(line).join(''));
else process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const baseline = await runBaseline();
  const witnessesOf = createWitnessFinder(baseline);
  const verdicts: Verdict[] = [];
  const waiting = [...mutants];
  const startedAt = Date.now();
  const work = async () => {
    const worker = startWorkerProcess();
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const killedBy = await killerOf(worker, mutant, witnessesOf(mutant.file, slowMs));
      if (killedBy !== null && verdicts.length % controlEvery === 0) await requireSound(worker, mutant, witnessesOf);
      verdicts.push({ mutant, killedBy });
      progress(verdicts, Date.now() - startedAt);
      if (killedBy === null) process.stdout.write(`survived  ${line(mutant)}`);
      else if (flags.verbose) process.stdout.write(`killed    ${line(mutant).trimEnd()} by ${killedBy}\n`);
    }
    worker.stop();
  };
  await Promise.all(Array.from({ length: Number(flags.jobs) }, work));
  return report(verdicts, ({ file }) => witnessesOf(file, slowMs).length === 0);
}

/** Without a mutant: what does not pass cannot witness anything. */
async function runBaseline(): Promise<readonly TestFileResult[]> {
  const worker = startWorkerProcess();
  const asked = testFiles(files).filter((file) => new RegExp(flags.tests).test(file));
  const results = await worker.ask({ files: asked, mutant: null }, baselineTimeoutMs);
  worker.stop();
  if (results === null) throw new Error('The tests without a mutant did not end.');
  for (const { file, failed } of results.filter(({ passed }) => !passed))
    process.stderr.write(`not asked, for it does not pass as it is: ${file} ${failed ?? ''}\n`);
  return results;
}

async function killerOf(
  worker: WorkerProcess,
  mutant: Mutant,
  groups: readonly (readonly string[])[],
): Promise<string | null> {
  for (const files of groups) {
    const results = await worker.ask({ files, mutant }, groupTimeoutMs);
    if (results === null) return 'it never ended';
    const failed = results.find(({ passed }) => !passed);
    if (failed !== undefined) return `${failed.file} ${failed.failed ?? ''}`;
  }
  return null;
}

/** A runner that fails whatever it is given would kill every mutant. */
async function requireSound(worker: WorkerProcess, { file }: Mutant, witnessesOf: WitnessFinder): Promise<void> {
  const unchanged: Mutant = { file, line: 1, start: 0, end: 0, replacement: '', change: 'nothing' };
  const killedBy = await killerOf(worker, unchanged, witnessesOf(file, slowMs).slice(0, 1));
  if (killedBy !== null) throw new Error(`${file} as it is fails ${killedBy}, so nothing can be said of its mutants.`);
}

function chosen(all: readonly Mutant[]): Mutant[] {
  const [index = 1, shards = 1] = flags.shard.split('/').map(Number);
  return all
    .filter(({ file }) => new RegExp(flags.only).test(file))
    .filter((mutant) => numberOf(keyOf(mutant)) % Number(flags.sample) === 0)
    .filter((_, position) => position % shards === index - 1);
}

/** The same for ever, so that a sample changes only with the mutants themselves. */
function numberOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0);
}

function report(verdicts: readonly Verdict[], isUnseen: (mutant: Mutant) => boolean): boolean {
  const equivalent = readEquivalentMutants();
  const alive = verdicts.filter(({ killedBy }) => killedBy === null).map(({ mutant }) => mutant);
  const excused = alive.filter((mutant) => equivalent.has(keyOf(mutant)));
  const wronglyExcused = verdicts.filter(({ mutant, killedBy }) => killedBy !== null && equivalent.has(keyOf(mutant)));
  const unseen = alive.filter((mutant) => !excused.includes(mutant) && isUnseen(mutant));
  const survivors = alive.filter((mutant) => !excused.includes(mutant) && !unseen.includes(mutant));
  if (unseen.length > 0) {
    const sources = [...new Set(unseen.map(({ file }) => file))];
    process.stdout.write(`\n${unseen.length} that none of the tests asked imports, in ${sources.join(', ')}.\n`);
  }
  process.stdout.write(
    `\n${verdicts.length} mutants: ${verdicts.length - alive.length} killed, ${excused.length} equivalent, ${survivors.length} survived.\n`,
  );
  for (const mutant of survivors) process.stdout.write(`  ${line(mutant)}`);
  for (const { mutant, killedBy } of wronglyExcused)
    process.stdout.write(`listed as equivalent, and killed by ${killedBy}:\n  ${line(mutant)}`);
  return survivors.length === 0;
}

function progress(verdicts: readonly Verdict[], elapsedMs: number): void {
  if (verdicts.length % 25 !== 0) return;
  const alive = verdicts.filter(({ killedBy }) => killedBy === null).length;
  process.stderr.write(`${verdicts.length} of ${mutants.length}, ${alive} alive, ${Math.round(elapsedMs / 1_000)} s\n`);
}

function line(mutant: Mutant): string {
  return `${mutant.file}:${mutant.line} ${mutant.change}\n`;
}
