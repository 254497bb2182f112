// Random supergraphs for as long as you like: `npm run differential -- --minutes 60`. It goes on where the last run ended, prints how
// far it is, and writes what fails, made small, to test/property/failures, where every later test run replays it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { packageFile } from '../../kit/package-files.ts';
import { type CampaignSize, runCampaign } from './campaign.ts';
import { createDifferential, type Differential, type DifferentialCase } from './differential.ts';
import { drawSupergraph } from './drawn/draw-supergraph.ts';
import { printSupergraph } from './drawn/print-supergraph.ts';
import type { SupergraphModel } from './drawn/supergraph-model.ts';
import { fixtureOf, writeFixture } from './failure-fixture.ts';
import { shrinkCase } from './shrink-case.ts';

interface Progress {
  readonly seed: string;
  supergraphs: number;
  notComposed: number;
  operations: number;
  executions: number;
  refused: Record<string, number>;
  failures: number;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: 'long' },
    operations: { type: 'string', default: '20' },
    executions: { type: 'string', default: '50' },
    'shrink-seconds': { type: 'string', default: '60' },
  },
});
const size: CampaignSize = { operations: Number(values.operations), executionsOfEach: Number(values.executions) };
const stateFile = packageFile('dist').concat(`/differential-${values.seed}.json`);

const progress = readProgress();
const end = Date.now() + Number(values.minutes) * 60_000;
for (let printed = 0; Date.now() < end; progress.supergraphs++) {
  await runSupergraph(`${values.seed} ${progress.supergraphs}`);
  writeFileSync(stateFile, JSON.stringify(progress));
  if (Date.now() - printed < 10_000) continue;
  printed = Date.now();
  print();
}
print();
process.exitCode = progress.failures > 0 ? 1 : 0;

async function runSupergraph(seed: string): Promise<void> {
  const model = drawSupergraph(seed);
  const differential = composed(seed, model);
  if (!differential) return;
  const result = await runCampaign(differential, seed, size);
  progress.operations += result.operations;
  progress.executions += result.executions;
  for (const [code, count] of Object.entries(result.refused))
    progress.refused[code] = (progress.refused[code] ?? 0) + count;
  // The others are likely to have the same cause.
  const [failure] = result.failures;
  progress.failures += result.failures.length;
  if (failure) await keepFailure(seed, model, failure);
}

function composed(seed: string, model: SupergraphModel): Differential | null {
  try {
    return createDifferential(printSupergraph(seed, model));
  } catch {
    progress.notComposed++;
    return null;
  }
}

async function keepFailure(seed: string, model: SupergraphModel, failure: DifferentialCase): Promise<void> {
  const small = await shrinkCase({ model, one: failure }, Number(values['shrink-seconds']) * 1_000);
  const supergraph = printSupergraph(seed, small.model);
  const verdict = await createDifferential(supergraph).run(small.one);
  const about = verdict.kind === 'different' ? verdict.difference.what : verdict.kind;
  process.stdout.write(
    `${writeFixture(seed.replaceAll(' ', '-'), fixtureOf(about, supergraph, small.one))}: ${about}\n`,
  );
}

function readProgress(): Progress {
  if (existsSync(stateFile)) return JSON.parse(readFileSync(stateFile, 'utf8'));
  const { seed } = values;
  return { seed, supergraphs: 0, notComposed: 0, operations: 0, executions: 0, refused: {}, failures: 0 };
}

function print(): void {
  const { supergraphs, notComposed, operations, executions, refused, failures } = progress;
  const parts = [
    `${supergraphs} supergraphs (${notComposed} did not compose)`,
    `${operations} operations`,
    `${executions} executions`,
    `${failures} failures`,
    `refused ${JSON.stringify(refused)}`,
  ];
  process.stdout.write(`${parts.join(', ')}\n`);
}
