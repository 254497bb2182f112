// Takes an event into the graph, in one transaction: what its run says is put together with what was known of it, and then the
// job with all that count. The outcome is the same whatever the order in which events come, and how often.
import { isDeepStrictEqual } from 'node:util';
import type { Database, Queries } from '../../../../kit/postgres.ts';
import { type Reporter, requireReportsOn } from '../../registry/reporter.ts';
import { replaceEdges } from '../queries/edges.ts';
import { nodesByUrn, productsOfNodes, upsertNodes } from '../queries/nodes.ts';
import { countingRuns, lockJob, runOf, saveFacets, saveRun, saveSightings, showSightings } from '../queries/runs.ts';
import { registeredServers } from '../queries/servers.ts';
import type { DatasetName, OpenLineageEvent } from './event.ts';
import { jobNode, jobUrn, type NamedEvent, nameNodes } from './name-nodes.ts';
import { countsForGraph, edgesOfJob, edgesOfRun, mergeReports, type RunReport, reportOf } from './run-report.ts';
import { recordWatermarks } from './watermarks-of-run.ts';

export interface Taken {
  /** In the log, of what changed in the graph; null when nothing did. */
  readonly position: number | null;
  /** Whether it shows how far the data of a product reach. */
  readonly hasWatermarks: boolean;
}

const nothing: Taken = { position: null, hasWatermarks: false };

/** Who sent the event. */
export interface Pipeline {
  readonly reporter: Reporter;
  /** Whether what it completes counts as a report of how far the data reach. */
  readonly reportsWatermarks: boolean;
}

/**
 * @throws GordianError FORBIDDEN when it writes to data of a domain that the reporter does not report on
 */
export async function takeEvent(
  database: Database,
  event: OpenLineageEvent,
  pipeline: Pipeline,
  now: Date,
): Promise<Taken> {
  return database.transaction(async (transaction) => {
    const { job } = event;
    if (job) await lockJob(transaction, jobUrn(job));
    const named = nameNodes(event, await registeredServers(transaction));
    await requireOwnOutputs(transaction, named, pipeline.reporter);
    await upsertNodes(transaction, [...named.nodes, ...(job ? [jobNode(job)] : [])], 'run');
    await saveFacets(transaction, named.facets, event.at);
    return job === null ? nothing : takeRun(transaction, { ...event, job }, named, { pipeline, now });
  });
}

/** What is in no contract belongs to nobody yet. */
async function requireOwnOutputs(transaction: Queries, { outputs }: NamedEvent, reporter: Reporter): Promise<void> {
  for (const product of await productsOfNodes(transaction, [...outputs.keys()])) requireReportsOn(reporter, product);
}

/** What describes a job without a run stands in for one. */
const runOfJobItself = { id: '', state: 'COMPLETE', nominalEnd: null } as const;

async function takeRun(
  transaction: Queries,
  { at, job, run }: OpenLineageEvent & { readonly job: DatasetName },
  { inputs, outputs }: NamedEvent,
  { pipeline, now }: { readonly pipeline: Pipeline; readonly now: Date },
): Promise<Taken> {
  const urn = jobUrn(job);
  const [node] = await nodesByUrn(transaction, [urn]);
  const { id: runId, state, nominalEnd } = run ?? runOfJobItself;
  const known = await runOf(transaction, node!.id, runId);
  const said = reportOf({ at, state, nominalEnd, inputs, outputs });
  const report = known ? mergeReports(known, said) : said;
  if (isDeepStrictEqual(known, report)) return nothing;
  await saveRun(transaction, node!.id, { runId, report, counts: countsForGraph(report), at: new Date(report.to) });
  const position = await showJob(transaction, { id: node!.id, urn }, report, now);
  const hasWatermarks =
    pipeline.reportsWatermarks && (await recordWatermarks(transaction, { runId, report }, pipeline.reporter, now));
  return { position, hasWatermarks };
}

async function showJob(
  transaction: Queries,
  job: { readonly id: number; readonly urn: string },
  report: RunReport,
  now: Date,
): Promise<number | null> {
  if (report.hasWorked)
    await saveSightings(transaction, job.id, edgesOfRun(job.urn, report), {
      from: new Date(report.from),
      to: new Date(report.to),
    });
  const runs = await countingRuns(transaction, job.id);
  const edges = edgesOfJob(
    job.urn,
    runs.map((row) => row.report),
  );
  const position = await replaceEdges(transaction, edges, now, job.id);
  await showSightings(transaction, job.id);
  return position;
}
