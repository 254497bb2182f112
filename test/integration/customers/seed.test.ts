// The seed of the customers domain: the same everywhere, once, and whole or not at all.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../kit/migrate.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { type Seed, seedOnce } from '../../../kit/seed-once.ts';
import { superstoreRows } from '../../../kit/superstore.ts';
import { consentDecisions, customerCount, customersById, watermark } from '../../../subgraphs/customers/queries.ts';
import { seed } from '../../../subgraphs/customers/seed.ts';
import { createDomainDatabase, type TestDatabase } from '../../support/postgres.ts';

const now = new Date('2026-01-15T10:00:00Z');
const migrations = packageFile('subgraphs/customers/migrations');
const customersOfSuperstore = new Set(superstoreRows().map((row) => row.customerId));
const ignore = () => {};

async function emptyDomain(): Promise<TestDatabase> {
  const database = await createDomainDatabase('customers');
  onTestFinished(() => database.drop());
  return database;
}

function seedInto(
  database: TestDatabase,
  chosen: Seed = seed,
  progress: (done: number, total: number) => void = ignore,
) {
  return seedOnce({ database, name: 'customers', now, seed: chosen, progress });
}

describe('a seeded database', () => {
  let database: TestDatabase;
  const progress: (readonly [number, number])[] = [];

  beforeAll(async () => {
    database = await createDomainDatabase('customers');
    await migrate(database, migrations);
    await seedInto(database, seed, (done, total) => progress.push([done, total]));
  });
  afterAll(() => database.drop());

  test('holds every customer of the superstore set', async () => {
    expect(await customerCount(database, {})).toBe(customersOfSuperstore.size);
    expect(progress.at(-1)).toEqual([customersOfSuperstore.size, customersOfSuperstore.size]);
  });

  test('holds the same personal data on every machine', async () => {
    const [claire] = await customersById(database, ['CG-12520']);
    expect(claire).toMatchInlineSnapshot(`
      {
        "accountManagerId": "AM-03",
        "city": "Houston",
        "country": "United States",
        "customerSince": "2023-10-31",
        "dateOfBirth": "1950-01-03",
        "email": "claire.gute@example.com",
        "id": "CG-12520",
        "name": "Claire Gute",
        "phone": "+17493127747",
        "postalCode": "77070",
        "region": "CENTRAL",
        "segment": "CONSUMER",
        "state": "Texas",
        "street": "5277 Center Avenue",
        "updatedAt": 2025-02-11T08:44:28.728Z,
      }
    `);
  });

  test('gives the customer of the examples consents', async () => {
    const [decisions] = await consentDecisions(database, ['CG-12520']);
    expect(decisions!.length).toBeGreaterThan(0);
  });

  test('is minutes old by its watermark, and knows nothing of the future', async () => {
    const age = now.getTime() - (await watermark(database))!.getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(10 * 60_000);
  });

  test('is left alone by a second seed', async () => {
    expect(await seedInto(database)).toBe(false);
    expect(await customerCount(database, {})).toBe(customersOfSuperstore.size);
  });
});

test('a seed that ended half-way left nothing, and the next one fills the domain', async () => {
  const database = await emptyDomain();
  await migrate(database, migrations);
  const halfWay: Seed = (input) =>
    seed({
      ...input,
      progress: (done) => {
        if (done > 300) throw new Error('the machine was switched off');
      },
    });
  await expect(seedInto(database, halfWay)).rejects.toMatchObject({ code: 'SEED_FAILED' });
  expect(await customerCount(database, {})).toBe(0);
  expect(await seedInto(database)).toBe(true);
  expect(await customerCount(database, {})).toBe(customersOfSuperstore.size);
});

test('migrating a migrated database changes nothing', async () => {
  const database = await emptyDomain();
  expect(await migrate(database, migrations)).toEqual(['001-customers.sql']);
  expect(await migrate(database, migrations)).toEqual([]);
});
