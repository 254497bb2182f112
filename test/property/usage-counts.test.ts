// Any reports of any gateways, sent in any mixture, some of them twice and several at once: what is stored is the sum of the
// distinct ones.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeReport } from '../../subgraphs/metadata/usage/take-report.ts';
import { type Told, usageReportOf } from '../integration/metadata/usage/reports.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { createMetadataDatabase } from '../support/seeded-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createMetadataDatabase({ maxConnections: 6 });
});
afterAll(() => database.drop());

const documents = ['One', 'Two', 'Three'];
const operations = { One: ['Person.id'], Two: ['Person.id', 'Person.name'], Three: ['Sale.id'] };
const use = fc.record({
  operation: fc.constantFrom(...documents),
  client: fc.constantFrom('crm', 'shop', 'anonymous'),
  requests: fc.nat(20),
});
/** One list for each gateway: a report for each five minutes. */
const gateways = fc.array(fc.array(fc.uniqueArray(use, { selector: keyOf, maxLength: 5 }), { maxLength: 5 }), {
  minLength: 1,
  maxLength: 3,
});

test('the sum of distinct reports', () =>
  fc.assert(
    fc.asyncProperty(gateways, fc.nat(2), async (streams, repeated) => {
      await database.query('TRUNCATE operation, consumer, gateway_instance, usage_gap CASCADE');
      await Promise.all(streams.map((stream, index) => send(`gateway-${index}`, stream, repeated)));
      expect(await stored()).toEqual(sumOf(streams.flat(2)));
      expect(await database.query('SELECT FROM usage_gap')).toEqual([]);
    }),
    { numRuns: 25 },
  ));

interface Use {
  readonly operation: string;
  readonly client: string;
  readonly requests: number;
}

function keyOf({ operation, client }: Pick<Use, 'operation' | 'client'>): string {
  return `${operation} ${client}`;
}

/** In order, each as often as told at once, and now and then one from before. */
async function send(instance: string, stream: readonly (readonly Use[])[], repeated: number): Promise<void> {
  for (const [index, uses] of stream.entries()) {
    const told = { instance, sequence: index + 1, from: instant(index), to: instant(index + 1), operations, uses };
    const former = { ...told, sequence: Math.max(1, index) };
    await Promise.all([...new Array<Told>(1 + repeated).fill(told), ...(index > 0 ? [former] : [])].map(take));
  }
}

const instant = (index: number) => new Date(Date.UTC(2026, 2, 1) + index * 300_000).toISOString();

const take = (told: Told) =>
  takeReport(database, { report: usageReportOf(told), client: 'gateway', now: new Date(Date.UTC(2026, 2, 1)) });

async function stored(): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query<Use>(
    `SELECT operation.name AS operation, client, sum(requests)::bigint AS requests FROM usage_hour
     JOIN operation ON operation.id = operation_id JOIN consumer ON consumer.id = consumer_id GROUP BY 1, 2`,
  );
  return new Map(rows.map((row) => [keyOf(row), row.requests]));
}

function sumOf(uses: readonly Use[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const one of uses) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.requests);
  return sums;
}
