// GraphQL over promises: how each stands now, and its exact record over a window. Only freshness is measured yet; every
// other promise answers UNKNOWN, because nothing proves it.
import type { ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { secondsOfDuration } from './duration.ts';
import { windowStart } from './loaders.ts';
import type { SlaRow } from './queries.ts';
import { noEvidence, type Standing, standingAt } from './standing.ts';

type Context = MetadataContext;

const sla = {
  id: (row: SlaRow) => row.name,
  element: (row: SlaRow) => row.element || null,
  objective: (row: SlaRow) => row,
  status: async (row: SlaRow, _: object, context: Context) => (await standingOf(row, context)).status,
  observed: async (row: SlaRow, _: object, context: Context) =>
    inUnit(row, (await standingOf(row, context)).ageSeconds),
  asOf: (_row: SlaRow, _: object, { loaders: { now } }: Context) => now,
  evidenceAgeSeconds: async (row: SlaRow, _: object, context: Context) =>
    (await standingOf(row, context)).evidenceAgeSeconds,
  breachesAt: async (row: SlaRow, _: object, context: Context) => (await standingOf(row, context)).breachesAt,
  record: async (row: SlaRow, { window }: { window?: string | null }, { loaders: { freshness, now } }: Context) => {
    if (!isMeasured(row)) return null;
    const windowSeconds = window == null ? row.windowSeconds : secondsOfDuration(window);
    const { staleSeconds, unknownSeconds } = await freshness.record.load(row, windowSeconds);
    const knownSeconds = windowSeconds - unknownSeconds;
    const attained = knownSeconds > 0 ? 1 - staleSeconds / knownSeconds : null;
    return { from: windowStart(now, windowSeconds), to: now, staleSeconds, unknownSeconds, attained };
  },
};

export const freshnessResolvers = {
  Sla: sla,
  DataProduct: {
    slas: (row: ProductRow, _: object, { loaders: { freshness } }: Context) => freshness.slasOfProduct.load(row.id),
  },
};

async function standingOf(row: SlaRow, { loaders: { freshness, now } }: Context): Promise<Standing> {
  return isMeasured(row) ? standingAt(await freshness.evidence.load(row), row.thresholdSeconds!, now) : noEvidence;
}

function isMeasured(row: SlaRow): boolean {
  return row.kind === 'FRESHNESS' && row.thresholdSeconds !== null;
}

/** Seconds in the unit of the promise, `15` `m` for 900 seconds. */
function inUnit(row: SlaRow, seconds: number | null): number | null {
  return seconds === null ? null : (seconds * row.threshold) / row.thresholdSeconds!;
}
