// The seed of the payments domain: what orders come to, to the cent; the same everywhere; whole or not at all.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../../kit/migrate.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { type Seed, seedOnce } from '../../../kit/seed-once.ts';
import { superstoreRows } from '../../../kit/superstore.ts';
import { seed as seedOrders } from '../../../subgraphs/orders/seed.ts';
import { transactionCount, transactionsByOrder, watermark } from '../../../subgraphs/payments/queries.ts';
import { seed } from '../../../subgraphs/payments/seed.ts';
import { createDatabaseForTest, createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { now } from './payments-domain.ts';

const migrations = packageFile('subgraphs/payments/migrations');

function seedInto(database: TestDatabase, chosen: Seed = seed) {
  return seedOnce({ database, name: 'payments', now, seed: chosen, progress: () => {} });
}

describe('a seeded database', () => {
  let database: TestDatabase;
  const single = async (statement: string) => Object.values((await database.query(statement))[0]!)[0];

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database, migrations);
    await seedInto(database);
  });
  afterAll(() => database.drop());

  test('has a card payment for every order and an account for every customer', async () => {
    expect(await transactionCount(database, { kind: ['CARD_PAYMENT'] })).toBe(5_009);
    expect(await single('SELECT count(*) FROM account')).toBe(793);
  });

  test('has some refunds, in full and in part, and a few chargebacks of every standing', async () => {
    expect(await transactionCount(database, { kind: ['REFUND'] })).toBeGreaterThan(200);
    const partial =
      'SELECT count(*) FROM transaction r JOIN transaction p ON p.id = r.payment_id WHERE r.amount < p.amount';
    expect(await single(partial)).toBeGreaterThan(50);
    for (const status of ['OPEN', 'WON', 'LOST']) {
      expect(await single(`SELECT count(*) FROM transaction WHERE status = '${status}'`)).toBeGreaterThan(0);
    }
  });

  test('never gives back more than was paid', async () => {
    const overdrawn = `SELECT count(*) FROM transaction AS payment WHERE amount <
      (SELECT sum(amount) FROM transaction AS taken WHERE taken.payment_id = payment.id)`;
    expect(await single(overdrawn)).toBe(0);
  });

  test('holds nothing of a card but its last four digits', async () => {
    expect(await single(`SELECT count(*) FROM transaction WHERE masked_card ~ '[0-9]{5}|[0-9].*[ ]'`)).toBe(0);
  });

  test('gives the order of the examples its payment', async () => {
    const [transactions] = await transactionsByOrder(database, ['CA-2016-152156']);
    expect(transactions![0]).toMatchObject({
      id: 'T-CA-2016-152156-1',
      kind: 'CARD_PAYMENT',
      amount: '993.90',
      accountId: 'A-CG-12520',
    });
  });

  test('is minutes old by its watermark, and knows nothing of the future', async () => {
    const age = now.getTime() - (await watermark(database))!.getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(10 * 60_000);
    expect(await single(`SELECT count(*) FROM transaction WHERE occurred_at > '${now.toISOString()}'`)).toBe(0);
  });

  test('is left alone by a second seed', async () => {
    const before = await transactionCount(database, {});
    expect(await seedInto(database)).toBe(false);
    expect(await transactionCount(database, {})).toBe(before);
  });
});

test('every card payment is the total of its order, at the instant of the order, although the two domains never talk', async () => {
  const [orders, payments] = [await createDatabaseForTest(), await createDatabaseForTest()];
  await migrate(orders, packageFile('subgraphs/orders/migrations'));
  await seedOnce({ database: orders, name: 'orders', now, seed: seedOrders, progress: () => {} });
  await migrate(payments, migrations);
  await seedInto(payments);
  const placed = await orders.query('SELECT id, total AS amount, placed_at AS at FROM orders ORDER BY id');
  const paid = await payments.query(
    `SELECT order_id AS id, amount, occurred_at AS at FROM transaction WHERE kind = 'CARD_PAYMENT' ORDER BY order_id`,
  );
  expect(paid).toEqual(placed);
  expect(paid).toHaveLength(new Set(superstoreRows().map((row) => row.orderId)).size);
});

test('a seed that ended half-way left nothing, and the next one fills the domain with the same rows', async () => {
  const [whole, interrupted] = [await createDatabaseForTest(), await createDatabaseForTest()];
  const digest = (database: TestDatabase) =>
    database.query(`SELECT md5(string_agg(transaction::text, '' ORDER BY id)) AS transactions FROM transaction`);
  const halfWay: Seed = (input) =>
    seed({
      ...input,
      progress: () => {
        throw new Error('the machine was switched off');
      },
    });
  await migrate(whole, migrations);
  await seedInto(whole);
  await migrate(interrupted, migrations);
  await expect(seedInto(interrupted, halfWay)).rejects.toMatchObject({ code: 'SEED_FAILED' });
  expect(await transactionCount(interrupted, {})).toBe(0);
  expect(await seedInto(interrupted)).toBe(true);
  expect(await digest(interrupted)).toEqual(await digest(whole));
});

test('migrating a migrated database changes nothing', async () => {
  const database = await createDatabaseForTest();
  expect(await migrate(database, migrations)).toEqual(['001-accounts-and-transactions.sql']);
  expect(await migrate(database, migrations)).toEqual([]);
});
