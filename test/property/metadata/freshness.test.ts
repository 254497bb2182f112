// Freshness in closed form against an oracle that looks at every second: whatever the order of the events, the
// statement and the brute force agree to the second.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidenceAt, insertWatermark, staleRecords } from '../../../subgraphs/metadata/freshness/queries.ts';
import { standingAt } from '../../../subgraphs/metadata/freshness/standing.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createMetadataDatabase } from '../../support/seeded-database.ts';

let database: TestDatabase;
let products = 0;

beforeAll(async () => {
  database = await createMetadataDatabase();
  await database.query(`INSERT INTO team (id, name) VALUES ('t', 'Team')`);
  await database.query(`INSERT INTO domain (slug, name, owner_team) VALUES ('d', 'Domain', 't')`);
});
afterAll(() => database.drop());

/** Seconds since `start`; small numbers make ties, gaps and reversals likely. */
interface Event {
  readonly arrivedAt: number;
  readonly eventTime: number;
  readonly element: '' | 'Order' | 'Other';
}

const start = Date.parse('2026-01-01T00:00:00Z');
const instant = (second: number) => new Date(start + second * 1000);
const horizon = 120;

const events = fc.array(
  fc.record({
    arrivedAt: fc.integer({ min: 0, max: horizon }),
    eventTime: fc.integer({ min: -60, max: horizon }),
    element: fc.constantFrom<Event['element'][]>('', 'Order', 'Other'),
  }),
  { maxLength: 12 },
);
const window = fc
  .tuple(fc.integer({ min: 0, max: horizon }), fc.integer({ min: 0, max: horizon }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

function newestAt(second: number, known: readonly Event[]): number | null {
  const heard = known.filter((event) => event.element !== 'Other' && event.arrivedAt <= second);
  return heard.length === 0 ? null : Math.max(...heard.map((event) => event.eventTime));
}

function countSeconds(from: number, to: number, holds: (second: number) => boolean): number {
  return Array.from({ length: to - from }, (_, index) => from + index).filter(holds).length;
}

async function productWith(known: readonly Event[]): Promise<number> {
  const [row] = await database.query<{ id: number }>(
    `INSERT INTO product (urn, name, domain, owner_team, kind, status) VALUES ($1, 'P', 'd', 't', 'AGGREGATE', 'ACTIVE') RETURNING id`,
    [`gordian:product:d/p${products++}`],
  );
  for (const event of known) {
    await insertWatermark(database, {
      productId: row!.id,
      element: event.element,
      arrivedAt: instant(event.arrivedAt),
      reportedAt: instant(event.arrivedAt),
      eventTime: instant(event.eventTime),
      rows: null,
      runId: null,
      reportedBy: 'test',
    });
  }
  return row!.id;
}

test('stale and unknown seconds of any window equal a count of every second', async () => {
  await fc.assert(
    fc.asyncProperty(events, window, fc.integer({ min: 1, max: 60 }), async (known, { from, to }, threshold) => {
      const productId = await productWith(known);
      const [record] = await staleRecords(database, [
        { productId, element: 'Order', thresholdSeconds: threshold, from: instant(from), to: instant(to) },
      ]);
      const isStale = (second: number) => {
        const newest = newestAt(second, known);
        return newest !== null && second - newest >= threshold;
      };
      expect(record).toEqual({
        staleSeconds: countSeconds(from, to, isStale),
        unknownSeconds: countSeconds(from, to, (second) => newestAt(second, known) === null),
      });
    }),
    { numRuns: 300 },
  );
});

test('the order in which events are written and their repetition change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(events, fc.integer({ min: 1, max: 60 }), async (known, threshold) => {
      const question = { element: 'Order', thresholdSeconds: threshold, from: instant(0), to: instant(horizon) };
      const once = await productWith(known);
      const twiceReversed = await productWith([...known, ...known].reverse());
      const [first, second] = await staleRecords(database, [
        { ...question, productId: once },
        { ...question, productId: twiceReversed },
      ]);
      expect(second).toEqual(first);
    }),
    { numRuns: 50 },
  );
});

test('the standing at any instant follows from what had arrived by then', async () => {
  await fc.assert(
    fc.asyncProperty(events, fc.integer({ min: 0, max: horizon }), async (known, second) => {
      const productId = await productWith(known);
      const [evidence] = await evidenceAt(database, [{ productId, element: 'Order' }], instant(second));
      const { status, ageSeconds } = standingAt(evidence!, 50, instant(second));
      const newest = newestAt(second, known);
      const age = newest === null ? null : Math.max(0, second - newest);
      expect(ageSeconds).toBe(age);
      expect(status).toBe(age === null ? 'UNKNOWN' : age >= 50 ? 'BREACHED' : age >= 40 ? 'AT_RISK' : 'OK');
    }),
    { numRuns: 100 },
  );
});
