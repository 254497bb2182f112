// What usage costs: the same gateway and query with it off and on, reported every second, values looked at ten times a second.
import { readFileSync } from 'node:fs';
import { buildArtefact } from '../../schema/artefact.ts';
import { type Authority, startAuthority } from '../authority.ts';
import { usualConnections } from '../cases.ts';
import { checkSameData, type Measured, measureTasks, type Task } from '../measure.ts';
import { printMeasured, ratioOf } from '../report/table.ts';
import type { TargetResult } from '../report/targets.ts';
import type { Bench, Section } from '../section.ts';
import { startGordian } from '../variants/gordian.ts';
import type { Variant } from '../variants/variant.ts';
import { serveWorld } from '../workshop.ts';
import { fieldNames } from '../worlds/ladder.ts';

const rowCounts = [1, 1_000];
/** Two per cent are looked for, so there are more rounds than elsewhere. */
const moreRounds = 3;

export const usage: Section = {
  name: 'usage',
  about: 'what counting and reporting of usage costs',
  async run(bench) {
    const { supergraphFile } = await serveWorld(bench.workshop, 'ladder');
    const authority = await startAuthority(
      buildArtefact({
        supergraphSdl: readFileSync(supergraphFile, 'utf8'),
        classifications: new Map(),
        publishedAt: new Date(),
      }),
    );
    bench.workshop.atEnd(() => authority.close());
    const variants = [await startCounting(bench, authority, 'off'), await startCounting(bench, authority, 'on')];
    const { count, windowMs, warmUpMs } = bench.options.rounds;
    const rounds = { count: count * moreRounds, windowMs, warmUpMs };
    const results: UsageResult[] = [];
    for (const rows of rowCounts) {
      const { measured } = await measureTasks(await tasksOf(variants, queryFor(rows)), rounds);
      results.push({ rows, measured });
    }
    return {
      markdown: `The same gateway twice: usage off, and on, reported every second. Six fields of two subgraphs; the audit is off.

${results.map(({ rows, measured }) => `### ${aboutOf(rows)}\n\n${printMeasured(measured, 'usage off')}`).join('\n')}`,
      data: results,
      targets: results.map(targetOf),
    };
  },
};

interface UsageResult {
  readonly rows: number;
  /** Off and on. */
  readonly measured: readonly Measured[];
}

const aboutOf = (rows: number) => `${rows} ${rows === 1 ? 'row' : 'rows'}`;
const percent = (ratio: number): number => (ratio - 1) * 100;

function targetOf({ rows, measured: [off, on] }: UsageResult): TargetResult {
  const { median, quartiles } = ratioOf(on!.rounds, off!.rounds);
  const spread = [percent(quartiles[0]), percent(quartiles[1])] as const;
  return { target: 'usage', measured: percent(median), spread, note: aboutOf(rows) };
}

/** Of both subgraphs. */
const asked = fieldNames.slice(0, 6);
const queryFor = (rows: number): string => `query Counted { items(first: ${rows}) { ${asked.join(' ')} } }`;

async function startCounting(
  { workshop, root }: Bench,
  { settings, environment, issue }: Authority,
  mode: 'off' | 'on',
): Promise<Variant> {
  const token = await issue({ sub: 'somebody', azp: 'bench' });
  return startGordian(workshop, {
    name: `usage ${mode}`,
    root,
    settings: { ...settings, policy: 'none', audit: { mode: 'off' }, usage: { mode, reportEveryMs: 1_000 } },
    environment,
    headers: { authorization: `Bearer ${token}` },
  });
}

async function tasksOf(variants: readonly Variant[], query: string): Promise<Task[]> {
  const checked = await checkSameData(variants, query);
  return checked.map((one) => {
    if ('fault' in one) throw new Error(`${one.variant.name}: ${one.fault}`);
    return { label: one.variant.name, ...one, query, connections: usualConnections };
  });
}
