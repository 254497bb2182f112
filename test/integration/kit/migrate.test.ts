import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../../kit/migrate.ts';
import { createDatabase } from '../../../kit/postgres.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  file('001-create-orders.sql', 'CREATE TABLE orders (id int); CREATE INDEX ON orders (id);');
  file('002-add-total.sql', 'ALTER TABLE orders ADD total numeric;');
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

test('files are applied in order, once', async () => {
  expect(await migrate(database, folder)).toEqual(['001-create-orders.sql', '002-add-total.sql']);
  file('003-add-note.sql', 'ALTER TABLE orders ADD note text;');
  expect(await migrate(database, folder)).toEqual(['003-add-note.sql']);
  expect(await migrate(database, folder)).toEqual([]);
  expect(await database.query('SELECT id, total, note FROM orders')).toEqual([]);
});

test('a file that fails leaves nothing of itself, keeps the files before it, and is applied when mended', async () => {
  file('003-fail.sql', 'ALTER TABLE orders ADD a int; ALTER TABLE nowhere ADD b int;');
  await expect(migrate(database, folder)).rejects.toMatchObject({
    code: 'MIGRATION_INVALID',
    message: 'Migration 003-fail.sql failed; nothing of it was kept.',
    details: { sqlState: '42P01', reason: expect.stringContaining('nowhere') },
  });
  file('003-fail.sql', 'ALTER TABLE orders ADD a int;');
  expect(await migrate(database, folder)).toEqual(['003-fail.sql']);
});

test('processes that migrate at the same time apply each file once', async () => {
  const others = [1, 2, 3].map(() =>
    createDatabase({ url: database.url, applicationName: 'test', statementTimeoutMs: 0 }),
  );
  const applied = await Promise.all(others.map((other) => migrate(other, folder)));
  expect(applied.flat().sort()).toEqual(['001-create-orders.sql', '002-add-total.sql']);
  await Promise.all(others.map((other) => other.close()));
});

test('line ends of another system are no edit', async () => {
  file('003-two-lines.sql', 'SELECT 1;\nSELECT 2;\n');
  await migrate(database, folder);
  file('003-two-lines.sql', 'SELECT 1;\r\nSELECT 2;\r\n');
  expect(await migrate(database, folder)).toEqual([]);
});

test('a database ahead of a version that was rolled back still serves it', async () => {
  file('003-newer.sql', 'ALTER TABLE orders ADD newer int;');
  await migrate(database, folder);
  rmSync(join(folder, '003-newer.sql'));
  expect(await migrate(database, folder)).toEqual([]);
});

describe('a folder that no longer fits its database is refused:', () => {
  const mistakes: [string, () => void, RegExp][] = [
    [
      'an applied file was edited',
      () => file('001-create-orders.sql', 'SELECT 1;'),
      /001-create-orders.sql was edited/,
    ],
    [
      'an applied file was renamed',
      () => renameSync(join(folder, '001-create-orders.sql'), join(folder, '001-create.sql')),
      /001-create-orders.sql was applied but is not in the folder/,
    ],
    ['a number is missing', () => file('004-gap.sql', 'SELECT 1;'), /004-gap.sql breaks the sequence/],
    ['a number is used twice', () => file('002-again.sql', 'SELECT 1;'), /002-again.sql|002-add-total.sql breaks/],
    ['a file is misnamed', () => file('3_Add.sql', 'SELECT 1;'), /3_Add.sql is misnamed/],
  ];
  test.each(mistakes)('%s', async (_name, mistake, message) => {
    await migrate(database, folder);
    mistake();
    await expect(migrate(database, folder)).rejects.toThrow(message);
    expect(await database.query('SELECT name FROM schema_migrations')).toHaveLength(2);
  });
});
