import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase } from '../../../kit/postgres.ts';
import { type Seed, seedOnce } from '../../../kit/seed-once.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const now = new Date('2026-11-22T10:00:00Z');
const progress = () => {};
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await database.query('CREATE TABLE customer (id int PRIMARY KEY, since timestamptz)');
});

const seed: Seed = async (input) => {
  await input.database.query('INSERT INTO customer VALUES (1, $1)', [input.now]);
  input.progress(1, 2);
  await input.database.query('INSERT INTO customer VALUES (2, $1)', [input.now]);
  input.progress(2, 2);
};

test('a seed runs once and tells how far it is', async () => {
  const steps: [number, number][] = [];
  const options = {
    database,
    name: 'demo',
    now,
    seed,
    progress: (done: number, total: number) => void steps.push([done, total]),
  };
  expect(await seedOnce(options)).toBe(true);
  expect(await seedOnce(options)).toBe(false);
  expect(steps).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect(await database.query('SELECT id, since FROM customer ORDER BY id')).toEqual([
    { id: 1, since: now },
    { id: 2, since: now },
  ]);
});

test('a seed that fails half-way leaves nothing, and the next start loads it whole', async () => {
  const failing: Seed = async (input) => {
    await input.database.query('INSERT INTO customer VALUES (1, now())');
    throw new Error('the disk is full.');
  };
  await expect(seedOnce({ database, name: 'demo', now, seed: failing, progress })).rejects.toMatchObject({
    code: 'SEED_FAILED',
    message: 'Seed demo failed and left nothing behind: the disk is full. Start again to retry.',
  });
  expect(await seedOnce({ database, name: 'demo', now, seed, progress })).toBe(true);
});

test('two processes that seed at the same time load it once', async () => {
  const other = createDatabase({ url: database.url, applicationName: 'test', statementTimeoutMs: 0 });
  const both = [database, other].map((each) => seedOnce({ database: each, name: 'demo', now, seed, progress }));
  expect((await Promise.all(both)).sort()).toEqual([false, true]);
  await other.close();
});
