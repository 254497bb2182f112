// How all promises and quality checks stand, for those who read the metrics: read together, and not more often than is worth it.
import type { Clock } from '../../../kit/clock.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { currentSlas, type SlaRow } from '../freshness/queries.ts';
import { openIncidentCounts } from '../incidents/queries.ts';
import { type QualitySummary, qualitySummaries } from '../quality/summary.ts';
import type { ErrorBudget } from '../service-levels/error-budget.ts';
import { createServiceLevelLoaders } from '../service-levels/loaders.ts';
import { measureOf } from '../service-levels/measure.ts';
import type { SlaReading } from '../service-levels/reading.ts';

export interface LevelsOfService {
  readonly promises: readonly (Pick<SlaRow, 'product' | 'name' | 'kind'> & {
    readonly reading: SlaReading;
    readonly budget: ErrorBudget | null;
  })[];
  readonly openIncidents: readonly { readonly product: string; readonly severity: string; readonly count: number }[];
  /** By product, `orders/orders`. */
  readonly quality: ReadonlyMap<string, QualitySummary>;
}

/** Prometheus reads every 15 seconds at the soonest, as it comes. */
const keptMs = 10_000;

/** Those who ask at the same time are answered from one reading. */
export function createLevelsOfService(database: Queries, clock: Clock): () => Promise<LevelsOfService> {
  let kept: { readonly levels: Promise<LevelsOfService>; readonly untilMs: number } | null = null;
  return async () => {
    const nowMs = clock.now().getTime();
    if (kept === null || kept.untilMs <= nowMs)
      kept = { levels: readLevels(database, clock.now()), untilMs: nowMs + keptMs };
    try {
      return await kept.levels;
    } catch (error) {
      kept = null;
      throw error;
    }
  };
}

async function readLevels(database: Queries, now: Date): Promise<LevelsOfService> {
  const slas = (await currentSlas(database)).filter((sla) => measureOf(sla) !== null);
  const loaders = createServiceLevelLoaders(database, now);
  const [promises, openIncidents, quality] = await Promise.all([
    Promise.all(
      slas.map(async (sla) => {
        const { product, name, kind } = sla;
        const [reading, measured] = await Promise.all([loaders.reading.load(sla), loaders.measured(sla)]);
        return { product, name, kind, reading, budget: measured?.budget ?? null };
      }),
    ),
    openIncidentCounts(database),
    qualitySummaries(database, now),
  ]);
  return { promises, openIncidents, quality };
}
