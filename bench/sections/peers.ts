// This gateway beside its peers, the floor, and itself as of other commits: the cases of the shop.
import { floorName, sharingName } from '../bench-options.ts';
import { type BenchCase, caseNamed } from '../cases.ts';
import { type Checked, checkSameData, type Measured, measureTasks } from '../measure.ts';
import { printMeasured, ratioOf } from '../report/table.ts';
import type { TargetName, TargetResult } from '../report/targets.ts';
import type { Bench, Section } from '../section.ts';
import { buildSnapshot } from '../snapshot.ts';
import { recordFloor, startFloor } from '../variants/floor.ts';
import type { FloorCase } from '../variants/floor-process.ts';
import { startGordianAlone } from '../variants/gordian.ts';
import { startPeer } from '../variants/peers.ts';
import type { Variant } from '../variants/variant.ts';
import { type ServedWorld, serveWorld } from '../workshop.ts';

const reference = 'gordian';

export const peers: Section = {
  name: 'peers',
  about: 'what one request costs here and elsewhere',
  async run(bench) {
    const world = await serveWorld(bench.workshop, 'shop');
    const own = await startGordianAlone(bench.workshop, reference, bench.root, world);
    const cases = bench.options.cases.map(caseNamed);
    const floorCases = await recordFloor(own, cases, world);
    const { variants, absent } = await startOthers(bench, world, floorCases);
    const results: CaseResult[] = [];
    for (const [index, benchCase] of cases.entries())
      results.push(await runCase(bench, benchCase, [own, ...variants], floorCases[index]!, world));
    return {
      markdown: results.map(printCase).join('\n') + printAbsent(absent),
      data: { results, absent },
      targets: results.flatMap(targetsOf),
    };
  },
};

interface CaseResult {
  readonly benchCase: BenchCase;
  readonly upstreamCalls: number;
  readonly waves: number;
  readonly answerBytes: number;
  readonly measured: readonly Measured[];
  /** Variants that do not give the right answer, or not under load, and what they give. */
  readonly wrong: Readonly<Record<string, string>>;
}

interface Others {
  readonly variants: readonly Variant[];
  /** Why a variant did not come up. */
  readonly absent: Readonly<Record<string, string>>;
}

async function startOthers(bench: Bench, world: ServedWorld, floorCases: readonly FloorCase[]): Promise<Others> {
  const { workshop, options, root } = bench;
  const variants: Variant[] = [];
  const absent: Record<string, string> = {};
  for (const commit of options.against) {
    const checkout = buildSnapshot(root, commit, workshop.folder);
    variants.push(await startGordianAlone(workshop, `${reference}-at-${commit}`, checkout, world));
  }
  for (const name of options.peers)
    try {
      variants.push(await startOther(bench, name, world, floorCases));
    } catch (error) {
      absent[name] = (error as Error).message;
    }
  return { variants, absent };
}

function startOther(
  { workshop, root }: Bench,
  name: string,
  world: ServedWorld,
  floorCases: readonly FloorCase[],
): Promise<Variant> {
  if (name === floorName) return startFloor(workshop, floorCases, world);
  if (name === sharingName)
    return startGordianAlone(workshop, sharingName, root, world, { shareIdenticalQueries: true });
  return startPeer(workshop, name, world);
}

async function runCase(
  { options }: Bench,
  benchCase: BenchCase,
  variants: readonly Variant[],
  { waves, body }: FloorCase,
  world: ServedWorld,
): Promise<CaseResult> {
  const { query, connections, only } = benchCase;
  const asked = variants.filter(({ name }) => !only || name.startsWith(reference) || only.includes(name));
  const checked = await checkSameData(asked, query);
  const right = checked.flatMap((one) => ('answer' in one ? [one] : []));
  const tasks = right.map(({ variant, answer }) => ({ label: variant.name, variant, query, answer, connections }));
  const { measured, failed } = await measureTasks(tasks, options.rounds, world.served);
  return {
    benchCase,
    upstreamCalls: waves.flat().length,
    waves: waves.length,
    answerBytes: Buffer.byteLength(body),
    measured,
    wrong: { ...Object.fromEntries(checked.flatMap(faultOf)), ...failed },
  };
}

const faultOf = (checked: Checked): [string, string][] =>
  'fault' in checked ? [[checked.variant.name, checked.fault]] : [];

function printCase({ benchCase, upstreamCalls, waves, answerBytes, measured, wrong }: CaseResult): string {
  const refused = Object.entries(wrong).map(([name, fault]) => `\n${name} does not answer this case: ${fault}\n`);
  return `### ${benchCase.name}: ${benchCase.about}

A lone request makes ${upstreamCalls} upstream calls in ${waves} waves; an answer of ${answerBytes} bytes (${reference}); ${benchCase.connections} connections.

${printMeasured(measured, reference)}${refused.join('')}`;
}

function printAbsent(absent: Others['absent']): string {
  return Object.entries(absent)
    .map(([name, reason]) => `\n${name} did not come up: ${reason}\n`)
    .join('');
}

function targetsOf({ benchCase, measured }: CaseResult): TargetResult[] {
  const own = measured.find(({ variant }) => variant === reference)!.rounds;
  const against = (target: TargetName, names: readonly string[]): TargetResult[] => {
    const [best] = measured
      .filter(({ variant }) => names.includes(variant))
      .map(({ variant, rounds }) => ({ variant, ...ratioOf(rounds, own) }))
      .toSorted((a, b) => a.median - b.median);
    return best ? [{ target, measured: best.median, spread: best.quartiles, note: best.variant }] : [];
  };
  switch (benchCase.name) {
    case 'heavy':
      return [
        ...against('heavyApollo', ['apollo-gateway']),
        ...against('heavyHive', ['hive-rust']),
        ...floorTarget(measured, own),
      ];
    case 'small':
      return against('smallPeer', notSharing);
    case 'wide':
      return against('widePeer', notSharing);
    default:
      return [];
  }
}

/** Peers that share identical requests in flight save work here only because the load is one query again and again. */
const notSharing = ['apollo-gateway', 'apollo-undici', 'hive-js', 'hive-rust', 'mercurius'];

function floorTarget(measured: readonly Measured[], own: Measured['rounds']): TargetResult[] {
  const floor = measured.find(({ variant }) => variant === floorName)?.rounds;
  if (!floor) return [];
  const { median, quartiles } = ratioOf(own, floor);
  return [{ target: 'floor', measured: median, spread: quartiles }];
}
