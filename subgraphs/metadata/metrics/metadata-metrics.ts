// What the metadata service counts and measures, in the text format of Prometheus. Labels name products and their promises, never
// callers or values.
import { Counter, Gauge, Registry } from 'prom-client';
import { slaStatuses } from '../freshness/standing.ts';
import type { QualitySummary } from '../quality/summary.ts';
import type { LevelsOfService } from './levels-of-service.ts';

export interface MetadataMetrics {
  /** @param kind `check` or `register`; @param outcome `passed`, or the code of the refusal */
  judged(kind: string, outcome: string): void;
  read(): Promise<{ readonly mediaType: string; readonly text: string }>;
}

/** Asked when somebody reads the metrics. */
export interface MetricSources {
  readonly levels: () => Promise<LevelsOfService>;
  /** How long ago the copy of the lineage in memory had everything; null where there is none. */
  readonly lineageLagSeconds: () => number | null;
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

export function createMetadataMetrics({ levels, lineageLagSeconds }: MetricSources): MetadataMetrics {
  const registry = new Registry();
  let current: LevelsOfService = { promises: [], openIncidents: [], quality: new Map() };
  const gauge = (name: string, help: string, labelNames: string[], samples: () => readonly Sample[]) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        if (labelNames.length === 0) this.remove();
        for (const [labels, value] of samples()) this.set(labels, value);
      },
    });
  const ofPromise = ['product', 'sla', 'kind'];
  gauge(
    'gordian_sla_status',
    'How a promise stands: 1 for the status it has, 0 for the others.',
    [...ofPromise, 'status'],
    () => current.promises.flatMap(statusSamples),
  );
  gauge(
    'gordian_sla_burn_rate',
    'How fast the budget of errors is used: 1 uses exactly what is allowed. Absent while nothing is known.',
    [...ofPromise, 'window'],
    () => current.promises.flatMap(burnSamples),
  );
  gauge(
    'gordian_sla_budget_remaining',
    'The share of the budget of errors that is left; negative when more is used. Absent while nothing is known.',
    ofPromise,
    () => current.promises.flatMap(remainingSamples),
  );
  gauge('gordian_incidents_open', 'Incidents that are not resolved.', ['product', 'severity'], () =>
    current.openIncidents.map(({ product, severity, count }) => [{ product, severity }, count]),
  );
  gauge(
    'gordian_quality_checks',
    'Quality checks by how they stand; what nobody knows, and what is stale, is unknown.',
    ['product', 'status'],
    () => [...current.quality].flatMap(checkSamples),
  );
  gauge('gordian_quality_score', 'Passing quality checks among all of a product.', ['product'], () =>
    [...current.quality].flatMap(([product, { score }]): Sample[] => (score === null ? [] : [[{ product }, score]])),
  );
  gauge(
    'gordian_lineage_index_lag_seconds',
    'How long ago the lineage in memory had everything. Absent while there is none.',
    [],
    () => {
      const seconds = lineageLagSeconds();
      return seconds === null ? [] : [[{}, seconds]];
    },
  );
  const checks = new Counter({
    name: 'gordian_contract_checks_total',
    help: 'Contracts that were checked or registered, by outcome: passed, or the code of the refusal.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });

  return {
    judged: (kind, outcome) => checks.inc({ kind, outcome }),
    async read() {
      current = await levels();
      return { mediaType: registry.contentType, text: await registry.metrics() };
    },
  };
}

type ShownPromise = LevelsOfService['promises'][number];

function labelsOf({ product, name, kind }: ShownPromise): Labels {
  return { product, sla: name, kind };
}

function statusSamples(promise: ShownPromise): Sample[] {
  return slaStatuses.map((status) => [{ ...labelsOf(promise), status }, status === promise.reading.status ? 1 : 0]);
}

function burnSamples(promise: ShownPromise): Sample[] {
  return (promise.budget?.burn ?? []).flatMap(({ window, rate }): Sample[] =>
    rate === null ? [] : [[{ ...labelsOf(promise), window }, rate]],
  );
}

function remainingSamples(promise: ShownPromise): Sample[] {
  const remaining = promise.budget?.remaining ?? null;
  return remaining === null ? [] : [[labelsOf(promise), remaining]];
}

function checkSamples([product, { passing, failing, unknown }]: readonly [string, QualitySummary]): Sample[] {
  return Object.entries({ passing, failing, unknown }).map(([status, count]) => [{ product, status }, count]);
}
