// How far the data of products reach, as a run shows that has completed: it holds what there was when it began to read, or up to the
// end of the time that it was for, where it says so.
import type { Queries } from '../../../../kit/postgres.ts';
import { recordWatermark } from '../../freshness/watermark-report.ts';
import type { Reporter } from '../../registry/reporter.ts';
import { writtenParts } from '../queries/written-parts.ts';
import type { RunReport } from './run-report.ts';

/**
 * Of outputs that are tables of products of the reporter's domains, and only for types all of whose tables the run wrote.
 * @returns whether there was any
 */
export async function recordWatermarks(
  transaction: Queries,
  { runId, report }: { readonly runId: string; readonly report: RunReport },
  reporter: Reporter,
  now: Date,
): Promise<boolean> {
  const eventTime = dataUntil(report);
  if (eventTime === null || eventTime > now) return false;
  const tables = Object.keys(report.outputs);
  const parts = await writtenParts(transaction, [...reporter.domains], tables);
  for (const { product, element } of parts)
    await recordWatermark(
      transaction,
      { now: () => now },
      { product, element, eventTime, runId: runId.slice(0, maxRunIdLength) },
      reporter,
    );
  return parts.length > 0;
}

const maxRunIdLength = 200;

/** Null for a run that has not completed, and for one of which nobody knows when it began: its end alone says nothing about its data. */
function dataUntil({ from, end, nominalEnd }: RunReport): Date | null {
  if (end?.state !== 'COMPLETE') return null;
  if (nominalEnd) return new Date(nominalEnd < end.at ? nominalEnd : end.at);
  return from < end.at ? new Date(from) : null;
}
