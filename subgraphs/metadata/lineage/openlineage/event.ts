// An OpenLineage event as it comes over HTTP, read into what the graph is made of. Events of runs, of jobs and of datasets; facets
// that nobody here asks for are not kept, however large they are.
import { z } from 'zod';
import { GordianError } from '../../../../kit/errors.ts';
import { isNestedAtMost } from '../../../../kit/json-depth.ts';
import { storableText, unstorableEscape } from '../../../../kit/storable-text.ts';
import type { NodeIdentity } from '../queries/nodes.ts';
import { type ColumnSource, columnSources, maxColumnSources } from './column-lineage.ts';

export type DatasetName = Pick<NodeIdentity, 'namespace' | 'name'>;

export interface ReportedDataset extends DatasetName {
  /** Other names of the same dataset. */
  readonly symlinks: readonly DatasetName[];
  /** What its columns are made from, where the event says. */
  readonly columns: readonly ColumnSource[];
  /** That are kept, by name. */
  readonly facets: Readonly<Record<string, unknown>>;
}

export type RunState = (typeof runStates)[number];

export interface ReportedRun {
  readonly id: string;
  readonly state: RunState;
  /** The end of the time that it is for: facet `nominalTime`. */
  readonly nominalEnd: Date | null;
}

export interface OpenLineageEvent {
  readonly at: Date;
  /** Null: the event is about a dataset alone. */
  readonly job: (DatasetName & { readonly facets: Readonly<Record<string, unknown>> }) | null;
  /** Null: the event describes the job itself. */
  readonly run: ReportedRun | null;
  readonly inputs: readonly ReportedDataset[];
  readonly outputs: readonly ReportedDataset[];
}

const runStates = ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] as const;
const keptFacets = ['schema', 'dataSource', 'ownership', 'documentation', 'symlinks'];
/** Of one facet, as text. */
const maxFacetLength = 200_000;
const maxFacetDepth = 20;
const maxDatasets = 2_000;

const text = storableText.min(1).max(2_000);
const facets = z.record(z.string(), z.unknown()).nullish();
const named = z.object({ namespace: text, name: text });
const dataset = named.extend({ facets });
const datasets = z.array(dataset).max(maxDatasets).nullish();
const eventTime = z.iso.datetime({ offset: true }).transform((written) => new Date(written));

const shape = z
  .object({
    eventTime,
    eventType: z.enum(runStates).nullish(),
    run: z.object({ runId: text, facets }).nullish(),
    job: named.extend({ facets }).nullish(),
    dataset: dataset.nullish(),
    inputs: datasets,
    outputs: datasets,
  })
  .refine((event) => event.job || event.dataset, { error: 'has neither a `job` nor a `dataset`' })
  .refine((event) => !event.run || event.job, { error: 'has a `run` and no `job`' });

/** Clocks differ; what lies further ahead would be the newest for ever. */
const toleranceMs = 5 * 60_000;

/** @throws GordianError BAD_USER_INPUT */
export function readEvent(body: unknown, now: Date): OpenLineageEvent {
  const read = shape.safeParse(body);
  if (!read.success) throw notAnEvent(read.error.issues.map(shownIssue).join('; '));
  const { eventTime: at, eventType, run, job, dataset: alone, inputs, outputs } = read.data;
  if (at.getTime() > now.getTime() + toleranceMs) throw notAnEvent('eventTime: lies in the future');
  const event: OpenLineageEvent = {
    at,
    job: job ? { namespace: job.namespace, name: job.name, facets: kept(job.facets) } : null,
    run: run ? { id: run.runId, state: eventType ?? 'OTHER', nominalEnd: nominalEndOf(run.facets) } : null,
    inputs: (inputs ?? []).map(reported),
    outputs: [...(outputs ?? []), ...(alone ? [alone] : [])].map(reported),
  };
  const sources = event.outputs.reduce((sum, { columns }) => sum + columns.length, 0);
  if (sources > maxColumnSources) throw notAnEvent(`outputs: more than ${maxColumnSources} sources of columns`);
  return event;
}

/** What cannot be read says nothing. */
function nominalEndOf(given: z.infer<typeof facets>): Date | null {
  return z.object({ nominalEndTime: eventTime }).safeParse(given?.nominalTime).data?.nominalEndTime ?? null;
}

function reported({ namespace, name, facets: given }: z.infer<typeof dataset>): ReportedDataset {
  const symlinks = z.object({ identifiers: z.array(named) }).safeParse(given?.symlinks);
  return {
    namespace,
    name,
    symlinks: symlinks.data?.identifiers ?? [],
    columns: columnSources(given?.columnLineage),
    facets: kept(given),
  };
}

function kept(given: z.infer<typeof facets>): Record<string, unknown> {
  const entries = keptFacets.flatMap((name) => {
    const body = given?.[name];
    if (typeof body !== 'object' || body === null || !isKept(body)) return [];
    return [[name, withoutProducer(body)] as const];
  });
  return Object.fromEntries(entries);
}

/** A facet with a text that cannot be stored says nothing that anybody misses. */
function isKept(body: object): boolean {
  if (!isNestedAtMost(maxFacetDepth, body)) return false;
  const written = JSON.stringify(body);
  return written.length <= maxFacetLength && !unstorableEscape.test(written);
}

/** Who made the facet and where its schema is says nothing about the data. */
function withoutProducer(body: object): object {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !key.startsWith('_')));
}

function shownIssue({ path, message }: { readonly path: PropertyKey[]; readonly message: string }): string {
  return `${path.map(String).join('.') || 'the event'}: ${message}`;
}

function notAnEvent(issues: string): GordianError {
  return new GordianError('BAD_USER_INPUT', `This is not an OpenLineage event. ${issues}.`);
}
