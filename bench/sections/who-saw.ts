// How long an auditor waits: who saw a field and who saw a customer, on an audit of many entries in Postgres. The entries are made by
// SQL and their hashes are no chain; the questions do not look at them.
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../kit/embedded-postgres.ts';
import { freePort } from '../../kit/free-port.ts';
import { migrate } from '../../kit/migrate.ts';
import { packageFile } from '../../kit/package-files.ts';
import { createDatabase, type Database } from '../../kit/postgres.ts';
import { provisionDomain } from '../../kit/provision-domain.ts';
import { entryPage, whoSaw, whoSawEntity } from '../../subgraphs/metadata/audit/queries.ts';
import type { Section } from '../section.ts';

const million = 1_000_000;
const actors = 500;
const sets = 200;
const customers = 5_000;
const repetitions = 5;

export const whoSawSection: Section = {
  name: 'who-saw',
  about: 'how long an auditor waits on an audit of many entries',
  async run({ workshop }) {
    const postgres = await startEmbeddedPostgres({
      dataDirectory: join(workshop.folder, 'postgres'),
      port: await freePort(),
      settingNames: { port: 'port', directory: 'directory' },
    });
    workshop.atEnd(() => postgres.stop());
    const url = await provisionDomain(postgres.url, { domain: 'metadata', password: 'bench' });
    const database = createDatabase({ url, applicationName: 'bench', statementTimeoutMs: 0 });
    workshop.atEnd(() => database.close());
    await migrate(database, packageFile('subgraphs/metadata/migrations'));
    await fill(database, million);
    const answers = await askAll(database);
    const rows = answers.map(({ question, ms, found }) => `| ${question} | ${found} | ${ms.toFixed(1)} |`);
    return {
      markdown: `${million.toLocaleString('en')} operations of ${actors} actors with ${sets} decision sets over a year, each of one of ${customers.toLocaleString('en')} customers.

| question | found | ms (median of ${repetitions}) |
|---|---|---|
${rows.join('\n')}
`,
      data: answers,
      targets: [],
    };
  },
};

async function fill(database: Database, entries: number): Promise<void> {
  await database.query(
    `INSERT INTO audit_decision_set (hash, content) SELECT sha256(n::text::bytea), '{}' FROM generate_series(1, ${sets}) AS n`,
  );
  await database.query(
    `INSERT INTO audit_set_coordinate SELECT 'Customer.field' || (n % 40), n, 'shown' FROM generate_series(1, ${sets}) AS n`,
  );
  await database.query(
    `INSERT INTO audit SELECT n, timestamptz '2026-01-01' + n * interval '31 seconds', 'user|' || abs(hashint8(n) % ${actors}), 'user',
       'operation.answered', 'gordian:graph', gen_random_uuid()::text, 'gateway', n, 1 + abs(hashint8(n + 1) % ${sets}), '{"outcome":"answered"}', '', ''
     FROM generate_series(1, ${entries}::bigint) AS n`,
  );
  await database.query(
    `INSERT INTO audit_entity (entity, actor, at, seq) SELECT substr(sha256(abs(hashint8(n + 2) % ${customers})::text::bytea), 1, 16), actor, at, seq
     FROM (SELECT seq AS n, * FROM audit) AS entry`,
  );
  await database.query('VACUUM ANALYZE audit, audit_entity, audit_set_coordinate, audit_decision_set');
}

async function askAll(database: Database) {
  const year = { from: new Date('2026-01-01'), to: new Date('2027-01-01'), limit: 100 };
  const day = { from: new Date('2026-06-01'), to: new Date('2026-06-02'), limit: 100 };
  const [row] = await database.query<{ entity: string }>(
    `SELECT encode(entity, 'hex') AS entity FROM audit_entity LIMIT 1`,
  );
  const entity = row!.entity;
  const page = { first: 100, limit: 101, after: null };
  return [
    await timed('who saw a field, in a year', () => whoSaw(database, { ...year, coordinate: 'Customer.field7' })),
    await timed('who saw a field, on a day', () => whoSaw(database, { ...day, coordinate: 'Customer.field7' })),
    await timed('who saw a customer, in a year', () => whoSawEntity(database, { ...year, entity })),
    await timed('who saw a customer, on a day', () => whoSawEntity(database, { ...day, entity })),
    await timed('the newest 100 entries', () => entryPage(database, {}, page)),
    await timed('the newest 100 entries of an actor', () => entryPage(database, { actor: 'user|42' }, page)),
  ];
}

async function timed(question: string, ask: () => Promise<readonly unknown[]>) {
  const times: number[] = [];
  let found = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const start = performance.now();
    found = (await ask()).length;
    times.push(performance.now() - start);
  }
  return { question, found, ms: times.sort((a, b) => a - b)[Math.floor(repetitions / 2)]! };
}
