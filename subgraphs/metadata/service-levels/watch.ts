// Announces what becomes of promises without looking again and again: when the data of a product becomes too old is known from
// its last report, so one timer waits for the first such instant of all products. Reports that move it are heard from Postgres,
// whichever process took them. What gateways count, and incidents that nobody acknowledges, is looked at once a minute.
import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import type { Database } from '../../../kit/postgres.ts';
import { inBackground, type Schedule } from '../../../kit/rounds.ts';
import { currentSlas, type SlaRow } from '../freshness/queries.ts';
import { nextChange } from '../freshness/standing.ts';
import { groupBy } from '../group-by.ts';
import { escalateOverdue } from '../incidents/escalation.ts';
import { nextEscalation } from '../incidents/queries.ts';
import { forgetRetired, judgeAndAnnounce, resolveRetired } from './announce.ts';
import { createDeadlines } from './deadlines.ts';
import { measureOf } from './measure.ts';

export interface ServiceLevelWatch {
  /** After a registration: promises may be others. */
  reload(): Promise<void>;
  /** After reports about the products. */
  heard(productIds: readonly number[]): Promise<void>;
  stop(): Promise<void>;
}

export interface WatchOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule?: Schedule;
}

const roundMs = 60_000;

export function createServiceLevelWatch({
  database,
  clock,
  log,
  schedule = inBackground,
}: WatchOptions): ServiceLevelWatch {
  const deadlines = createDeadlines();
  let freshness = new Map<number, SlaRow>();
  let byProduct = new Map<number, readonly SlaRow[]>();
  let counted: readonly SlaRow[] = [];
  const reported = new Set<number>();
  let nextRound = clock.now().getTime() + roundMs;
  let cancel = () => {};
  let isLoaded = false;
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();

  /** One after the other, so that what was read earlier never decides later. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    underWay = underWay
      .then(work)
      .catch((error: unknown) => {
        log.error({ event: 'service_levels.failed', err: error }, 'Promises could not be judged; trying again soon.');
      })
      .then(wait);
    return underWay;
  }

  function wait(): void {
    cancel();
    if (stopped) return;
    const next = Math.min(deadlines.next()?.getTime() ?? nextRound, nextRound);
    cancel = schedule(() => void inTurn(whenDue), Math.max(0, next - clock.now().getTime()));
  }

  async function whenDue(): Promise<void> {
    const now = clock.now();
    const isRound = now.getTime() >= nextRound;
    // Before anything can fail: what fails is tried again with the next round, and not at once.
    if (isRound) nextRound = now.getTime() + roundMs;
    await judgeFreshness(deadlines.takeDue(now).flatMap((id) => freshness.get(id) ?? []));
    if (isRound) await round(now);
  }

  async function round(now: Date): Promise<void> {
    if (isLoaded) await judgeAndAnnounce(database, clock, counted);
    else await load();
    const overdue = await nextEscalation(database);
    if (overdue && overdue <= now) await escalateOverdue(database, now);
  }

  async function load(): Promise<void> {
    isLoaded = false;
    const slas = (await currentSlas(database)).filter((sla) => measureOf(sla) !== null);
    const ofFreshness = slas.filter(({ kind }) => kind === 'FRESHNESS');
    freshness = new Map(ofFreshness.map((sla) => [sla.id, sla]));
    byProduct = groupBy(ofFreshness, ({ productId }) => productId);
    counted = slas.filter(({ kind }) => kind !== 'FRESHNESS');
    deadlines.clear();
    await judgeFreshness(ofFreshness);
    await judgeAndAnnounce(database, clock, counted);
    await resolveRetired(database, clock);
    await forgetRetired(database, clock);
    isLoaded = true;
  }

  async function judgeFreshness(slas: readonly SlaRow[]): Promise<void> {
    if (slas.length === 0) return;
    // If the judgement fails, they are judged with the next round.
    for (const { id } of slas) deadlines.set(id, new Date(nextRound));
    const readings = await judgeAndAnnounce(database, clock, slas);
    const now = clock.now();
    for (const [index, { id, thresholdSeconds }] of slas.entries())
      deadlines.set(id, nextChange(readings[index]!.breachesAt, thresholdSeconds!, now));
  }

  return {
    reload: () => inTurn(load),
    heard: (productIds) => {
      for (const id of productIds) reported.add(id);
      // Whatever is heard until it is their turn is judged together.
      return inTurn(async () => {
        const ids = [...reported];
        reported.clear();
        await judgeFreshness(ids.flatMap((id) => byProduct.get(id) ?? []));
      });
    },
    stop: () => {
      stopped = true;
      cancel();
      return underWay;
    },
  };
}
