// The watch over statements itself: it has to see a table that is read from end to end, wherever that happens.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectNoSequentialScan } from '../../support/explain.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query('CREATE TABLE large (id int PRIMARY KEY, name text)');
  await database.query(`INSERT INTO large SELECT n, 'name ' || n FROM generate_series(1, 20000) AS n`);
  await database.query('CREATE TABLE small AS SELECT * FROM large LIMIT 10');
  await database.query('ANALYZE');
});
afterAll(() => database.drop());

const byName = 'SELECT id FROM large WHERE name = $1';

test.each([
  ['a statement', () => database.query(byName, ['name 1'])],
  ['a part of one', () => database.query('SELECT (SELECT max(name) FROM large), id FROM small')],
  ['a change', () => database.query('UPDATE large SET id = id WHERE name = $1', ['name 1'])],
  ['a transaction', () => database.transaction((transaction) => transaction.query(byName, ['name 1']))],
])('%s that reads a large table from end to end is found', async (_what, run) => {
  await expect(expectNoSequentialScan(database, run)).rejects.toThrow('from end to end');
});

test('a small table, an index and what is no query are fine, and the answers are the same', async () => {
  let found: unknown[] = [];
  await expectNoSequentialScan(database, async () => {
    await database.transaction((transaction) => transaction.query(`SET LOCAL lock_timeout = '1s'`));
    await database.query('SELECT id FROM small WHERE name = $1', ['name 1']);
    found = await database.query('SELECT name FROM large WHERE id = $1', [7]);
  });
  expect(found).toEqual([{ name: 'name 7' }]);
});

test('work that sends nothing proves nothing', async () => {
  await expect(expectNoSequentialScan(database, async () => {})).rejects.toThrow('were explained');
});

test('afterwards nobody watches any more', async () => {
  await expectNoSequentialScan(database, () => database.query('SELECT 1'));
  database.statements.splice(0);
  await database.query(byName, ['name 1']);
  expect(database.statements).toEqual([byName]);
});
