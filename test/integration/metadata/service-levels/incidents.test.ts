import { expect, onTestFinished, test } from 'vitest';
import { verifyChain } from '../../../../subgraphs/metadata/audit/verify-chain.ts';
import { escalateOverdue } from '../../../../subgraphs/metadata/incidents/escalation.ts';
import {
  type IncidentCause,
  openIncident,
  resolveIncident,
} from '../../../../subgraphs/metadata/incidents/incidents.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';

const cause: IncidentCause = {
  product: 'people/persons',
  dedupe: 'sla:people/persons:freshness',
  severity: 'MAJOR',
  title: 'Persons are too old.',
  slaId: null,
  checkId: null,
};

async function withProducts(): Promise<MetadataUnderTest> {
  const metadata = await startMetadata();
  onTestFinished(() => metadata.close());
  const answer = await metadata.register([...twoDomains(), metadataFolder()]);
  expect(answer.body.problems ?? []).toEqual([]);
  return metadata;
}

function open({ database, clock }: MetadataUnderTest, more: Partial<IncidentCause> = {}): Promise<string> {
  return database.transaction((transaction) => openIncident(transaction, { ...cause, ...more }, clock.now()));
}

function resolve({ database, clock }: MetadataUnderTest): Promise<void> {
  return database.transaction((transaction) => resolveIncident(transaction, cause.dedupe, clock.now()));
}

const stored = ({ database }: MetadataUnderTest) =>
  database.query('SELECT state, severity, escalation FROM incident ORDER BY opened_at, id');
const told = ({ database }: MetadataUnderTest) => database.query('SELECT team, topic FROM notification ORDER BY id');
const events = async ({ database }: MetadataUnderTest) => {
  const rows = await database.query<{ body: { state: string; severity: string; escalated: boolean } }>(
    `SELECT body FROM event_outbox WHERE topic = 'incident.changed' ORDER BY id`,
  );
  return rows.map(({ body: { state, severity, escalated } }) => ({ state, severity, escalated }));
};

test('a hundred sightings at once of one cause are one open incident, one event, one notification and one entry of the audit', async () => {
  const metadata = await withProducts();
  const ids = await Promise.all(Array.from({ length: 100 }, () => open(metadata)));
  expect(new Set(ids).size).toBe(1);
  expect(await stored(metadata)).toEqual([{ state: 'OPEN', severity: 'MAJOR', escalation: 0 }]);
  expect(await events(metadata)).toEqual([{ state: 'OPEN', severity: 'MAJOR', escalated: false }]);
  expect(await told(metadata)).toEqual([{ team: 'people-data', topic: 'incident.opened' }]);
  expect(await metadata.database.query(`SELECT action FROM audit WHERE target LIKE 'gordian:incident:%'`)).toEqual([
    { action: 'incident.opened' },
  ]);
});

test('what is opened and resolved at once by many ends as one story without a gap in the audit', async () => {
  const metadata = await withProducts();
  await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? open(metadata) : resolve(metadata))));
  const states = (await events(metadata)).map(({ state }) => state);
  expect(states).toEqual(states.map((_, index) => (index % 2 === 0 ? 'OPEN' : 'RESOLVED')));
  expect(await verifyChain(metadata.database, 1, Number.MAX_SAFE_INTEGER)).toMatchObject({ ok: true });
});

test('what comes back after it was resolved is another incident', async () => {
  const metadata = await withProducts();
  const first = await open(metadata);
  await resolve(metadata);
  await resolve(metadata);
  expect(await open(metadata)).not.toBe(first);
  expect((await events(metadata)).map(({ state }) => state)).toEqual(['OPEN', 'RESOLVED', 'OPEN']);
});

test('what becomes worse is told once more; what becomes less bad is not', async () => {
  const metadata = await withProducts();
  await open(metadata, { severity: 'MINOR' });
  await Promise.all(Array.from({ length: 10 }, () => open(metadata, { severity: 'CRITICAL' })));
  await open(metadata, { severity: 'MAJOR' });
  expect(await stored(metadata)).toEqual([{ state: 'OPEN', severity: 'CRITICAL', escalation: 0 }]);
  expect((await events(metadata)).map(({ severity }) => severity)).toEqual(['MINOR', 'CRITICAL']);
});

test('what nobody acknowledges in time is escalated, three times and by one process each time', async () => {
  const metadata = await withProducts();
  const { database, clock } = metadata;
  await open(metadata, { severity: 'CRITICAL' });
  const minutes = async (count: number) => {
    clock.advance(count * 60_000);
    await Promise.all([1, 2, 3].map(() => escalateOverdue(database, clock.now())));
    return (await events(metadata)).filter(({ escalated }) => escalated).length;
  };
  expect([await minutes(14), await minutes(1), await minutes(15), await minutes(15), await minutes(600)]).toEqual([
    0, 1, 2, 3, 3,
  ]);
});
