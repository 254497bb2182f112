// What it costs to know the freshness of many products: nothing while nothing happens, one judgement per report or breach. The
// clock is moved by hand; Postgres, its notices and the statements are real.
import { join } from 'node:path';
import { advancingClock } from '../../kit/clock.ts';
import { startEmbeddedPostgres } from '../../kit/embedded-postgres.ts';
import { freePort } from '../../kit/free-port.ts';
import { silentLog } from '../../kit/log.ts';
import { migrate } from '../../kit/migrate.ts';
import { packageFile } from '../../kit/package-files.ts';
import { createDatabase, type Database } from '../../kit/postgres.ts';
import { provisionDomain } from '../../kit/provision-domain.ts';
import { insertWatermark } from '../../subgraphs/metadata/freshness/queries.ts';
import { createLevelsOfService } from '../../subgraphs/metadata/metrics/levels-of-service.ts';
import { createServiceLevelWatch, type ServiceLevelWatch } from '../../subgraphs/metadata/service-levels/watch.ts';
import { manualSchedule } from '../../test/integration/metadata/service-levels/manual-schedule.ts';
import type { Section } from '../section.ts';

const products = 10_000;
const thresholdSeconds = 600;
const noon = '2026-03-01T12:00:00Z';
const reports = 500;

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

export const freshness: Section = {
  name: 'freshness',
  about: `what it costs to know the freshness of ${products.toLocaleString('en')} products`,
  async run({ workshop }) {
    const postgres = await startEmbeddedPostgres({
      dataDirectory: join(workshop.folder, 'postgres'),
      port: await freePort(),
      settingNames: { port: 'port', directory: 'directory' },
    });
    workshop.atEnd(() => postgres.stop());
    const url = await provisionDomain(postgres.url, { domain: 'metadata', password: 'bench' });
    const statements = { count: 0 };
    const onQuery = () => {
      statements.count += 1;
    };
    const database = createDatabase({ url, applicationName: 'bench', statementTimeoutMs: 0, onQuery });
    workshop.atEnd(() => database.close());
    await migrate(database, packageFile('subgraphs/metadata/migrations'));
    await fill(database);
    const figures = await measure(database, statements);
    const idle = figures.find(({ what }) => what === idleStatements)!.value;
    return {
      markdown: `${products.toLocaleString('en')} products with a promise of freshness each.

| what | value |
|---|---|
${figures.map(({ what, value, unit }) => `| ${what} | ${value.toLocaleString('en', { maximumFractionDigits: 2 })} ${unit} |`).join('\n')}
`,
      data: figures,
      targets: [{ target: 'freshness', measured: idle }],
    };
  },
};

const idleStatements = 'statements about freshness while nothing happens';

/** Each a little newer than the one before it. */
async function fill(database: Database): Promise<void> {
  await database.query(`INSERT INTO team (id, name) VALUES ('t', 'Team')`);
  await database.query(`INSERT INTO domain (slug, name, owner_team) VALUES ('d', 'Domain', 't')`);
  await database.query(
    `INSERT INTO product (urn, name, domain, owner_team, kind, status)
     SELECT 'gordian:product:d/p' || n, 'P', 'd', 't', 'AGGREGATE', 'ACTIVE' FROM generate_series(1, $1::int) AS n`,
    [products],
  );
  await database.query(
    `INSERT INTO sla (product_id, name, kind, threshold, unit, threshold_seconds, target, window_text, window_seconds)
     SELECT id, 'f', 'FRESHNESS', 10, 'm', $1, 0.99, 'P30D', 2592000 FROM product`,
    [thresholdSeconds],
  );
  await database.query(
    `INSERT INTO watermark (product_id, arrived_at, event_time, reported_by)
     SELECT id, at, at, 'bench' FROM (SELECT id, $1::timestamptz - (id % 50 + 1) * interval '1 second' AS at FROM product) AS known`,
    [noon],
  );
  await database.query(`INSERT INTO watermark_report SELECT id, '', $1 FROM product`, [noon]);
  await database.query('ANALYZE');
}

async function measure(database: Database, statements: { count: number }): Promise<Figure[]> {
  const clock = advancingClock(noon);
  const timer = manualSchedule(clock);
  const watch = createServiceLevelWatch({ database, clock, log: silentLog, schedule: timer.schedule });
  const rows = await database.query<{ id: number }>('SELECT id FROM product ORDER BY id');
  const started = await millisecondsOf(() => watch.reload());
  const again = await millisecondsOf(() => watch.reload());

  const before = statements.count;
  let rounds = 0;
  // Until the first data is at risk, which is not before 420 seconds.
  for (; clock.now() < new Date(Date.parse(noon) + 420_000); rounds += 1) await timer.fire(watch);
  // A round looks at counts of gateways, of which there are none, and at incidents.
  const idle = statements.count - before - rounds * statementsOfARound;

  const heard: number[] = [];
  for (const { id } of rows.slice(0, reports)) {
    const now = clock.now();
    const report = { productId: id, element: '', arrivedAt: now, reportedAt: now, eventTime: now };
    await insertWatermark(database, { ...report, rows: null, runId: null, reportedBy: 'bench' });
    heard.push(await millisecondsOf(() => watch.heard([id])));
  }
  const breach = await announceAll(watch, timer, clock);
  const levels = createLevelsOfService(database, clock);
  const scrape = await millisecondsOf(levels);
  return [
    { what: 'the first judgement of all, which tells how each stands', value: started, unit: 'ms' },
    { what: 'the judgement of all when nothing has changed, as after a registration', value: again, unit: 'ms' },
    { what: idleStatements, value: idle, unit: '' },
    { what: `a report moves its deadline, median of ${reports}`, value: quantile(heard, 0.5), unit: 'ms' },
    { what: `a report moves its deadline, 95th percentile of ${reports}`, value: quantile(heard, 0.95), unit: 'ms' },
    { what: 'one that becomes at risk, or breaks its promise with an incident, if all do', value: breach, unit: 'ms' },
    { what: 'all states, burn rates and budgets, read for Prometheus', value: scrape, unit: 'ms' },
  ];
}

/** Of `judgeAndAnnounce` for no promises, and of the next escalation. */
const statementsOfARound = 2;

async function announceAll(
  watch: ServiceLevelWatch,
  timer: ReturnType<typeof manualSchedule>,
  clock: ReturnType<typeof advancingClock>,
): Promise<number> {
  const until = new Date(Date.parse(noon) + thresholdSeconds * 1_000);
  const total = await millisecondsOf(async () => {
    while (clock.now() < until) await timer.fire(watch);
  });
  return total / (2 * (products - reports));
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor(share * (values.length - 1))]!;
}
