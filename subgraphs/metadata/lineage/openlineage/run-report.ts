// What the events of a run say together. Each part grows or keeps its greatest value, so that the order in which events come, and
// how often, makes no difference.
import { type MergeableEdge, mergeEdges } from '../merge-edges.ts';
import type { NewEdge } from '../queries/edges.ts';
import type { RunState } from './event.ts';

/** Plain data: it is kept as JSON. */
export interface RunReport {
  /** ISO-8601, of its first and its last event. */
  readonly from: string;
  readonly to: string;
  /** How it ended; null while it has not. */
  readonly end: RunEnd | null;
  /** Whether it was heard to be at work: it is running or has completed. */
  readonly hasWorked: boolean;
  /** ISO-8601: the end of the time that the run is for. Absent where no event says. */
  readonly nominalEnd?: string;
  /** URNs of datasets, sorted. */
  readonly inputs: readonly string[];
  /** By the URN of a dataset, what its columns are made from. */
  readonly outputs: Readonly<Record<string, readonly NewEdge[]>>;
}

interface RunEnd {
  readonly state: 'COMPLETE' | 'ABORT' | 'FAIL';
  readonly at: string;
}

/** An event whose datasets are known by their URNs. */
export interface RunEvent {
  readonly at: Date;
  readonly state: RunState;
  readonly nominalEnd: Date | null;
  readonly inputs: readonly string[];
  readonly outputs: ReadonlyMap<string, readonly MergeableEdge[]>;
}

export function reportOf({ at, state, nominalEnd, inputs, outputs }: RunEvent): RunReport {
  const instant = at.toISOString();
  const isEnd = state === 'COMPLETE' || state === 'ABORT' || state === 'FAIL';
  return {
    from: instant,
    to: instant,
    end: isEnd ? { state, at: instant } : null,
    hasWorked: state === 'RUNNING' || state === 'COMPLETE',
    ...(nominalEnd ? { nominalEnd: nominalEnd.toISOString() } : {}),
    inputs: [...new Set(inputs)].sort(),
    outputs: Object.fromEntries(sortedEntries([...outputs].map(([urn, edges]) => [urn, mergeEdges(edges)]))),
  };
}

export function mergeReports(one: RunReport, other: RunReport): RunReport {
  const datasets = new Set([...Object.keys(one.outputs), ...Object.keys(other.outputs)]);
  const edgesOf = (urn: string) => mergeEdges([...(one.outputs[urn] ?? []), ...(other.outputs[urn] ?? [])]);
  return {
    from: one.from < other.from ? one.from : other.from,
    to: one.to > other.to ? one.to : other.to,
    end: laterEnd(one.end, other.end),
    hasWorked: one.hasWorked || other.hasWorked,
    ...laterNominalEnd(one, other),
    inputs: [...new Set([...one.inputs, ...other.inputs])].sort(),
    outputs: Object.fromEntries(sortedEntries([...datasets].map((urn) => [urn, edgesOf(urn)]))),
  };
}

function laterNominalEnd(one: RunReport, other: RunReport): Pick<RunReport, 'nominalEnd'> {
  const [latest] = [one.nominalEnd, other.nominalEnd]
    .filter((end) => end !== undefined)
    .sort()
    .reverse();
  return latest === undefined ? {} : { nominalEnd: latest };
}

/** Of two ends at one moment always the same one holds: FAIL before COMPLETE before ABORT. */
function laterEnd(one: RunEnd | null, other: RunEnd | null): RunEnd | null {
  if (one === null || other === null) return one ?? other;
  return `${one.at} ${one.state}` > `${other.at} ${other.state}` ? one : other;
}

/** A run that failed says nothing about the graph; one that has only begun does not yet. */
export function countsForGraph({ end, hasWorked }: RunReport): boolean {
  return end === null ? hasWorked : end.state === 'COMPLETE';
}

/** What the run alone says. */
export function edgesOfRun(job: string, report: RunReport): NewEdge[] {
  return edgesOfJob(job, [report]);
}

/**
 * What a job does: of each dataset that it writes, what the newest run says that wrote it. A dataset that is read is on the
 * way to the job, and one that is written on the way from it.
 * @param runs that count, newest first
 */
export function edgesOfJob(job: string, runs: readonly RunReport[]): NewEdge[] {
  const newestOf = new Map<string, RunReport>();
  for (const run of [...runs].reverse()) for (const urn of Object.keys(run.outputs)) newestOf.set(urn, run);
  const spoken = new Set([...newestOf.values(), ...runs.slice(0, 1)]);
  return mergeEdges([
    ...[...spoken].flatMap(({ inputs }) => inputs.map((urn) => datasetEdge(urn, job))),
    ...[...newestOf].flatMap(([urn, run]) => [datasetEdge(job, urn), ...run.outputs[urn]!]),
  ]);
}

function datasetEdge(from: string, to: string): MergeableEdge {
  return { from, to, origin: 'OPENLINEAGE', transform: 'DIRECT', subtype: null, masking: false };
}

function sortedEntries<Value>(entries: [string, Value][]): [string, Value][] {
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
