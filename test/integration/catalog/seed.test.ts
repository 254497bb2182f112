// The seed of the catalog domain: every product once, the same everywhere, and whole or not at all.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../../kit/migrate.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { type Seed, seedOnce } from '../../../kit/seed-once.ts';
import {
  categories,
  contentsByCategory,
  productCount,
  productsById,
  watermark,
} from '../../../subgraphs/catalog/queries.ts';
import { seed } from '../../../subgraphs/catalog/seed.ts';
import { createDatabaseForTest, createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { now } from './catalog-domain.ts';

const migrations = packageFile('subgraphs/catalog/migrations');

function seedInto(database: TestDatabase, chosen: Seed = seed) {
  return seedOnce({ database, name: 'catalog', now, seed: chosen, progress: () => {} });
}

describe('a seeded database', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database, migrations);
    await seedInto(database);
  });
  afterAll(() => database.drop());

  test('holds every product of the superstore set, on its shelf', async () => {
    expect(await productCount(database, {})).toBe(1_862);
    const ids = (await categories(database)).map(({ id }) => id);
    expect(ids).toEqual(['furniture', 'office-supplies', 'technology']);
    const contents = await contentsByCategory(database, ids);
    expect(contents.map((category) => category!.subCategories.length)).toEqual([4, 9, 4]);
    expect(contents.reduce((sum, category) => sum + category!.productCount, 0)).toBe(1_862);
  });

  test('gives a product id that stands for two products the name and price of the line with the lowest row id', async () => {
    const [product] = await productsById(database, ['FUR-CH-10001146']);
    expect(product).toMatchObject({ name: "Global Value Mid-Back Manager's Chair, Gray", price: '60.89' });
  });

  test('holds names that can be searched for: no blanks but plain ones', async () => {
    expect(await database.query(`SELECT id FROM product WHERE name ~ '[^\\S ]|  '`)).toEqual([]);
  });

  test('holds products on sale and discontinued ones, all priced, each with its first price period', async () => {
    expect(await productCount(database, { active: true })).toBeGreaterThan(1_500);
    expect(await productCount(database, { active: false })).toBeGreaterThan(50);
    const [periods] = await database.query<{ count: number }>(
      'SELECT count(*) AS count FROM price_period JOIN product USING (price) WHERE product_id = id',
    );
    expect(periods!.count).toBe(1_862);
  });

  test('is minutes old by its watermark, and knows nothing of the future', async () => {
    const age = now.getTime() - (await watermark(database))!.getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(10 * 60_000);
  });

  test('is left alone by a second seed', async () => {
    expect(await seedInto(database)).toBe(false);
    expect(await productCount(database, {})).toBe(1_862);
  });
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
  expect(await productCount(database, {})).toBe(0);
  expect(await seedInto(database)).toBe(true);
  expect(await productCount(database, {})).toBe(1_862);
});

test('migrating a migrated database changes nothing', async () => {
  const database = await createDatabaseForTest();
  expect(await migrate(database, migrations)).toEqual(['001-products-and-prices.sql']);
  expect(await migrate(database, migrations)).toEqual([]);
});
