// How the platform is doing, over rows whose every number can be counted by hand.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder, twoDomains } from '../two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  await metadata.register([...twoDomains(), metadataFolder()]);
});
afterAll(() => metadata.close());

/** The clock of the metadata service stands at 12:00. */
const at = (time: string, date = '2026-03-01') => `${date}T${time}Z`;

const question = `{ metrics(window: "P1D") {
  contractTestPassRate proposalLeadTimeP50Seconds timeToFirstConsumerP50Seconds incidentMeanTimeToRepairSeconds
  accessRequestTimeP50Seconds } }`;

const insert = (table: string, rows: readonly object[]) =>
  metadata.database.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
    JSON.stringify(rows),
  ]);

test('nothing has ended yet, so nothing is known', async () => {
  const { data, errors } = await metadata.query(question);
  expect(errors).toBeUndefined();
  expect(data.metrics).toEqual({
    contractTestPassRate: null,
    proposalLeadTimeP50Seconds: null,
    timeToFirstConsumerP50Seconds: null,
    incidentMeanTimeToRepairSeconds: null,
    accessRequestTimeP50Seconds: null,
  });
});

test('checks count as passing only while their result is fresh', async () => {
  const [{ id: product }] = await products();
  const check = { type: 'sql', engine: 'gordian', element: '', expectation: '', schedule: 'P1D', definition: {} };
  await metadata.database.query('DELETE FROM quality_check');
  const checks = ['fresh', 'stale', 'failed', 'broken', 'never'].map((rule, index) => ({
    ...{ ...check, id: 1_000 + index, product_id: product, rule },
  }));
  await metadata.database.query(
    `INSERT INTO quality_check OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::quality_check, $1)`,
    [JSON.stringify(checks)],
  );
  const result = (index: number, outcome: string, time: string, stale: string) => ({
    ...{ check_id: 1_000 + index, at: time, outcome, stale_at: stale, reported_by: 'somebody' },
  });
  await insert('quality_result', [
    result(0, 'PASS', at('10:00:00'), at('14:00:00')),
    result(0, 'PASS', at('09:00:00'), at('13:00:00')),
    result(1, 'PASS', at('08:00:00'), at('11:59:59')),
    result(2, 'FAIL', at('11:00:00'), at('14:00:00')),
    result(3, 'ERROR', at('11:00:00'), at('14:00:00')),
    result(3, 'PASS', at('11:59:59', '2026-02-28'), at('14:00:00')),
  ]);
  const { data } = await metadata.query(
    '{ metrics(window: "P1D") { contractTestPassRate quality { passing failing unknown score } } }',
  );
  // Three of the four runs of the day that came to a result; the run of yesterday is a second too early.
  expect(data.metrics.contractTestPassRate).toBe(3 / 4);
  expect(data.metrics.quality).toEqual({ passing: 1, failing: 1, unknown: 3, score: 1 / 5 });
});

test('incidents that were resolved today took 40 minutes on average', async () => {
  const [{ id: product }] = await products();
  const incident = (id: string, opened: string, resolved: string | null) => ({
    ...{ id, product_id: product, dedupe: id, severity: 'MINOR', title: id, escalation: 0 },
    ...{ state: resolved ? 'RESOLVED' : 'OPEN', opened_at: opened, resolved_at: resolved },
  });
  await insert('incident', [
    incident('a', at('09:00:00'), at('09:20:00')),
    incident('b', at('10:00:00'), at('11:00:00')),
    incident('c', at('10:00:00'), null),
    incident('d', at('01:00:00', '2026-02-27'), at('02:00:00', '2026-02-27')),
  ]);
  expect(await measured('incidentMeanTimeToRepairSeconds')).toBe(2_400);
});

test('half of the requests for access that were decided took two minutes', async () => {
  const request = (id: string, state: string, decided: string | null) => ({
    ...{ id, issuer: 'i', subject: id, targets: ['Person.name'], outcome: 'ALLOW', purpose: 'p', justification: 'j' },
    ...{ duration_seconds: 60, state, policy: [], approvers: [], requested_at: at('11:00:00'), decided_at: decided },
  });
  await insert('access_request', [
    request('quick', 'APPROVED', at('11:00:00')),
    request('usual', 'DENIED', at('11:02:00')),
    request('slow', 'APPROVED', at('11:30:00')),
    request('gone', 'CANCELLED', at('11:00:01')),
    request('waits', 'PENDING', null),
  ]);
  expect(await measured('accessRequestTimeP50Seconds')).toBe(120);
});

test('proposals that were published took an hour and a half', async () => {
  const [contract] = await metadata.database.query<{ id: number }>('SELECT min(id) AS id FROM contract');
  const proposal = (number: number, state: string, closed: string | null) => ({
    ...{ id: `00000000-0000-0000-0000-00000000000${number}`, contract_id: contract!.id, state, affected: [] },
    ...{ base_version: '1.0.0', version: '2.0.0', changes_hash: `\\x0${number}`, changes: [], odcs: '', sdl: '' },
    ...{ source_revision: 'r', proposed_by: 'p', proposed_at: at('09:00:00'), deadline: at('23:00:00') },
    closed_at: closed,
  });
  await insert('change_proposal', [
    proposal(1, 'PUBLISHED', at('10:00:00')),
    proposal(2, 'FORCED', at('11:00:00')),
    proposal(3, 'WITHDRAWN', at('09:00:01')),
    proposal(4, 'PENDING', null),
  ]);
  expect(await measured('proposalLeadTimeP50Seconds')).toBe(5_400);
});

test('a product found its first consumer ten minutes after its contract', async () => {
  const [operation] = await metadata.database.query<{ id: number }>(
    `INSERT INTO operation (hash, name, kind, document, reported_at) VALUES ('\\x01', 'Op', 'query', '{ a }', now()) RETURNING id`,
  );
  const [consumer] = await metadata.database.query<{ id: number }>(
    `INSERT INTO consumer (client, kind) VALUES ('crm', 'APPLICATION') RETURNING id`,
  );
  await insert('operation_field', [{ coordinate: 'Person.name', operation_id: operation!.id }]);
  await insert('usage_seen', [
    { operation_id: operation!.id, consumer_id: consumer!.id, first_seen: at('12:10:00'), last_seen: at('12:20:00') },
  ]);
  metadata.clock.advance(3_600_000);
  expect(await measured('timeToFirstConsumerP50Seconds')).toBe(600);
});

test('one product of four promises nothing about its service', async () => {
  const all = await products();
  await metadata.database.query('UPDATE sla SET retired_at = now() WHERE product_id = $1', [all[0].id]);
  const promising = await metadata.database.query('SELECT DISTINCT product_id FROM sla WHERE retired_at IS NULL');
  expect(await measured('productsWithServiceLevels')).toBe(promising.length / all.length);
});

async function measured(field: string): Promise<unknown> {
  const { data, errors } = await metadata.query(`{ metrics(window: "P1D") { ${field} } }`);
  expect(errors).toBeUndefined();
  return data.metrics[field];
}

// biome-ignore lint/suspicious/noExplicitAny: rows of a table.
const products = (): Promise<any> => metadata.database.query('SELECT id FROM product ORDER BY id');
