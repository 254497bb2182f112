// The seed of the support domain: the same everywhere, once, and whole or not at all.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../kit/migrate.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { type Seed, seedOnce } from '../../../kit/seed-once.ts';
import { superstoreRows } from '../../../kit/superstore.ts';
import {
  customerSummaries,
  openTicketsOfCustomers,
  ticketCount,
  watermark,
} from '../../../subgraphs/support/queries.ts';
import { seed } from '../../../subgraphs/support/seed.ts';
import { createDomainDatabase, type TestDatabase } from '../../support/postgres.ts';

const now = new Date('2026-01-15T10:00:00Z');
const migrations = packageFile('subgraphs/support/migrations');
const ignore = () => {};

async function emptyDomain(): Promise<TestDatabase> {
  const database = await createDomainDatabase('support');
  onTestFinished(() => database.drop());
  return database;
}

function seedInto(database: TestDatabase, chosen: Seed = seed) {
  return seedOnce({ database, name: 'support', now, seed: chosen, progress: ignore });
}

describe('a seeded database', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDomainDatabase('support');
    await migrate(database, migrations);
    await seedInto(database);
  });
  afterAll(() => database.drop());

  test('gives the customer of the examples one open ticket about a product', async () => {
    const [tickets] = await openTicketsOfCustomers(database, ['CG-12520']);
    expect(tickets).toMatchObject([{ status: 'OPEN', aboutProductId: 'FUR-BO-10001798' }]);
    const [summary] = await customerSummaries(database, ['CG-12520']);
    expect(summary).toMatchObject({ openTicketCount: 1, lastContactAt: new Date('2026-01-15T09:30:00Z') });
  });

  test('speaks only of customers, orders and products of the superstore set', async () => {
    const rows = superstoreRows();
    const known = { customer: new Set<string>(), order: new Set<string>(), product: new Set<string>() };
    for (const row of rows) {
      known.customer.add(row.customerId);
      known.order.add(row.orderId);
      known.product.add(row.productId);
    }
    const tickets = await database.query<{ customer: string; order: string | null; product: string | null }>(
      'SELECT customer_id AS customer, about_order_id AS order, about_product_id AS product FROM ticket',
    );
    expect(tickets.length).toBeGreaterThan(1_000);
    expect(tickets.filter((ticket) => !known.customer.has(ticket.customer))).toEqual([]);
    expect(tickets.filter((ticket) => ticket.order !== null && !known.order.has(ticket.order))).toEqual([]);
    expect(tickets.filter((ticket) => ticket.product !== null && !known.product.has(ticket.product))).toEqual([]);
  });

  test.each(['OPEN', 'PENDING', 'CLOSED'] as const)('holds tickets that are %s', async (status) => {
    expect(await ticketCount(database, { status: [status] })).toBeGreaterThan(10);
  });

  test('is minutes old by its watermark, and knows nothing of the future', async () => {
    const age = now.getTime() - (await watermark(database))!.getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(10 * 60_000);
  });

  test('numbers new tickets after the seeded ones', async () => {
    const [row] = await database.query<{ next: number; newest: number }>(
      `SELECT nextval('ticket_number') AS next, (SELECT count(*) FROM ticket) AS newest`,
    );
    expect(row!.next).toBe(row!.newest + 1);
  });

  test('is left alone by a second seed', async () => {
    const before = await ticketCount(database, {});
    expect(await seedInto(database)).toBe(false);
    expect(await ticketCount(database, {})).toBe(before);
  });
});

test('two databases seeded at the same instant hold the same rows', async () => {
  const digests = await Promise.all(
    [0, 1].map(async () => {
      const database = await emptyDomain();
      await migrate(database, migrations);
      await seedInto(database);
      return database.query(
        `SELECT (SELECT md5(string_agg(ticket::text, '' ORDER BY id)) FROM ticket) AS tickets,
           (SELECT md5(string_agg(ticket_message::text, '' ORDER BY id)) FROM ticket_message) AS messages`,
      );
    }),
  );
  expect(digests[0]).toEqual(digests[1]);
});

test('a seed that ended half-way left nothing, and the next one fills the domain', async () => {
  const database = await emptyDomain();
  await migrate(database, migrations);
  const halfWay: Seed = (input) =>
    seed({
      ...input,
      progress: (done) => {
        if (done > 500) throw new Error('the machine was switched off');
      },
    });
  await expect(seedInto(database, halfWay)).rejects.toMatchObject({ code: 'SEED_FAILED' });
  expect(await ticketCount(database, {})).toBe(0);
  expect(await seedInto(database)).toBe(true);
  expect(await ticketCount(database, {})).toBeGreaterThan(1_000);
});

test('migrating a migrated database changes nothing', async () => {
  const database = await emptyDomain();
  expect(await migrate(database, migrations)).toEqual(['001-tickets.sql', '002-ticket-notifications.sql']);
  expect(await migrate(database, migrations)).toEqual([]);
});
