// `npm run bench`: starts everything on loopback, checks that all variants say the same, measures, prints, and with --write
// keeps the result in bench/results.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCases } from './cases.ts';
import { type Child, startChild } from './child.ts';
import { supergraphOf } from './federation.ts';
import { requestOnce } from './load.ts';
import { measureCase, type Rounds } from './measure.ts';
import type { FloorCase } from './peers/floor.ts';
import { type CaseResult, caseNamed, machine, printTable, type Run } from './results.ts';
import { buildSnapshot, currentCommit } from './snapshot.ts';
import { type UpstreamCall, wavesOf } from './upstream-calls.ts';
import { startApollo, startFloor, startGordian, type Variant, type Workshop } from './variant.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: benchCases.map(({ name }) => name).join() },
    peers: { type: 'string', default: 'apollo,floor' },
    against: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '5' },
    'window-ms': { type: 'string', default: '1500' },
    'warm-up-ms': { type: 'string', default: '3000' },
    write: { type: 'string' },
    'cpu-profile': { type: 'string' },
  },
});

const repository = join(import.meta.dirname, '../..');
const reference = 'gordian';
const rounds: Rounds = {
  count: Number(values.rounds),
  windowMs: Number(values['window-ms']),
  warmUpMs: Number(values['warm-up-ms']),
};
const cases = values.cases.split(',').map(caseNamed);
const peers = new Set(values.peers.split(',').filter(Boolean));
const running: Child[] = [];

const folder = mkdtempSync(join(tmpdir(), 'gordian-bench-'));
try {
  await run();
  rmSync(folder, { recursive: true });
} catch (error) {
  console.error(`failed; logs are in ${folder}`);
  throw error;
} finally {
  await Promise.all(running.map((child) => child.stop()));
}

async function run(): Promise<void> {
  const subgraphs = keep(
    startChild({
      script: join(import.meta.dirname, 'subgraph-process.js'),
      cwd: folder,
      logFile: join(folder, 'subgraphs.log'),
    }),
  );
  const { urls } = await subgraphs.ask<{ urls: Record<string, string> }>('urls');
  const workshop: Workshop = { folder, supergraphFile: join(folder, 'supergraph.graphql') };
  writeFileSync(workshop.supergraphFile, supergraphOf(urls));

  const own = keepVariant(
    await startGordian(reference, repository, { ...workshop, profileFolder: values['cpu-profile'] }),
  );
  const floorCases = await recordFloor(own, subgraphs);
  const variants = [own, ...(await startOthers(workshop, floorCases))];
  const results: CaseResult[] = [];
  for (const [index, benchCase] of cases.entries()) {
    const { waves, body } = floorCases[index]!;
    const measured = await measureCase(benchCase, variants, rounds);
    results.push({ benchCase, upstreamCalls: waves.flat().length, answerBytes: Buffer.byteLength(body), measured });
  }
  report({
    commit: currentCommit(repository),
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    rounds,
    cases: results,
  });
}

async function startOthers(workshop: Workshop, floorCases: readonly FloorCase[]): Promise<readonly Variant[]> {
  const others: Variant[] = [];
  for (const commit of values.against) {
    const root = buildSnapshot(repository, commit, folder);
    others.push(keepVariant(await startGordian(`gordian-at-${commit}`, root, workshop)));
  }
  if (peers.has('apollo')) others.push(keepVariant(await startApollo('apollo-gateway', workshop)));
  if (peers.has('floor')) {
    const casesFile = join(folder, 'floor.json');
    writeFileSync(casesFile, JSON.stringify(floorCases));
    others.push(keepVariant(await startFloor('floor', casesFile, workshop)));
  }
  return others;
}

/** Has the gateway answer each case once and notes which calls it makes. */
async function recordFloor(own: Variant, subgraphs: Child): Promise<readonly FloorCase[]> {
  const recorded: FloorCase[] = [];
  for (const { query } of cases) {
    await requestOnce(own.url, query);
    await subgraphs.ask('record');
    const body = await requestOnce(own.url, query);
    const { calls } = await subgraphs.ask<{ calls: UpstreamCall[] }>('recorded');
    recorded.push({ query, waves: wavesOf(calls), body });
  }
  return recorded;
}

function report(result: Run): void {
  const table = printTable(result, reference);
  console.log(table);
  if (!values.write) return;
  const file = join(repository, 'bench/results', values.write);
  writeFileSync(`${file}.json`, `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(`${file}.md`, table);
}

function keep(child: Child): Child {
  running.push(child);
  return child;
}

function keepVariant(variant: Variant): Variant {
  keep(variant.process);
  return variant;
}
