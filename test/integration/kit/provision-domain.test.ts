import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type Database } from '../../../kit/postgres.ts';
import { provisionDomain } from '../../../kit/provision-domain.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const password = `it's "quoted" @:/?%`;
let administrator: TestDatabase;
let orders: Database;
let payments: Database;
beforeAll(async () => {
  administrator = await createTestDatabase();
  orders = await domain('orders');
  payments = await domain('payments');
  await orders.query('CREATE TABLE "order" (id text)');
  await orders.query('INSERT INTO "order" VALUES (\'CA-1\')');
});
afterAll(async () => {
  await orders.close();
  await payments.close();
  await administrator.drop();
});

async function domain(name: string): Promise<Database> {
  const url = await provisionDomain(administrator.url, { domain: name, password });
  return createDatabase({ url, applicationName: 'test' });
}

test('a domain logs in as its own role, into its own schema, in UTC', async () => {
  const [row] = await orders.query(
    "SELECT current_user AS role, current_schema() AS schema, current_setting('timezone') AS zone",
  );
  expect(row).toEqual({ role: 'gordian_orders', schema: 'orders', zone: 'UTC' });
  expect(await orders.query('SELECT id FROM "order"')).toEqual([{ id: 'CA-1' }]);
});

describe('another domain may not', () => {
  const attempts: string[] = [
    'SELECT * FROM orders."order"',
    'INSERT INTO orders."order" VALUES (1)',
    'CREATE TABLE orders.mine (id int)',
    'CREATE TABLE public.mine (id int)',
    'CREATE TABLE extensions.mine (id int)',
    'CREATE SCHEMA mine',
    'SET ROLE gordian_orders',
    'GRANT gordian_orders TO gordian_payments',
    'CREATE ROLE mine',
    'DROP SCHEMA orders CASCADE',
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('PG_VERSION')",
  ];
  test.each(attempts)('%s', async (statement) => {
    await expect(payments.query(statement)).rejects.toMatchObject({ details: { sqlState: '42501' } });
  });
});

test('what a domain creates later is closed to the others too', async () => {
  await orders.query('CREATE TABLE later (id int)');
  await expect(payments.query('SELECT * FROM orders.later')).rejects.toMatchObject({ details: { sqlState: '42501' } });
});

test('trigram search is there for every domain', async () => {
  await orders.query('CREATE INDEX ON "order" USING gin (id gin_trgm_ops)');
  expect(await payments.query("SELECT similarity('abc', 'abc')::int AS same")).toEqual([{ same: 1 }]);
});

test('a second run changes nothing but the password', async () => {
  const url = await provisionDomain(administrator.url, { domain: 'orders', password: 'other' });
  const again = createDatabase({ url, applicationName: 'test' });
  expect(await again.query('SELECT id FROM "order"')).toEqual([{ id: 'CA-1' }]);
  await again.close();
  await provisionDomain(administrator.url, { domain: 'orders', password });
});

test('all domains can be provisioned at once', async () => {
  const names = ['alpha', 'beta', 'gamma', 'delta'];
  const urls = await Promise.all(names.map((name) => provisionDomain(administrator.url, { domain: name, password })));
  expect(urls.map((url) => new URL(url).username)).toEqual(names.map((name) => `gordian_${name}`));
});

test.each(['', 'Orders', 'or"ders', "or'ders; DROP", 'x'.repeat(60)])('%j cannot name a domain', async (name) => {
  await expect(provisionDomain(administrator.url, { domain: name, password })).rejects.toThrow('cannot name a domain');
});
