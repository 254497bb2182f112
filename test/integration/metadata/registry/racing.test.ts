// Publishers that race over several processes, and those that do not know whether their request arrived.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../../../kit/postgres.ts';
import type { SubgraphServer } from '../../../../kit/serve-subgraph.ts';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import type { Outcome } from '../../../../subgraphs/metadata/registry/outcome.ts';
import { createRegistrar, type Registrar } from '../../../../subgraphs/metadata/registry/register.ts';
import { readPromotion, readRegistration, readRollback } from '../../../../subgraphs/metadata/registry/registration.ts';
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

const advisoryLock = `SELECT pg_advisory_xact_lock(hashtext('gordian registry'), hashtext(current_schema()))`;

/** Publishers with pools of their own, as other processes have. */
async function withRegistrars<Result>(work: (registrars: readonly Registrar[]) => Promise<Result>): Promise<Result> {
  const { url } = metadata.database;
  const pools = Array.from({ length: 4 }, () =>
    createDatabase({ url, applicationName: 'publisher', maxConnections: 2, lockTimeoutMs: 60_000 }),
  );
  try {
    return await work(pools.map((pool) => createRegistrar(pool, metadata.clock, async () => {})));
  } finally {
    for (const pool of pools) await pool.close();
  }
}

function registrationOf({ name, file, sdl, contracts }: SubgraphFolder) {
  const subgraphs = [{ name, url: 'http://127.0.0.1:1', sdl, sdlFile: file, contracts }];
  return readRegistration({ subgraphs, sourceRevision: 'race' });
}

const publisher = (index: number) => ({
  registeredBy: `publisher-${index}`,
  actorKind: 'service' as const,
  idempotencyKey: null,
  authorize: () => {},
});

test('of twenty that claim one version, one wins, and every other one hears which version by whom', async () => {
  const outcomes = await withRegistrars(async (registrars) => {
    let racing!: Promise<Outcome[]>;
    // All have arrived before the first one has its turn.
    await metadata.database.transaction(async (transaction) => {
      await transaction.query(advisoryLock);
      racing = Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          registrars[index % 4]!.register(registrationOf(claim('1.0.1', index)), publisher(index)),
        ),
      );
      metadata.clock.advance(1);
    });
    return racing;
  });
  const winners = outcomes.flatMap(({ ok }, index) => (ok ? [index] : []));
  expect(winners).toHaveLength(1);
  const losers = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome]));
  expect(losers.map(({ code }) => code)).toEqual(Array(19).fill('CONFLICT'));
  for (const { message } of losers) expect(message).toContain(`people/persons 1.0.1 by publisher-${winners[0]}.`);
  expect(await one(`SELECT count(*) FROM contract_version WHERE version = '1.0.1'`)).toBe(1);
  const stored = await one(`SELECT convert_from(odcs_raw, 'UTF8') FROM contract_version WHERE version = '1.0.1'`);
  expect(stored).toContain(`Claim ${winners[0]}.`);
});

test('whoever comes later has a mistake of its own, and is told where', async () => {
  const { status, body } = await publish(metadata, [claim('1.0.1', 99)]);
  expect([status, body.code, body.problems![0]!.code]).toEqual([422, 'CONTRACT_INVALID', 'CONTRACT_VERSION_EXISTS']);
});

test('twenty versions at once get their numbers without a gap', async () => {
  const outcomes = await withRegistrars((registrars) =>
    Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        registrars[index % 4]!.register(registrationOf(people(`1.1.${index}`)), publisher(index)),
      ),
    ),
  );
  const stored = await metadata.database.query<{ ord: number }>('SELECT ord FROM contract_version ORDER BY ord');
  expect(stored.map(({ ord }) => ord)).toEqual(stored.map((_, index) => index + 1));
  expect(stored.length).toBe(2 + outcomes.filter(({ ok }) => ok).length);
});

test('of those that reach different processes one wins', async () => {
  const urls = ['', ...others.map(({ url }) => url)];
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => publish(metadata, [claim('1.1.50', index)], { url: urls[index % 3]! })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  // With a clock that stands still nobody has come before anybody.
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]));
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

test('publishers race over two variants: each has its numbers without a gap, and no answer is lost or doubled', async () => {
  const changes = [0, 1, 2, 3, 4, 5].flatMap((index) =>
    ['dev', 'staging'].map((variant) => ({ ...registrationOf(people(`9.${index}.0`)), variant })),
  );
  const outcomes = await withRegistrars((registrars) =>
    Promise.all(changes.map((change, index) => registrars[index % 4]!.register(change, publisher(index)))),
  );
  for (const variant of ['dev', 'staging']) {
    const answered = outcomes.flatMap((one) => (one.ok && one.variant === variant ? [one.registration] : []));
    expect(answered.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    const stored = `SELECT number FROM registration WHERE variant = '${variant}' ORDER BY number`;
    expect(await metadata.database.query(stored)).toEqual([1, 2, 3, 4, 5, 6].map((number) => ({ number })));
  }
});

test('promotions and rollbacks race: each is made on what the one before it left, and only those that saw it win', async () => {
  const changes = [
    ...[1, 2, 3].map((to) => readRollback({ variant: 'dev', to, onTopOf: 6 })),
    ...[4, 5].map((to) => readRollback({ variant: 'dev', to })),
    readPromotion({ from: 'staging', variant: 'dev', onTopOf: 6 }),
  ];
  const outcomes = await withRegistrars((registrars) =>
    Promise.all(changes.map((change, index) => registrars[index % 4]!.register(change, publisher(index)))),
  );
  const codes = outcomes.map((one) => (one.ok ? one.status : one.code));
  expect(codes.slice(3, 5)).toEqual(['published', 'published']);
  const seeing = [...codes.slice(0, 3), codes[5]];
  expect(seeing.filter((code) => code !== 'CONFLICT').length).toBeLessThanOrEqual(1);
  const numbers = await metadata.database.query<{ number: number }>(
    `SELECT number FROM registration WHERE variant = 'dev' ORDER BY number`,
  );
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index + 1));
});
