// The seed of the orders domain: the demo data to the cent, the same everywhere, once, and whole or not at all.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../../kit/migrate.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { type Seed, seedOnce } from '../../../kit/seed-once.ts';
import { orderInstants, superstoreRows } from '../../../kit/superstore.ts';
import { orderCount, totalsByCustomer, watermark } from '../../../subgraphs/orders/queries.ts';
import { seed } from '../../../subgraphs/orders/seed.ts';
import { createDatabaseForTest, createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { now } from './orders-domain.ts';

const migrations = packageFile('subgraphs/orders/migrations');

function seedInto(database: TestDatabase, chosen: Seed = seed) {
  return seedOnce({ database, name: 'orders', now, seed: chosen, progress: () => {} });
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

  test('holds every order, line, buyer and product of the superstore set', async () => {
    expect(await orderCount(database, {})).toBe(5_009);
    expect(await single('SELECT count(*) FROM order_line')).toBe(9_994);
    expect(await single('SELECT count(*) FROM buyer')).toBe(793);
    expect(await single('SELECT count(*) FROM price_list')).toBe(1_862);
  });

  test('comes to the amounts of the set, line by line and to the cent', async () => {
    const lines = await database.query<{ id: string; amount: string }>('SELECT id, amount FROM order_line');
    const amounts = new Map(lines.map(({ id, amount }) => [id, amount]));
    const different = superstoreRows().filter(
      ({ rowId, sales }) => Number(amounts.get(String(rowId))) !== Math.round(Number(sales) * 100 + 1e-6) / 100,
    );
    expect(different).toEqual([]);
  });

  test('has totals that are the sums of their lines', async () => {
    const wrong =
      'SELECT count(*) FROM orders WHERE total <> (SELECT sum(amount) FROM order_line WHERE order_id = orders.id)';
    expect(await single(wrong)).toBe(0);
  });

  test('adds up to the lifetime values of all customers', async () => {
    const ids = [...new Set(superstoreRows().map((row) => row.customerId))];
    const totals = await totalsByCustomer(database, ids);
    const lifetimeCents = totals.reduce((sum, row) => sum + Math.round(Number(row!.lifetimeValue) * 100), 0);
    expect((lifetimeCents / 100).toFixed(2)).toBe(await single('SELECT sum(total) FROM orders'));
    expect(totals.reduce((sum, row) => sum + row!.orderCount, 0)).toBe(5_009);
  });

  test('places every order at the instant all domains agree on', async () => {
    const orders = await database.query<{ id: string; at: Date }>('SELECT id, placed_at AS at FROM orders');
    const instants = orderInstants(now);
    expect(orders.filter(({ id, at }) => at.getTime() !== instants.get(id)!.getTime())).toEqual([]);
  });

  test('prices a product id that stands for two products after the line with the lowest row id', async () => {
    expect(await single(`SELECT unit_price FROM price_list WHERE product_id = 'FUR-CH-10001146'`)).toBe('60.89');
  });

  test.each(['PLACED', 'SHIPPED', 'DELIVERED'] as const)('holds orders that are %s', async (status) => {
    expect(await orderCount(database, { status: [status] })).toBeGreaterThan(5);
  });

  test('is minutes old by its watermark, and knows nothing of the future', async () => {
    const age = now.getTime() - (await watermark(database))!.getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(10 * 60_000);
  });

  test('is left alone by a second seed', async () => {
    expect(await seedInto(database)).toBe(false);
    expect(await orderCount(database, {})).toBe(5_009);
  });
});

test('two databases seeded at the same instant hold the same rows', async () => {
  const digests = await Promise.all(
    [0, 1].map(async () => {
      const database = await createDatabaseForTest();
      await migrate(database, migrations);
      await seedInto(database);
      return database.query(
        `SELECT (SELECT md5(string_agg(orders::text, '' ORDER BY id)) FROM orders) AS orders,
           (SELECT md5(string_agg(order_line::text, '' ORDER BY id)) FROM order_line) AS lines`,
      );
    }),
  );
  expect(digests[0]).toEqual(digests[1]);
});

test('a seed that ended half-way left nothing, and the next one fills the domain', async () => {
  const database = await createDatabaseForTest();
  await migrate(database, migrations);
  const halfWay: Seed = (input) =>
    seed({
      ...input,
      progress: () => {
        throw new Error('the machine was switched off');
      },
    });
  await expect(seedInto(database, halfWay)).rejects.toMatchObject({ code: 'SEED_FAILED' });
  expect(await orderCount(database, {})).toBe(0);
  expect(await seedInto(database)).toBe(true);
  expect(await orderCount(database, {})).toBe(5_009);
});

test('migrating a migrated database changes nothing', async () => {
  const database = await createDatabaseForTest();
  expect(await migrate(database, migrations)).toEqual(['001-orders.sql', '002-order-notifications.sql']);
  expect(await migrate(database, migrations)).toEqual([]);
});
