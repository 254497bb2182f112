import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type AdvancingClock, advancingClock } from '../../../../kit/clock.ts';
import { silentLog } from '../../../../kit/log.ts';
import { insertWatermark, type SlaRow } from '../../../../subgraphs/metadata/freshness/queries.ts';
import { judgeAndAnnounce } from '../../../../subgraphs/metadata/service-levels/announce.ts';
import { followServiceLevels } from '../../../../subgraphs/metadata/service-levels/follow.ts';
import { createServiceLevelWatch } from '../../../../subgraphs/metadata/service-levels/watch.ts';
import type { TestDatabase } from '../../../support/postgres.ts';
import { createMetadataDatabaseForTest } from '../../../support/seeded-database.ts';
import { insertFetches, insertProduct, insertSla } from '../../../support/service-levels.ts';
import { manualSchedule } from './manual-schedule.ts';

const noon = '2026-03-01T12:00:00.000Z';
const at = (seconds: number) => new Date(Date.parse(noon) + seconds * 1_000);

let database: TestDatabase;
let clock: AdvancingClock;
let productId: number;

beforeEach(async () => {
  database = await createMetadataDatabaseForTest({ maxConnections: 8 });
  clock = advancingClock(noon);
  productId = await insertProduct(database, 'orders');
});

function promiseFreshness(name = 'fresh'): Promise<SlaRow> {
  return insertSla(database, productId, {
    name,
    kind: 'FRESHNESS',
    threshold: 10,
    unit: 'm',
    thresholdSeconds: 600,
    target: 0.9,
    windowSeconds: 86_400,
  });
}

function promiseAvailability(): Promise<SlaRow> {
  return insertSla(database, productId, {
    name: 'there',
    kind: 'AVAILABILITY',
    threshold: 90,
    unit: 'percent',
    windowSeconds: 30 * 86_400,
  });
}

async function report(eventTime: Date, id = productId): Promise<void> {
  const now = clock.now();
  await insertWatermark(database, {
    productId: id,
    element: '',
    arrivedAt: now,
    reportedAt: now,
    eventTime,
    rows: null,
    runId: null,
    reportedBy: 'test',
  });
}

async function fetches(count: number, latencyMs: number | null): Promise<void> {
  await insertFetches(
    database,
    'orders',
    Array.from({ length: count }, () => ({ at: clock.now(), latencyMs })),
  );
}

async function told(): Promise<string[]> {
  const rows = await database.query<{ topic: string; toldAt: Date; body: Record<string, string> }>(
    'SELECT topic, created_at AS "toldAt", body FROM event_outbox ORDER BY id',
  );
  return rows.map(({ topic, toldAt, body }) =>
    topic === 'health.changed'
      ? `${(toldAt.getTime() - Date.parse(noon)) / 1_000}s ${body.previousStatus} -> ${body.status}`
      : `${(toldAt.getTime() - Date.parse(noon)) / 1_000}s incident ${body.severity} ${body.state}`,
  );
}

describe('freshness', () => {
  test('OK becomes AT_RISK becomes BREACHED at the computed instants, and one timer waits for each; a report heals it', async () => {
    await promiseFreshness();
    await report(at(0));
    const timer = manualSchedule(clock);
    const watch = createServiceLevelWatch({ database, clock, log: silentLog, schedule: timer.schedule });
    await watch.reload();
    // Rounds come between: nothing is announced by them.
    while (clock.now() < at(1_000)) await timer.fire(watch);
    await report(at(990));
    await watch.heard([productId]);
    expect(await told()).toEqual([
      '480s OK -> AT_RISK',
      '600s incident MAJOR OPEN',
      '600s AT_RISK -> BREACHED',
      '1020s incident MAJOR RESOLVED',
      '1020s BREACHED -> OK',
    ]);
  });

  test('a report moves the instant: at the former one nothing is judged', async () => {
    await promiseFreshness();
    await report(at(-590));
    const timer = manualSchedule(clock);
    const watch = createServiceLevelWatch({ database, clock, log: silentLog, schedule: timer.schedule });
    await watch.reload();
    expect(timer.next()).toBe(at(10).toISOString());
    clock.advance(5_000);
    await report(at(5));
    await watch.heard([productId]);
    // The next round, before the data is at risk at 485 seconds.
    expect(timer.next()).toBe(at(60).toISOString());
    await timer.fire(watch);
    expect(await told()).toEqual(['0s UNKNOWN -> AT_RISK', '5s AT_RISK -> OK']);
  });

  test('what several processes see at once is announced once', async () => {
    await promiseFreshness();
    await report(at(-599));
    const timers = Array.from({ length: 4 }, () => manualSchedule(clock));
    const watches = timers.map(({ schedule }) =>
      createServiceLevelWatch({ database, clock, log: silentLog, schedule }),
    );
    await Promise.all(watches.map((watch) => watch.reload()));
    clock.advance(1_000);
    await Promise.all(timers.map((timer, index) => timer.fire(watches[index]!)));
    expect(await told()).toEqual(['0s UNKNOWN -> AT_RISK', '1s incident MAJOR OPEN', '1s AT_RISK -> BREACHED']);
  });

  test('a hundred breaches at once are one open incident', async () => {
    const sla = await promiseFreshness();
    await report(at(-7_200));
    await Promise.all(Array.from({ length: 100 }, () => judgeAndAnnounce(database, clock, [sla])));
    expect(await database.query('SELECT state, severity FROM incident')).toEqual([
      { state: 'OPEN', severity: 'MAJOR' },
    ]);
    expect(await told()).toEqual(['0s incident MAJOR OPEN', '0s UNKNOWN -> BREACHED']);
  });

  test('that a product stands otherwise is told once, however many of its promises change at once', async () => {
    const slas = [await promiseFreshness('one'), await promiseFreshness('two')];
    const judge = () =>
      Promise.all(Array.from({ length: 40 }, (_, index) => judgeAndAnnounce(database, clock, [slas[index % 2]!])));
    await report(at(-500));
    await judge();
    expect(await told()).toEqual(['0s UNKNOWN -> AT_RISK']);
    await report(at(-7_200));
    clock.advance(600_000);
    await judge();
    expect((await told()).filter((line) => line.includes('->'))).toEqual([
      '0s UNKNOWN -> AT_RISK',
      '600s AT_RISK -> BREACHED',
    ]);
  });

  test('a report that another process took is heard from Postgres', async () => {
    await promiseFreshness();
    await report(at(-7_200));
    const follower = followServiceLevels({ database, clock, log: silentLog, schedule: manualSchedule(clock).schedule });
    onTestFinished(() => follower.stop());
    await vi.waitFor(async () => expect((await told()).at(-1)).toBe('0s UNKNOWN -> BREACHED'), 10_000);
    await report(at(-1));
    await vi.waitFor(async () => expect((await told()).at(-1)).toBe('0s BREACHED -> OK'), 10_000);
  });

  test('a judgement that fails is made again with the next round', async () => {
    await promiseFreshness();
    await report(at(-599));
    const timer = manualSchedule(clock);
    const watch = createServiceLevelWatch({ database, clock, log: silentLog, schedule: timer.schedule });
    await watch.reload();
    await database.query('ALTER TABLE sla_state RENAME TO gone');
    await timer.fire(watch);
    await database.query('ALTER TABLE gone RENAME TO sla_state');
    while (clock.now() < at(60)) await timer.fire(watch);
    expect(await told()).toEqual(['0s UNKNOWN -> AT_RISK', '60s incident MAJOR OPEN', '60s AT_RISK -> BREACHED']);
  });
});

describe('promises that change', () => {
  const openIncidents = () => database.query(`SELECT dedupe FROM incident WHERE state <> 'RESOLVED'`);

  async function brokenAndWatched() {
    const sla = await promiseFreshness();
    await report(at(-7_200));
    const timer = manualSchedule(clock);
    const watch = createServiceLevelWatch({ database, clock, log: silentLog, schedule: timer.schedule });
    await watch.reload();
    expect(await openIncidents()).toEqual([{ dedupe: 'sla:d/orders:fresh' }]);
    await database.query('UPDATE sla SET retired_at = $2 WHERE id = $1', [sla.id, clock.now()]);
    return { watch, timer };
  }

  test('one that is not made any more takes its incident with it', async () => {
    const { watch } = await brokenAndWatched();
    await watch.reload();
    expect(await openIncidents()).toEqual([]);
    expect((await told()).at(-1)).toBe('0s BREACHED -> UNKNOWN');
  });

  test('one that was at risk and is not made any more puts nothing at risk', async () => {
    const sla = await promiseFreshness();
    await report(at(-500));
    const { schedule } = manualSchedule(clock);
    const watch = createServiceLevelWatch({ database, clock, log: silentLog, schedule });
    await watch.reload();
    expect(await told()).toEqual(['0s UNKNOWN -> AT_RISK']);
    await database.query('UPDATE sla SET retired_at = $2 WHERE id = $1', [sla.id, clock.now()]);
    for (const _ of [1, 2]) await watch.reload();
    expect(await told()).toEqual(['0s UNKNOWN -> AT_RISK', '0s AT_RISK -> UNKNOWN']);
  });

  test('one that asks for less, and is kept so, ends the incident of the former one', async () => {
    const { watch } = await brokenAndWatched();
    const week = 7 * 86_400;
    const promised = { name: 'fresh', kind: 'FRESHNESS', threshold: 7, unit: 'd', thresholdSeconds: week };
    await insertSla(database, productId, { ...promised, windowSeconds: 86_400 });
    await watch.reload();
    expect(await openIncidents()).toEqual([]);
    expect((await told()).at(-1)).toBe('0s BREACHED -> OK');
  });

  test('promises that could not be read are read with the next round', async () => {
    const { watch, timer } = await brokenAndWatched();
    await database.query('ALTER TABLE subgraph_contract RENAME TO gone');
    await watch.reload();
    await database.query('ALTER TABLE gone RENAME TO subgraph_contract');
    await timer.fire(watch);
    expect(await openIncidents()).toEqual([]);
  });
});

describe('what gateways count', () => {
  /** What is counted lies before the instant that is asked about. */
  const later = 1_000;

  test('burns, pages, becomes unknown without resolving anything, and recovers', async () => {
    const sla = await promiseAvailability();
    const statuses: string[] = [];
    const judge = async (): Promise<void> => {
      const [reading] = await judgeAndAnnounce(database, clock, [sla]);
      statuses.push(reading!.status);
    };
    await judge();
    await fetches(1_000, 10);
    clock.advance(later);
    await judge();
    clock.advance(3 * 86_400_000);
    await fetches(60, null);
    clock.advance(later);
    await judge();
    // No fetches for longer than a hundredth of the window: nobody knows whether it is over.
    clock.advance(8 * 3_600_000);
    await judge();
    await fetches(1_000, 10);
    clock.advance(later);
    await judge();
    expect(statuses).toEqual(['UNKNOWN', 'OK', 'AT_RISK', 'UNKNOWN', 'OK']);
    const [begin, end] = [3 * 86_400 + 2, 3 * 86_400 + 8 * 3_600 + 3];
    expect(await told()).toEqual([
      // The incident is open before the product's health is told.
      ...[`${begin}s incident CRITICAL OPEN`, `${begin}s OK -> BREACHED`],
      ...[`${end}s incident CRITICAL RESOLVED`, `${end}s BREACHED -> OK`],
    ]);
  });

  test('a budget that is used up is a broken promise, and the alert that comes with it decides how bad it is', async () => {
    const sla = await promiseAvailability();
    await fetches(8, 10);
    await fetches(2, null);
    clock.advance(later);
    const [reading] = await judgeAndAnnounce(database, clock, [sla]);
    expect(reading).toMatchObject({ status: 'BREACHED', observed: 80, severity: 'MAJOR' });
    await fetches(1_000, null);
    const [worse] = await judgeAndAnnounce(database, clock, [sla]);
    expect(worse!.severity).toBe('CRITICAL');
    expect((await told()).filter((line) => line.includes('incident'))).toEqual([
      '1s incident MAJOR OPEN',
      '1s incident CRITICAL OPEN',
    ]);
  });
});
