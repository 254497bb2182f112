// Random policies over random supergraphs for as long as you like: `npm run differential:authorization -- --minutes 60`. It goes on
// where the last run ended, prints how far it is, and writes what fails to test/property/authorization/failures, made smaller.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { packageFile } from '../../../kit/package-files.ts';
import { drawSupergraph } from '../drawn/draw-supergraph.ts';
import { printSupergraph } from '../drawn/print-supergraph.ts';
import { type AuthorizedSize, noResult, runAuthorizedCampaign, runPolicy } from './authorized-campaign.ts';
import { createAuthorizedDifferential, type GuardedGraph, guardedGraph } from './authorized-differential.ts';
import { writeAuthorizedFixture } from './authorized-fixture.ts';
import { compileMetadata, drawMetadataCaller, metadataPolicy, metadataSupergraph } from './metadata-graph.ts';
import { shrinkAuthorized } from './shrink-authorized.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: 'long' },
    'shrink-seconds': { type: 'string', default: '30' },
  },
});
const size: AuthorizedSize = { policies: 2, operationsOfEach: 15, callersOfEach: 4, executionsOfEach: 28 };
const stateFile = packageFile('dist').concat(`/differential-authorization-${values.seed}.json`);

const metadataGraph = guardedGraph(metadataSupergraph());
const metadataRules = metadataPolicy();
const metadata = createAuthorizedDifferential(metadataGraph, metadataRules, compileMetadata(metadataGraph));

const progress = existsSync(stateFile)
  ? JSON.parse(readFileSync(stateFile, 'utf8'))
  : { seed: values.seed, supergraphs: 0, executions: 0, failures: 0 };
const end = Date.now() + Number(values.minutes) * 60_000;
for (; Date.now() < end; progress.supergraphs++) {
  const seed = `${values.seed} ${progress.supergraphs}`;
  const graph = composed(seed);
  if (graph)
    for (const withRows of [false, true]) await runOver(graph, `${seed} ${withRows ? 'rows' : 'callers'}`, withRows);
  await runOverMetadata(`${seed} metadata`);
  writeFileSync(stateFile, JSON.stringify(progress));
  process.stdout.write(`${JSON.stringify(progress)}\n`);
}
process.exitCode = progress.failures > 0 ? 1 : 0;

function composed(seed: string): GuardedGraph | null {
  try {
    return guardedGraph(printSupergraph(seed, drawSupergraph(seed)));
  } catch {
    return null;
  }
}

async function runOver(graph: GuardedGraph, seed: string, withRows: boolean): Promise<void> {
  const { executions, failures } = await runAuthorizedCampaign(graph, seed, size, { withRows });
  progress.executions += executions;
  // The others are likely to have the same cause.
  const [failure] = failures;
  if (!failure) return;
  progress.failures++;
  const small = await shrinkAuthorized(graph, failure, Number(values['shrink-seconds']) * 1_000);
  process.stdout.write(
    `${writeAuthorizedFixture(seed.replaceAll(' ', '-'), { supergraph: graph.written, ...small })}\n`,
  );
}

/** Its rules are no data, so that a difference is told and not kept: the seed brings it back. */
async function runOverMetadata(seed: string): Promise<void> {
  const result = noResult();
  await runPolicy(metadata, seed, size, drawMetadataCaller(metadataRules), result);
  progress.executions += result.executions;
  progress.failures += result.failures.length;
  for (const { one } of result.failures) process.stdout.write(`${seed}\n${await metadata.explain(one)}\n`);
}
