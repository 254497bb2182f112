// Budgets and burn rates against an oracle that goes through every event, or every second: whatever happened, over whatever window,
// what is read from the tables is what a count by hand gives.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertWatermark, type SlaRow } from '../../../subgraphs/metadata/freshness/queries.ts';
import { historyOf } from '../../../subgraphs/metadata/service-levels/history.ts';
import { type BudgetedMeasure, measureOf } from '../../../subgraphs/metadata/service-levels/measure.ts';
import { measureSlas } from '../../../subgraphs/metadata/service-levels/reading.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createMetadataDatabase } from '../../support/seeded-database.ts';
import { insertFetches, insertProduct, insertSla } from '../../support/service-levels.ts';

let database: TestDatabase;
let products = 0;

beforeAll(async () => {
  database = await createMetadataDatabase();
});
afterAll(() => database.drop());

const start = Date.parse('2026-01-01T00:00:00Z');
const minute = (count: number) => new Date(start + count * 60_000);
const horizonMinutes = 4 * 24 * 60;
const bucketMinutes = 5;

interface Event {
  readonly minute: number;
  readonly latencyMs: number | null;
}

/** Close to the end, where the windows are short, and anywhere. */
const when = fc.oneof(
  fc.integer({ min: horizonMinutes - 70, max: horizonMinutes - 1 }),
  fc.integer({ min: 0, max: horizonMinutes - 1 }),
);
const events = fc.array(fc.record({ minute: when, latencyMs: fc.constantFrom(null, 100, 250, 400, 20_000) }), {
  maxLength: 25,
});
const now = fc.integer({ min: horizonMinutes - 12, max: horizonMinutes + 12 });
const windowMinutes = fc.constantFrom(60, 6 * 60, 3 * 24 * 60);

/** What a window holds by the rule: the buckets that it touches, as far as they are past. */
function within(event: Event, nowMinute: number, minutes: number): boolean {
  const bucket = Math.floor(event.minute / bucketMinutes) * bucketMinutes;
  return bucket + bucketMinutes > nowMinute - minutes && bucket < nowMinute;
}

interface Count {
  readonly good: number;
  readonly total: number;
}

function rateOf({ good, total }: Count, target: number): number | null {
  if (total === 0) return null;
  return (total - good) / total / (1 - target);
}

const burnMinutes = { PT5M: 5, PT30M: 30, PT1H: 60, PT6H: 360, P3D: 4320 } as const;

async function expectMeasured(sla: SlaRow, nowAt: Date, target: number, countWithin: (minutes: number) => Count) {
  const [measured] = await measureSlas(database, [{ sla, measure: measureOf(sla) as BudgetedMeasure }], nowAt);
  const windowsKept = Object.entries(burnMinutes).filter(([, minutes]) => minutes * 60 <= sla.windowSeconds);
  expect(measured!.budget.burn.map(({ window }) => window)).toEqual(windowsKept.map(([window]) => window));
  const rates = new Map(windowsKept.map(([window, minutes]) => [window, rateOf(countWithin(minutes), target)]));
  for (const { window, rate } of measured!.budget.burn) expectClose(rate, rates.get(window)!);
  const whole = countWithin(sla.windowSeconds / 60);
  const bad = whole.total - whole.good;
  expectClose(measured!.budget.remaining, whole.total === 0 ? null : 1 - bad / ((1 - target) * whole.total));
  const isOver = (window: string, limit: number) => (rates.get(window) ?? 0) > limit + 1e-9;
  const pages = (isOver('PT1H', 14.4) && isOver('PT5M', 14.4)) || (isOver('PT6H', 6) && isOver('PT30M', 6));
  expect(measured!.budget.alert).toBe(pages ? 'PAGE' : isOver('P3D', 1) ? 'TICKET' : null);
  return measured!;
}

function expectClose(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null) expect(actual).toBe(expected);
  else expect(actual).toBeCloseTo(expected, 6);
}

test.each([
  ['AVAILABILITY', { threshold: 95, unit: 'percent' }, 0.95, (event: Event) => [event.latencyMs !== null, true]],
  ['ERROR_RATE', { threshold: 5, unit: 'percent' }, 0.95, (event: Event) => [event.latencyMs !== null, true]],
  [
    'LATENCY',
    { threshold: 0.3, unit: 's', thresholdSeconds: 0.3, target: 0.9 },
    0.9,
    ({ latencyMs }: Event) => [latencyMs !== null && latencyMs <= 300, latencyMs !== null],
  ],
] as const)('%s: remaining, burn and alerts equal a count of every fetch', async (kind, promised, target, judge) => {
  await fc.assert(
    fc.asyncProperty(events, now, windowMinutes, async (happened, nowMinute, minutes) => {
      const name = `p${products++}`;
      const productId = await insertProduct(database, name);
      const sla = await insertSla(database, productId, { name: 's', kind, ...promised, windowSeconds: minutes * 60 });
      const past = happened.filter((event) => event.minute < nowMinute);
      await insertFetches(
        database,
        name,
        past.map((event) => ({ at: minute(event.minute), latencyMs: event.latencyMs })),
      );
      const count = (window: number): Count => {
        const judged = past.filter((event) => within(event, nowMinute, window)).map(judge);
        return {
          good: judged.filter(([isGood]) => isGood).length,
          total: judged.filter(([, counts]) => counts).length,
        };
      };
      await expectMeasured(sla, minute(nowMinute), target, count);
    }),
    { numRuns: 25 },
  );
});

test('FRESHNESS: remaining, burn and alerts equal a count of every second', async () => {
  const threshold = 20 * 60;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ minute: when, lagMinutes: fc.integer({ min: 0, max: 60 }) }), { maxLength: 8 }),
      now,
      async (reports, nowMinute) => {
        const name = `p${products++}`;
        const productId = await insertProduct(database, name);
        const sla = await insertSla(database, productId, {
          name: 's',
          kind: 'FRESHNESS',
          threshold: 20,
          unit: 'm',
          thresholdSeconds: threshold,
          target: 0.9,
          windowSeconds: 24 * 3600,
        });
        const past = reports.filter((report) => report.minute < nowMinute);
        for (const report of past)
          await insertWatermark(database, {
            productId,
            element: '',
            arrivedAt: minute(report.minute),
            reportedAt: minute(report.minute),
            eventTime: minute(report.minute - report.lagMinutes),
            rows: null,
            runId: null,
            reportedBy: 'test',
          });
        // All that happens, happens at full minutes, so that minutes are as good as seconds.
        const count = (minutes: number): Count => {
          const known = Array.from({ length: minutes }, (_, index) => nowMinute - minutes + index).flatMap((second) => {
            const heard = past.filter((report) => report.minute <= second);
            if (heard.length === 0) return [];
            const newest = Math.max(...heard.map((report) => report.minute - report.lagMinutes));
            return [(second - newest) * 60 < threshold];
          });
          return { good: known.filter(Boolean).length * 60, total: known.length * 60 };
        };
        await expectMeasured(sla, minute(nowMinute), 0.9, count);
      },
    ),
    { numRuns: 40 },
  );
});

test('the steps of a history add up to what the whole of it holds', async () => {
  await fc.assert(
    fc.asyncProperty(events, fc.constantFrom('PT5M', 'PT30M', 'PT2H'), async (happened, step) => {
      const name = `p${products++}`;
      const productId = await insertProduct(database, name);
      const promised = { name: 's', kind: 'AVAILABILITY', threshold: 99, unit: 'percent', windowSeconds: 3600 };
      const sla = await insertSla(database, productId, promised);
      await insertFetches(
        database,
        name,
        happened.map((event) => ({ at: minute(event.minute), latencyMs: event.latencyMs })),
      );
      const from = minute(horizonMinutes - 120);
      const points = await historyOf(database, sla, { from, to: minute(horizonMinutes), step }, minute(horizonMinutes));
      const asked = happened.filter((event) => event.minute >= horizonMinutes - 120);
      expect(points.reduce((sum, { total }) => sum + total, 0)).toBe(asked.length);
      expect(points.reduce((sum, { good }) => sum + good, 0)).toBe(
        asked.filter((event) => event.latencyMs !== null).length,
      );
    }),
    { numRuns: 15 },
  );
});
