// What the audit costs: the same gateway, caller and query with the audit off and on, the spool on a real disk and delivered while
// it is measured. Once with a policy under which nothing is protected, and once with protected fields, whose entities are noted.
import { readFileSync } from 'node:fs';
import { buildArtefact, type Classification, type Sensitivity } from '../../schema/artefact.ts';
import { type Authority, startAuthority } from '../authority.ts';
import { usualConnections } from '../cases.ts';
import { checkSameData, type Measured, measureTasks, type Task } from '../measure.ts';
import { printMeasured, ratioOf } from '../report/table.ts';
import type { TargetResult } from '../report/targets.ts';
import type { Bench, Section } from '../section.ts';
import { startGordian } from '../variants/gordian.ts';
import type { Variant } from '../variants/variant.ts';
import { type ServedWorld, serveWorld } from '../workshop.ts';
import { fieldNames } from '../worlds/ladder.ts';

/** Rows of the list; one row costs little beside its record. */
const rowCounts = [1, 100];
/** A few per cent are looked for, so there are more rounds than elsewhere. */
const moreRounds = 2;

export const audit: Section = {
  name: 'audit',
  about: 'what a record of every operation costs',
  async run(bench) {
    const world = await serveWorld(bench.workshop, 'ladder');
    const { count, windowMs, warmUpMs } = bench.options.rounds;
    const rounds = { count: count * moreRounds, windowMs, warmUpMs };
    const results: AuditResult[] = [];
    for (const level of ['PUBLIC', 'CONFIDENTIAL'] as const) {
      const variants = await startBoth(bench, world, level);
      for (const rows of rowCounts) {
        const { measured } = await measureTasks(await tasksOf(variants, queryFor(rows)), rounds);
        results.push({ rows, level, measured });
      }
    }
    return {
      markdown: `The same gateway twice, on one artefact and with one caller: the audit off, and on, with a spool on disk that is delivered all the time. Six fields of two subgraphs.

${results.map(({ rows, level, measured }) => `### ${aboutOf({ rows, level })}\n\n${printMeasured(measured, `off ${level}`)}`).join('\n')}`,
      data: results,
      targets: results.map(targetOf),
    };
  },
};

interface AuditResult {
  readonly rows: number;
  readonly level: Sensitivity;
  /** Off and on. */
  readonly measured: readonly Measured[];
}

const aboutOf = ({ rows, level }: Pick<AuditResult, 'rows' | 'level'>) =>
  `${rows} ${rows === 1 ? 'row' : 'rows'} of ${level} fields`;

function targetOf({ rows, level, measured: [off, on] }: AuditResult): TargetResult {
  const { median, quartiles } = ratioOf(on!.rounds, off!.rounds);
  const spread = [percent(quartiles[0]), percent(quartiles[1])] as const;
  return { target: 'audit', measured: percent(median), spread, note: aboutOf({ rows, level }) };
}

const percent = (ratio: number): number => (ratio - 1) * 100;
/** Of both subgraphs. */
const asked = fieldNames.slice(0, 6);
const queryFor = (rows: number): string => `query Audited { items(first: ${rows}) { ${asked.join(' ')} } }`;

async function startBoth(bench: Bench, world: ServedWorld, level: Sensitivity): Promise<readonly Variant[]> {
  const authority = await startAuthority(artefactOf(world, level));
  bench.workshop.atEnd(() => authority.close());
  const token = await authority.issue({ sub: 'bench', azp: 'bench', scope: 'ladder:confidential:read' });
  return [
    await startAudited(bench, authority, { name: `off ${level}`, mode: 'off', token }),
    await startAudited(bench, authority, { name: `on ${level}`, mode: 'on', token }),
  ];
}

function startAudited(
  { workshop, root }: Bench,
  { settings, environment }: Authority,
  { name, mode, token }: { readonly name: string; readonly mode: string; readonly token: string },
): Promise<Variant> {
  return startGordian(workshop, {
    name,
    root,
    settings: { ...settings, policy: { golden: 'ignore' }, audit: { mode } },
    environment: { ...environment, GORDIAN_AUDIT_KEY: 'a key for the bench only' },
    headers: { authorization: `Bearer ${token}` },
  });
}

function artefactOf({ supergraphFile }: ServedWorld, level: Sensitivity) {
  const classified = (own: Sensitivity): Classification => ({
    level: own,
    tags: [],
    product: 'ladder',
    domain: 'ladder',
  });
  const classifications = new Map([
    ['Query.items', classified('PUBLIC')],
    ['Item.id', classified('PUBLIC')],
    ...fieldNames.map((name) => [`Item.${name}`, classified(level)] as const),
  ]);
  return buildArtefact({
    supergraphSdl: readFileSync(supergraphFile, 'utf8'),
    classifications,
    publishedAt: new Date(),
  });
}

async function tasksOf(variants: readonly Variant[], query: string): Promise<Task[]> {
  const checked = await checkSameData(variants, query);
  return checked.map((one) => {
    if ('fault' in one) throw new Error(`${one.variant.name}: ${one.fault}`);
    return { label: one.variant.name, ...one, query, connections: usualConnections };
  });
}
