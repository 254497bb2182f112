// Publishers that race over several processes, and those that do not know whether their request arrived.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../../../kit/postgres.ts';
import type { SubgraphServer } from '../../../../kit/serve-subgraph.ts';
import { createRegistrar } from '../../../../subgraphs/metadata/registry/register.ts';
import { readRegistration } from '../../../../subgraphs/metadata/registry/registration.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { people } from '../two-domains.ts';
import { changedPeople, publish } from './publishing.ts';

let metadata: MetadataUnderTest;
let others: SubgraphServer[];

beforeAll(async () => {
  metadata = await startMetadata();
  others = [await metadata.startAnother(3_600_000), await metadata.startAnother(3_600_000)];
  expect((await publish(metadata, [people()])).status).toBe(200);
});
afterAll(async () => {
  for (const other of others) await other.close();
  await metadata.close();
});

const claim = (version: string, index: number) =>
  changedPeople(version, (text) => text.replace('Who we know.', `Claim ${index}.`));

async function one<Value>(text: string): Promise<Value> {
  const [row] = await metadata.database.query<{ value: Value }>(`SELECT (${text}) AS value`);
  return row!.value;
}

const advisoryLocks = `SELECT pg_advisory_xact_lock(hashtext('gordian registry'), hashtext(current_schema()))`;
const asked = /^SELECT replace\(product.urn/;

test('of twenty that claim one version, one wins, and every other one hears which version by whom', async () => {
  const urls = ['', ...others.map(({ url }) => url)];
  let racing!: Promise<Awaited<ReturnType<typeof publish>>[]>;
  metadata.database.statements.splice(0);
  // All have arrived before the first one has its turn.
  await metadata.database.transaction(async (transaction) => {
    await transaction.query(advisoryLocks);
    racing = Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        publish(metadata, [claim('1.0.1', index)], { url: urls[index % 3]!, client: `pipeline-${index}` }),
      ),
    );
    const arrived = () => metadata.database.statements.filter((text) => asked.test(text)).length;
    while (arrived() < 20) await metadata.database.query('SELECT 1');
  });
  const answers = await racing;
  const winners = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []));
  expect(winners).toHaveLength(1);
  const losers = answers.filter((_, index) => index !== winners[0]);
  expect(losers.map(({ status, body }) => [status, body.code])).toEqual(Array(19).fill([409, 'CONFLICT']));
  for (const { body } of losers) expect(body.message).toContain(`people/persons 1.0.1 by pipeline-${winners[0]}`);
  expect(await one(`SELECT count(*) FROM contract_version WHERE version = '1.0.1'`)).toBe(1);
  expect(await one(`SELECT convert_from(odcs_raw, 'UTF8') FROM contract_version WHERE version = '1.0.1'`)).toContain(
    `Claim ${winners[0]}.`,
  );
});

test('whoever comes later has a mistake of its own, and is told where', async () => {
  const { status, body } = await publish(metadata, [claim('1.0.1', 99)]);
  expect([status, body.code, body.problems![0]!.code]).toEqual([422, 'CONTRACT_INVALID', 'CONTRACT_VERSION_EXISTS']);
});

test('through pools of their own, twenty versions get their numbers without a gap', async () => {
  const pools = Array.from({ length: 4 }, () =>
    createDatabase({
      url: metadata.database.url,
      applicationName: 'publisher',
      maxConnections: 2,
      lockTimeoutMs: 60_000,
    }),
  );
  const registrars = pools.map((pool) => createRegistrar(pool, metadata.clock, async () => {}));
  const offered = (version: string) => {
    const { name, file, sdl, contracts } = people(version);
    return readRegistration({
      subgraphs: [{ name, url: 'http://127.0.0.1:1', sdl, sdlFile: file, contracts }],
      sourceRevision: version,
    });
  };
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      registrars[index % 4]!.register(offered(`1.1.${index}`), {
        registeredBy: `publisher-${index}`,
        actorKind: 'service',
        idempotencyKey: null,
      }),
    ),
  );
  for (const pool of pools) await pool.close();
  expect(outcomes.filter(({ ok }) => ok).length).toBeGreaterThan(0);
  const stored = await metadata.database.query<{ ord: number }>('SELECT ord FROM contract_version ORDER BY ord');
  expect(stored.map(({ ord }) => ord)).toEqual(stored.map((_, index) => index + 1));
  expect(stored.length).toBe(2 + outcomes.filter(({ ok }) => ok).length);
});

test('a key that was answered is answered the same, also when things have moved on', async () => {
  const key = { idempotencyKey: 'build-4711-of-people' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => publish(metadata, [people('1.2.0')], key)));
  expect(answers.map(({ status, body }) => [status, body.status])).toEqual(Array(5).fill([200, 'published']));
  expect((await publish(metadata, [people('1.3.0')])).status).toBe(200);
  const late = await publish(metadata, [people('1.2.0')], key);
  expect(late.body).toEqual(answers[0]!.body);
  expect(await one(`SELECT current_version FROM contract`)).toBe('1.3.0');
});

test('a key is good for one registration of one client, and refusals keep theirs as well', async () => {
  const key = { idempotencyKey: 'build-4712-of-people' };
  const refused = await publish(metadata, [people('0.0.1')], key);
  expect(refused.status).toBe(422);
  expect((await publish(metadata, [people('0.0.1')], key)).body).toEqual(refused.body);
  const other = await publish(metadata, [people('1.4.0')], key);
  expect([other.status, other.body.errors![0]!.extensions.code]).toEqual([409, 'CONFLICT']);
  expect((await publish(metadata, [people('1.4.0')], { ...key, client: 'somebody-else' })).status).toBe(200);
  expect((await publish(metadata, [people('1.5.0')], { idempotencyKey: 'short' })).status).toBe(400);
});
