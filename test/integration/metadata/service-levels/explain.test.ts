// The statements that run again and again do not read large tables from end to end.
import { afterAll, beforeAll, test } from 'vitest';
import { systemClock } from '../../../../kit/clock.ts';
import {
  currentSlas,
  evidenceAt,
  insertWatermark,
  type SlaRow,
  staleRecords,
} from '../../../../subgraphs/metadata/freshness/queries.ts';
import { tellHealth } from '../../../../subgraphs/metadata/health/tell-health.ts';
import { escalateOverdue } from '../../../../subgraphs/metadata/incidents/escalation.ts';
import { openIncident, resolveIncident } from '../../../../subgraphs/metadata/incidents/incidents.ts';
import {
  incidentPage,
  incidentsOfProducts,
  nextEscalation,
  stepsOfIncidents,
} from '../../../../subgraphs/metadata/incidents/queries.ts';
import { incidentUrn } from '../../../../subgraphs/metadata/incidents/record-change.ts';
import { judgeAndAnnounce } from '../../../../subgraphs/metadata/service-levels/announce.ts';
import { type BudgetedMeasure, measureOf } from '../../../../subgraphs/metadata/service-levels/measure.ts';
import { latencyHistograms, openCauses, retiredCauses } from '../../../../subgraphs/metadata/service-levels/queries.ts';
import { measureSlas } from '../../../../subgraphs/metadata/service-levels/reading.ts';
import { expectNoSequentialScan } from '../../../support/explain.ts';
import type { TestDatabase } from '../../../support/postgres.ts';
import { createMetadataDatabase } from '../../../support/seeded-database.ts';
import { insertProduct, insertSla } from '../../../support/service-levels.ts';

let database: TestDatabase;
let slas: readonly SlaRow[];
const now = new Date();
const hourAgo = new Date(now.getTime() - 3_600_000);

beforeAll(async () => {
  database = await createMetadataDatabase({ statementTimeoutMs: 60_000 });
  for (const name of ['p0', 'p1', 'p2']) {
    const id = await insertProduct(database, name);
    const days = 30 * 86_400;
    await insertSla(database, id, {
      name: 'a',
      kind: 'AVAILABILITY',
      threshold: 99,
      unit: 'percent',
      windowSeconds: days,
    });
    await insertSla(database, id, {
      name: 'c',
      kind: 'COMPLETENESS',
      element: 'T.f0',
      threshold: 99,
      unit: 'percent',
      windowSeconds: days,
    });
    await insertSla(database, id, {
      name: 'f',
      kind: 'FRESHNESS',
      threshold: 1,
      unit: 'h',
      thresholdSeconds: 3_600,
      windowSeconds: days,
    });
  }
  slas = await currentSlas(database);
  await fill();
}, 120_000);
afterAll(() => database.drop());

/** Other products, a year of counts, many incidents that are over. */
async function fill(): Promise<void> {
  await database.query(
    `INSERT INTO fetch_bucket SELECT 'p' || s, date_bin('5 minutes', $1::timestamptz, 'epoch') - n * interval '5 minutes', 10, 0, array_fill(0, ARRAY[26])
     FROM generate_series(0, 9) AS s, generate_series(0, 4000) AS n`,
    [now],
  );
  await database.query(
    `INSERT INTO field_observed SELECT 'T.f' || f, date_trunc('hour', $1::timestamptz) - n * interval '1 hour', 10, 10, 0, 0
     FROM generate_series(0, 199) AS f, generate_series(0, 200) AS n`,
    [now],
  );
  await database.query(
    `INSERT INTO product (urn, name, domain, owner_team, kind, status)
     SELECT 'gordian:product:d/x' || n, 'x', 'd', 't', 'AGGREGATE', 'ACTIVE' FROM generate_series(1, 12000) AS n`,
  );
  await database.query(
    `INSERT INTO sla (product_id, name, kind, threshold, unit, threshold_seconds, target, window_text, window_seconds)
     SELECT id, 'f', 'FRESHNESS', 1, 'h', 3600, 1, 'P30D', 2592000 FROM product WHERE urn LIKE '%/x%'`,
  );
  await database.query(
    `INSERT INTO watermark (product_id, arrived_at, event_time, reported_by)
     SELECT id, $1::timestamptz - n * interval '1 hour', $1::timestamptz - n * interval '1 hour', 'test' FROM product, generate_series(1, 10) AS n`,
    [now],
  );
  await database.query(`INSERT INTO watermark_report SELECT id, '', $1 FROM product`, [now]);
  await database.query(`INSERT INTO sla_state SELECT id, 'OK', null, $1 FROM sla`, [now]);
  await database.query(
    `INSERT INTO incident (product_id, dedupe, severity, title, state, opened_at, resolved_at)
     SELECT product.id, 'sla:' || product.id, 'MAJOR', 't', 'RESOLVED', $1::timestamptz - n * interval '1 hour', $1
     FROM product, generate_series(1, 2) AS n`,
    [now],
  );
  await database.query(
    `INSERT INTO audit SELECT -n, $1, 'a', 'service', 'incident.opened', 'gordian:incident:' || n, null, null, null, null, '{}', '', ''
     FROM generate_series(1, 20000) AS n`,
    [now],
  );
  await database.query('ANALYZE');
}

const ofKind = (kind: string) => slas.filter((sla) => sla.kind === kind);
const cause = {
  product: 'd/p0',
  dedupe: 'sla:d/p0:a',
  severity: 'CRITICAL',
  title: 'Too many fetches fail.',
  slaId: null,
  checkId: null,
} as const;

test.each<[string, () => Promise<unknown>]>([
  ['what is known of freshness', () => evidenceAt(database, ofKind('FRESHNESS'), now)],
  [
    'how long data was stale',
    () =>
      staleRecords(
        database,
        ofKind('FRESHNESS').map((sla) => ({ ...sla, thresholdSeconds: 3_600, from: hourAgo, to: now })),
      ),
  ],
  [
    'a report',
    () =>
      insertWatermark(database, {
        productId: slas[0]!.productId,
        element: '',
        arrivedAt: now,
        reportedAt: now,
        eventTime: now,
        rows: 1,
        runId: null,
        reportedBy: 'test',
      }),
  ],
  [
    'budgets and burn rates',
    () =>
      measureSlas(
        database,
        slas.map((sla) => ({ sla, measure: measureOf(sla) as BudgetedMeasure })),
        now,
      ),
  ],
  ['latencies', () => latencyHistograms(database, [{ subgraph: 'p0', from: hourAgo, to: now }])],
  ['a judgement, and what follows from it', () => judgeAndAnnounce(database, systemClock, slas)],
  ['incidents of promises that are gone', () => retiredCauses(database)],
  ['which causes are open', () => openCauses(database, ['sla:d/p0:a'])],
  ['health', () => database.transaction((transaction) => tellHealth(transaction, [slas[0]!.productId], now))],
  [
    'an incident that is opened',
    () => database.transaction((transaction) => openIncident(transaction, cause, hourAgo)),
  ],
  ['what is escalated next', () => nextEscalation(database)],
  ['escalation', () => escalateOverdue(database, now)],
  [
    'an incident that is resolved',
    () => database.transaction((transaction) => resolveIncident(transaction, cause.dedupe, now)),
  ],
  ['the incidents of products', () => incidentsOfProducts(database, [slas[0]!.productId], { open: false, limit: 20 })],
  ['the newest incidents', () => incidentPage(database, {}, { first: 20, limit: 21, after: null })],
  ['the timeline of an incident', () => stepsOfIncidents(database, [incidentUrn('7')])],
])('%s', async (_, run) => {
  await expectNoSequentialScan(database, run);
});
