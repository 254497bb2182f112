import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GordianError } from '../../../kit/errors.ts';
import { createDatabase } from '../../../kit/postgres.ts';
import { hasSqlState } from '../../../kit/postgres-errors.ts';
import { createDatabaseForTest, createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ statementTimeoutMs: 400, lockTimeoutMs: 100, maxConnections: 3 });
  await database.query(
    'CREATE TABLE account (id int PRIMARY KEY, email text NOT NULL, balance int CHECK (balance >= 0))',
  );
});
afterAll(() => database.drop());

const exactValues: [string, unknown][] = [
  ['9007199254740991::int8', Number.MAX_SAFE_INTEGER],
  ['9007199254740993::int8', '9007199254740993'],
  ['1.10::numeric', '1.10'],
  ["'2026-03-01'::date", '2026-03-01'],
  ["'2026-03-01 10:00:00.123+02'::timestamptz", new Date('2026-03-01T08:00:00.123Z')],
  ["'2026-03-01 10:00'::timestamp", '2026-03-01 10:00:00'],
  ['ARRAY[1, 9007199254740993, NULL]::int8[]', [1, '9007199254740993', null]],
  ['ARRAY[1.10, NULL]::numeric[]', ['1.10', null]],
  ["ARRAY['2026-03-01']::date[]", ['2026-03-01']],
  ["ARRAY['a', NULL]::text[]", ['a', null]],
  [`'{"a": [1]}'::jsonb`, { a: [1] }],
  ['count(*)', 1],
];

test.each(exactValues)('%s arrives without loss', async (expression, value) => {
  expect(await database.query(`SELECT ${expression} AS value`)).toEqual([{ value }]);
});

describe('a transaction', () => {
  test('keeps all or nothing', async () => {
    const failure = database.transaction(async (transaction) => {
      await transaction.query("INSERT INTO account VALUES (1, 'a', 1)");
      throw new Error('changed my mind');
    });
    await expect(failure).rejects.toThrow('changed my mind');
    await database.transaction((transaction) => transaction.query("INSERT INTO account VALUES (2, 'b', 1)"));
    expect(await database.query('SELECT id FROM account')).toEqual([{ id: 2 }]);
  });

  test('that fails gives its connection back, and the next user finds it clean', async () => {
    for (let round = 0; round < 5; round += 1) {
      await expect(database.transaction((transaction) => transaction.query('SELECT 1/0'))).rejects.toThrow(
        GordianError,
      );
    }
    expect(await database.transaction((transaction) => transaction.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  test('is counted by its own statements only', async () => {
    database.statements.splice(0);
    await database.transaction((transaction) => transaction.query('SELECT 1'));
    expect(database.statements).toEqual(['SELECT 1']);
  });
});

describe('errors', () => {
  const refused: [string, string, string][] = [
    ['SELECT secret_column FROM account', 'DATABASE_ERROR', '42703'],
    ["INSERT INTO account VALUES (2, 'ann@example.org', 1)", 'DATABASE_ERROR', '23505'],
    ["INSERT INTO account VALUES (3, 'ann@example.org', -1)", 'DATABASE_ERROR', '23514'],
    ["SELECT 'ann@example.org'::int", 'DATABASE_ERROR', '22P02'],
    ['SELECT pg_sleep(5)', 'DATABASE_TIMEOUT', '57014'],
  ];
  test.each(
    refused,
  )('%s fails with %s, and neither SQL nor values are in the message', async (statement, code, sqlState) => {
    const error = await database.query(statement).catch((caught: unknown) => caught as GordianError);
    expect(error).toMatchObject({ code, details: { sqlState } });
    expect((error as GordianError).message).not.toMatch(/SELECT|INSERT|account|secret/);
    expect(
      `${(error as GordianError).message} ${JSON.stringify({ ...(error as GordianError).details, statement: '' })}`,
    ).not.toContain('ann@');
    expect(hasSqlState(error, sqlState)).toBe(true);
  });

  test('a lock that another transaction holds is waited for only so long', async () => {
    await database.transaction(async (holder) => {
      await holder.query('LOCK TABLE account');
      await expect(database.query('SELECT * FROM account')).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' });
    });
  });

  test.each([
    ['nobody listens', 'postgres://a:secret-word@127.0.0.1:1/x'],
    ['the host does not exist', 'postgres://a:secret-word@nowhere.invalid/x'],
  ])('where %s the database is unavailable, and the password is in no message', async (_name, url) => {
    const unreachable = createDatabase({ url, applicationName: 'test', connectionTimeoutMs: 1_000 });
    const error = await unreachable.ping().catch((caught: unknown) => caught as GordianError);
    expect(error).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(JSON.stringify([(error as GordianError).message, (error as GordianError).details])).not.toContain(
      'secret-word',
    );
    await unreachable.close();
  });

  test('a wrong password makes the database unavailable', async () => {
    const url = database.url.replace(/:[^:@]+@/, ':wrong@');
    const refusedLogin = createDatabase({ url, applicationName: 'test' });
    await expect(refusedLogin.ping()).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      details: { sqlState: '28P01' },
    });
    await refusedLogin.close();
  });
});

test('connections that the server cuts, idle or in a transaction, cost one statement and not the process', async () => {
  const cut = await createDatabaseForTest({ maxConnections: 2 });
  const cutAll = () =>
    database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      new URL(cut.url).pathname.slice(1),
    ]);
  await cut.ping();
  await cutAll();
  const broken = cut.transaction(async (transaction) => {
    await transaction.query('SELECT 1');
    await cutAll();
    await transaction.query('SELECT 1');
  });
  await expect(broken).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  expect(await cut.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('closing waits for the statement under way, and may be asked for twice', async () => {
  const closing = await createDatabaseForTest();
  const answer = closing.query('SELECT 1 AS one FROM pg_sleep(0.05)');
  await Promise.all([closing.close(), closing.close()]);
  expect(await answer).toEqual([{ one: 1 }]);
});
