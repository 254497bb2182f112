// GraphQL over promises: how each stands now, what is left of its budget of errors, and its record. Reports of freshness come in
// here too, for people and pipelines that go through the gateway.
import { productUrn } from '../../../schema/contract/contract.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { secondsBefore, secondsOfDuration } from '../freshness/duration.ts';
import type { SlaRow } from '../freshness/queries.ts';
import { readWatermark, recordWatermark } from '../freshness/watermark-report.ts';
import { reporterOf } from '../registry/reporter.ts';
import type { Burn } from './error-budget.ts';
import { type HistoryArguments, historyOf } from './history.ts';
import { knownSlas } from './known-slas.ts';

type Context = MetadataContext;

const sla = {
  id: (row: SlaRow) => row.name,
  element: (row: SlaRow) => row.element || null,
  objective: (row: SlaRow) => row,
  status: async (row: SlaRow, _: object, context: Context) => (await readingOf(row, context)).status,
  observed: async (row: SlaRow, _: object, context: Context) =>
    row.kind === 'LATENCY' ? context.loaders.serviceLevels.latency.load(row) : (await readingOf(row, context)).observed,
  asOf: (_row: SlaRow, _: object, { loaders: { now } }: Context) => now,
  evidenceAgeSeconds: async (row: SlaRow, _: object, context: Context) =>
    (await readingOf(row, context)).evidenceAgeSeconds,
  breachesAt: async (row: SlaRow, _: object, context: Context) => (await readingOf(row, context)).breachesAt,
  record: async (row: SlaRow, { window }: { window?: string | null }, { loaders: { freshness, now } }: Context) => {
    if (row.kind !== 'FRESHNESS' || row.thresholdSeconds === null) return null;
    const windowSeconds = window == null ? row.windowSeconds : secondsOfDuration(window);
    const { staleSeconds, unknownSeconds } = await freshness.record.load(row, windowSeconds);
    const knownSeconds = windowSeconds - unknownSeconds;
    const attained = knownSeconds > 0 ? 1 - staleSeconds / knownSeconds : null;
    return { from: secondsBefore(now, windowSeconds), to: now, staleSeconds, unknownSeconds, attained };
  },
  budget: async (row: SlaRow, _: object, { loaders: { serviceLevels } }: Context) =>
    (await serviceLevels.measured(row))?.budget ?? null,
  history: (row: SlaRow, args: HistoryArguments, { database, loaders: { now } }: Context) =>
    historyOf(database, row, args, now),
};

const burnRate = {
  rate: ({ rate }: Burn) => (rate === Number.POSITIVE_INFINITY ? null : rate),
};

interface WatermarkArguments {
  readonly product: string;
  readonly element?: string | null;
  readonly eventTime: Date;
  readonly rows?: number | null;
  readonly runId?: string | null;
}

const mutations = {
  recordWatermark: async (
    _: unknown,
    { product: urn, eventTime, ...more }: WatermarkArguments,
    { database, clock, caller, loaders: { freshness } }: Context,
  ) => {
    const product = urn.startsWith(productUrn('')) ? urn.slice(productUrn('').length) : urn;
    const given = Object.entries(more).filter(([, value]) => value != null);
    const report = readWatermark({ product, eventTime: eventTime.toISOString(), ...Object.fromEntries(given) });
    const reporter = reporterOf(caller.subject ?? 'anonymous', caller.claims, 'domains');
    const productId = await database.transaction(async (transaction) => {
      const id = await recordWatermark(transaction, clock, report, reporter);
      await appendAudit(transaction, {
        at: clock.now(),
        actor: reporter.name,
        actorKind: caller.roles.has('service') ? 'service' : 'user',
        action: 'watermark.reported',
        target: productUrn(product),
        payload: { element: report.element ?? null, eventTime: report.eventTime, runId: report.runId ?? null },
      });
      return id;
    });
    const slas = await freshness.slasOfProduct.load(productId);
    return slas.filter(({ kind }) => kind === 'FRESHNESS');
  },
};

export const serviceLevelResolvers = {
  Sla: sla,
  BurnRate: burnRate,
  DataProduct: {
    slas: async (row: ProductRow, _: object, context: Context) =>
      knownSlas(await context.loaders.freshness.slasOfProduct.load(row.id), context),
  },
  Mutation: mutations,
};

function readingOf(row: SlaRow, { loaders: { serviceLevels } }: Context) {
  return serviceLevels.reading.load(row);
}
