// Publishers that race, and a publisher that dies half-way: the registry holds whole registrations and nothing else.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MetadataUnderTest, type RegistryAnswer, startMetadata } from './metadata-under-test.ts';
import { metadataFolder, people, twoDomains } from './two-domains.ts';

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
});
afterAll(() => metadata.close());

async function one<Value>(text: string): Promise<Value> {
  const [row] = await metadata.database.query<{ value: Value }>(`SELECT (${text}) AS value`);
  return row!.value;
}

/** Everything that a registration writes, as one value to compare. */
function wholeState(): Promise<string> {
  const tables = [
    'team',
    'domain',
    'product',
    'contract',
    'contract_version',
    'field',
    'lineage_node',
    'lineage_edge',
    'lineage_log',
    'sla',
    'subgraph',
    'subgraph_contract',
    'supergraph_artefact',
    'publication',
    'variant',
    'registration',
    'registration_subgraph',
  ];
  const hashes = tables.map((table) => `(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ${table} t)`);
  return one(`concat_ws(',', ${hashes.join(', ')})`);
}

test('of ten that register the same at once, one publishes and all succeed', async () => {
  const folders = [...twoDomains(), metadataFolder()];
  const answers = await Promise.all(Array.from({ length: 10 }, () => metadata.register(folders)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(answers.filter(({ body }) => body.status === 'published')).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => body.artefact!.id)).size).toBe(1);
  expect(await one('SELECT count(*) FROM publication')).toBe(1);
});

test('of ten that claim one version for different texts, exactly one wins and the others are told', async () => {
  const claims = Array.from({ length: 10 }, (_, index) => {
    const folder = people('1.1.0');
    const text = folder.contracts[0]!.text.replace('Who we know.', `Claim ${index}.`);
    return { ...folder, contracts: [{ ...folder.contracts[0]!, text }] };
  });
  // Half of them reach another process, where no queue in memory can help.
  const other = await metadata.startAnother(3_600_000);
  const answers = await Promise.all(
    claims.map((claim, index) => metadata.register([claim], 'racing', index % 2 ? other.url : undefined)),
  );
  await other.close();

  const winners = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []));
  expect(winners).toHaveLength(1);
  const losers = answers.filter(({ status }) => status !== 200);
  expect(losers.map(({ body }) => body.problems?.[0]?.code)).toEqual(Array(9).fill('CONTRACT_VERSION_EXISTS'));
  const stored = await one<string>(
    `SELECT convert_from(odcs_raw, 'UTF8') FROM contract_version WHERE version = '1.1.0'`,
  );
  expect(stored).toContain(`Claim ${winners[0]}.`);
});

test('registrations of different subgraphs at once are all applied, in some order', async () => {
  const raise = (folder: ReturnType<typeof people>, from: string, to: string) => ({
    ...folder,
    contracts: folder.contracts.map(({ file, text }) => ({
      file,
      text: text.replace(`version: ${from}\n`, `version: ${to}\n`),
    })),
  });
  const [persons, sales] = twoDomains();
  const answers = await Promise.all([
    metadata.register([raise(persons!, '1.0.0', '2.0.0')]),
    metadata.register([raise(sales!, '1.0.0', '2.0.0')]),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const versions = await one(
    `SELECT array_agg(DISTINCT current_version ORDER BY current_version) FROM contract JOIN product ON product.id = product_id WHERE domain <> 'platform'`,
  );
  expect(versions).toEqual(['2.0.0']);
  expect(
    await one(
      'SELECT count(DISTINCT ord) = count(*) AND max(ord) = count(*) FROM contract_version JOIN contract ON contract.id = contract_id JOIN product ON product.id = product_id WHERE urn = $$gordian:product:people/persons$$',
    ),
  ).toBe(true);
});

test('a publisher whose connection dies before the commit leaves nothing, and the next one succeeds', async () => {
  const before = await wholeState();
  const registering = await stoppedBeforePublishing(() => metadata.register([people('3.0.0')]));
  const { status, body } = await registering;
  expect([status, body.errors![0]!.extensions.code]).toEqual([503, 'NOT_READY']);
  expect(await wholeState()).toBe(before);

  const again = await metadata.register([people('3.0.0')]);
  expect([again.status, again.body.status]).toEqual([200, 'published']);
});

test('a rollback whose connection dies before the commit leaves nothing, and its key is still good', async () => {
  const before = await wholeState();
  const token = await metadata.token('gordian:contract:write', { domains: '*' });
  const headers = { 'idempotency-key': 'a-rollback-that-is-killed' };
  const rollBack = () =>
    metadata.send<RegistryAnswer & { registration: number }>('POST', '/registry/rollback', {
      ...{ token, headers, body: { to: 1, subgraph: 'people' } },
    });
  const killed = await stoppedBeforePublishing(rollBack);
  expect((await killed).status).toBe(503);
  expect(await wholeState()).toBe(before);
  const again = await rollBack();
  expect([again.status, again.body.status]).toEqual([200, 'published']);
  expect((await rollBack()).body).toEqual(again.body);
});

/** Lets a registration run into a locked table at its last step, then kills its connection. */
async function stoppedBeforePublishing<Result>(register: () => Promise<Result>): Promise<Promise<Result>> {
  const before = await wholeState();
  let registering!: Promise<Result>;
  await metadata.database.transaction(async (transaction) => {
    await transaction.query('LOCK TABLE publication IN SHARE MODE');
    registering = register();
    const blocked = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO publication%'`;
    let pids: { pid: number }[] = [];
    while (pids.length === 0) pids = await metadata.database.query(blocked);
    expect(await wholeState()).toBe(before);
    await metadata.database.query('SELECT pg_terminate_backend($1)', [pids[0]!.pid]);
  });
  return registering;
}

test('a registered version can be changed by nobody', async () => {
  for (const statement of [
    `UPDATE contract_version SET status = 'RETIRED'`,
    'DELETE FROM contract_version',
    'TRUNCATE contract_version CASCADE',
  ])
    await expect(metadata.database.query(statement)).rejects.toMatchObject({
      code: 'DATABASE_ERROR',
      details: { sqlState: 'P0001' },
    });
});
