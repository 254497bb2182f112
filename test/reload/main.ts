// The long reload campaign: `npm run prove:reload -- --times 1000`. Prints a table, and fails when a request failed or an answer was of
// two generations. docs/reference/generations.md has figures.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../kit/embedded-postgres.ts';
import { freePort } from '../../kit/free-port.ts';
import { packageFile } from '../../kit/package-files.ts';
import { type CampaignResult, runCampaign } from './campaign.ts';
import { startReloadWorld } from './reload-world.ts';

const { values } = parseArgs({
  options: { times: { type: 'string', default: '200' }, rate: { type: 'string', default: '300' } },
});
const times = Number(values.times);
const size = {
  perSecond: Number(values.rate),
  publications: times,
  policies: times,
  rollbacks: Math.ceil(times / 4),
  broken: Math.ceil(times / 4),
  storm: 100,
};

const dataDirectory = mkdtempSync(join(tmpdir(), 'gordian-reload-postgres-'));
const postgres = await startEmbeddedPostgres({ dataDirectory, port: await freePort() });
const world = await startReloadWorld({ databaseUrl: postgres.url, compiled: packageFile('dist') });
try {
  const result = await runCampaign(world, size);
  print(result);
  process.exitCode = result.failed.length + result.mixed.length === 0 ? 0 : 1;
} finally {
  await world.close();
  await postgres.stop();
  for (const folder of [dataDirectory, postgres.dataDirectory]) rmSync(folder, { recursive: true, force: true });
}

function print(result: CampaignResult): void {
  const { answers, failed, mixed, generations, servedAfterMs, builtInStorm } = result;
  const rows: readonly (readonly [string, unknown])[] = [
    [
      'publications, policies, rollbacks, broken',
      [size.publications, size.policies, size.rollbacks, size.broken].join(', '),
    ],
    ['generations served', generations],
    ['requests, at a second', `${answers.sent}, ${size.perSecond}`],
    ['failed', failed.length],
    ['of two generations', mixed.length],
    ['latency p50, p99, max (ms)', [answers.p50Ms, answers.p99Ms, answers.maxMs].join(', ')],
    ['published to served p50, p99 (ms)', [0.5, 0.99].map((share) => at(servedAfterMs, share)).join(', ')],
    ['loop late per second p50, p99, max (ms)', distribution(result.loopLateMs)],
    ['... without waiting for a core', distribution(result.loopLateByItselfMs)],
    [`generations built of ${size.storm} publications at once`, builtInStorm],
  ];
  for (const [what, value] of rows) process.stdout.write(`| ${what} | ${value} |\n`);
  for (const text of [...failed, ...mixed].slice(0, 20)) process.stdout.write(`${text}\n`);
}

function distribution(sorted: readonly number[]): string {
  return [0.5, 0.99, 1].map((share) => at(sorted, share)).join(', ');
}

function at(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
}
