// The rules of a contract, run on a database of the domain with rows that are wrong in known ways.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../kit/clock.ts';
import type { CheckResult } from '../../../kit/quality/check.ts';
import { runCheck } from '../../../kit/quality/run-check.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { runnableChecks } from '../../../schema/quality/runnable-checks.ts';
import { createDomainDatabase, type TestDatabase } from '../../support/postgres.ts';

const noon = '2026-03-01T12:00:00.000Z';
let database: TestDatabase;

beforeAll(async () => {
  database = await createDomainDatabase('shop');
  await database.query(`CREATE TABLE "Order" (
    id text, "fullName" text, state text, amount numeric(10, 2), paid boolean, region text, placed_on date)`);
  await database.query(`INSERT INTO "Order" VALUES
    ('1', 'Ada',  'OPEN',    1.00, true,  'EU', '2026-01-01'),
    ('2', '',     'OPEN',    0.00, false, 'EU', '2026-01-02'),
    ('2', 'N/A',  'CLOSED',  5.00, true,  'US', '2026-01-03'),
    ('2', NULL,   'LOST',    NULL, true,  'US', '2026-01-03'),
    (NULL, 'Bob', NULL,     -3.50, NULL,  NULL, NULL)`);
  await database.query(`CREATE FUNCTION strike_out() RETURNS int LANGUAGE plpgsql AS
    $$ BEGIN DELETE FROM "Order"; RETURN 0; END $$`);
});
afterAll(() => database.drop());

/** Rules at the type, and at the fields by name. */
function contractWith(ofType: string, ofFields: Readonly<Record<string, string>> = {}): string {
  const columns = { id: 'id', name: 'fullName', state: 'state', amount: 'amount', paid: 'paid', region: 'region' };
  const fields = Object.entries(columns).map(
    ([name, column]) => `
      - name: ${name}
        logicalType: string
        classification: internal
        transformSourceObjects: ["postgres://shop#shop.Order.${column}"]
        quality: [${ofFields[name] ?? ''}]`,
  );
  return `apiVersion: v3.1.0
kind: DataContract
id: shop/orders
name: Orders
version: 1.0.0
status: active
domain: shop
team: { name: Shop }
servers:
  - { server: shop, type: postgres, host: 127.0.0.1, port: 5432, database: d, schema: shop }
schema:
  - name: Order
    physicalName: Order
    quality: [${ofType}]
    properties:${fields.join('')}
      - { name: computed, logicalType: string, classification: internal, quality: [${ofFields.computed ?? ''}] }
`;
}

async function resultsOf(text: string, statementTimeoutMs = 5_000): Promise<CheckResult[]> {
  const { contract, problems } = readContract(text, 'contract.yaml');
  if (contract === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  const results = [];
  for (const check of runnableChecks(contract))
    results.push(await runCheck({ database, clock: fixedClock(noon), statementTimeoutMs }, check));
  return results;
}

async function resultOf(ofType: string, ofFields: Readonly<Record<string, string>> = {}, timeoutMs?: number) {
  const results = await resultsOf(contractWith(ofType, ofFields), timeoutMs);
  expect(results).toHaveLength(1);
  return results[0]!;
}

const atFields: [field: string, rule: string, expected: Partial<CheckResult>][] = [
  ['name', 'metric: nullValues, mustBe: 0', { outcome: 'FAIL', observed: 1, failedRows: 1 }],
  ['name', 'metric: nullValues, mustBeLessThan: 30, unit: percent', { outcome: 'PASS', observed: 20, failedRows: 1 }],
  ['name', 'metric: missingValues, mustBe: 0', { outcome: 'FAIL', observed: 2, failedRows: 2 }],
  ['name', "metric: missingValues, arguments: { missingValues: ['N/A'] }, mustBe: 0", { failedRows: 1 }],
  ['name', "metric: missingValues, arguments: { missingValues: [null, '', 'N/A'] }, mustBe: 0", { failedRows: 3 }],
  ['amount', 'metric: missingValues, arguments: { missingValues: [0] }, mustBe: 0', { failedRows: 1 }],
  ['paid', 'metric: missingValues, arguments: { missingValues: [false] }, mustBe: 0', { failedRows: 1 }],
  ['state', 'metric: invalidValues, arguments: { validValues: [OPEN, CLOSED] }, mustBe: 0', { failedRows: 1 }],
  ['state', "metric: invalidValues, arguments: { pattern: '^[A-Z]{4}$' }, mustBe: 0", { failedRows: 1 }],
  [
    'state',
    "metric: invalidValues, arguments: { validValues: [OPEN, CLOSED], pattern: '^O' }, mustBe: 0",
    { failedRows: 2 },
  ],
  ['id', 'metric: duplicateValues, mustBe: 0', { outcome: 'FAIL', observed: 2, failedRows: 2 }],
  ['id', 'metric: duplicateValues, mustBeLessOrEqualTo: 40, unit: percent', { outcome: 'PASS', observed: 40 }],
  ['id', "type: sql, query: 'SELECT count(*) FROM {object} WHERE {property} IS NULL', mustBe: 0", { failedRows: 1 }],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the older form of the placeholder.
  ['name', "type: sql, query: 'SELECT max(length(${property})) FROM ${object};', mustBe: 3", { outcome: 'PASS' }],
];

const atTypes: [rule: string, expected: Partial<CheckResult>][] = [
  ['metric: rowCount, mustBe: 5', { outcome: 'PASS', observed: 5, failedRows: null }],
  ['metric: rowCount, mustBeBetween: [5, 9]', { outcome: 'FAIL', observed: 5, failedRows: null }],
  ['metric: duplicateValues, arguments: { properties: [id, region] }, mustBe: 0', { failedRows: 1 }],
  [`type: sql, query: 'SELECT count(*) FROM {object} WHERE amount < 0', mustBe: 0`, { observed: 1, failedRows: 1 }],
  [`type: sql, query: 'SELECT avg(amount) FROM {object}', mustBeGreaterThan: 0`, { observed: 0.625, failedRows: null }],
  [`type: sql, query: 'SELECT bool_and(paid) FROM {object}', mustBe: true`, { outcome: 'FAIL', observed: 0 }],
  [`type: sql, query: 'WITH bad AS (SELECT 1) SELECT count(*) FROM bad -- all', mustBe: 1`, { outcome: 'PASS' }],
];

describe('what is wrong with the rows is counted exactly', () => {
  test.each(atFields)('%s: %s', async (field, rule, expected) => {
    expect(await resultOf('', { [field]: `{ id: rule, ${rule} }` })).toMatchObject({
      check: 'shop/orders#rule',
      at: new Date(noon),
      detail: null,
      ...expected,
    });
  });

  test.each(atTypes)('%s', async (rule, expected) => {
    expect(await resultOf(`{ id: rule, ${rule} }`)).toMatchObject({ detail: null, ...expected });
  });

  test('an empty table has no share of failing rows', async () => {
    await database.query('CREATE TABLE nothing (id text)');
    const rule = '{ id: rule, metric: nullValues, unit: percent, mustBe: 0 }';
    const text = contractWith('', { id: rule }).replace('shop.Order.id', 'shop.nothing.id');
    expect(await resultsOf(text)).toMatchObject([{ outcome: 'PASS', observed: 0, failedRows: 0 }]);
  });
});

const refused: [what: string, query: string, detail: RegExp][] = [
  ['a query that deletes', 'DELETE FROM "Order"', /42601/],
  ['a deletion inside of a query', 'WITH gone AS (DELETE FROM "Order" RETURNING 1) SELECT count(*) FROM gone', /0A000/],
  ['a function that deletes', 'SELECT strike_out()', /tries to write/],
  ['a second statement', 'SELECT 0; DELETE FROM "Order"', /42601/],
  ['an escape from the query', 'SELECT 0) AS a; COMMIT; DELETE FROM "Order"; SELECT * FROM (SELECT 0', /42601/],
  ['an end of the transaction', 'COMMIT', /42601/],
  ['a way out of reading only', `SELECT set_config('transaction_read_only', 'off', false)`, /25001/],
  ['two columns', 'SELECT 1, 2', /single value/],
  ['two rows', 'SELECT generate_series(1, 2)', /single value/],
  ['no row', 'SELECT 1 WHERE false', /single value/],
  ['a table that is not there', 'SELECT count(*) FROM elsewhere', /42P01.*elsewhere/],
  ['a value that cannot be read', `SELECT count(*) FROM "Order" WHERE "fullName"::int = 1`, /22P02\)\.$/],
];

describe('what cannot be run is an error, and changes nothing', () => {
  test.each(refused)('%s', async (_, query, detail) => {
    const rule = `{ id: rule, type: sql, query: ${JSON.stringify(query)}, mustBe: 0 }`;
    const result = await resultOf(rule);
    expect(result).toMatchObject({ outcome: 'ERROR', observed: null, failedRows: null });
    expect(result.detail).toMatch(detail);
    expect(await database.query('SELECT count(*) AS rows FROM "Order"')).toEqual([{ rows: 5 }]);
  });

  test('a query that takes too long is stopped', async () => {
    const rule = `{ id: rule, type: sql, query: 'SELECT count(*) FROM generate_series(1, 1e12)', mustBe: 0 }`;
    expect(await resultOf(rule, {}, 100)).toMatchObject({
      outcome: 'ERROR',
      detail: 'It was stopped after 0.1 seconds.',
    });
  });

  test('what a query sets is undone before the next one', async () => {
    await resultOf(
      `{ id: rule, type: sql, query: "SELECT set_config('search_path', 'pg_catalog', false)", mustBe: x }`,
    );
    expect(await resultOf('{ id: rule, metric: rowCount, mustBe: 5 }')).toMatchObject({ outcome: 'PASS' });
  });
});

describe('a check without anything to look at is skipped, never passed', () => {
  test('a field without a column', async () => {
    expect(await resultOf('', { computed: '{ id: rule, metric: nullValues, mustBe: 0 }' })).toEqual({
      check: 'shop/orders#rule',
      at: new Date(noon),
      outcome: 'SKIPPED',
      observed: null,
      failedRows: null,
      detail: 'No single column of the database is named as the source of Order.computed.',
    });
  });

  test('a field that several columns make', async () => {
    const rule = '{ id: rule, metric: nullValues, mustBe: 0 }';
    const text = contractWith('', { amount: rule }).replace('shop.Order.amount"]', 'shop.Order.amount", Order.region]');
    expect(await resultsOf(text)).toMatchObject([{ outcome: 'SKIPPED' }]);
  });

  test('a query about a column that is not named', async () => {
    const rule = "{ id: rule, type: sql, query: 'SELECT count({property}) FROM {object}', mustBe: 0 }";
    expect(await resultOf('', { computed: rule })).toMatchObject({ outcome: 'SKIPPED' });
  });

  test('a type without a table', async () => {
    const text = contractWith('{ id: rule, metric: rowCount, mustBe: 5 }').replace('physicalName: Order', 'tags: []');
    expect(await resultsOf(text)).toMatchObject([
      { outcome: 'SKIPPED', detail: 'No table is named for Order (physicalName).' },
    ]);
  });

  test('rules for people and for other engines are not run', async () => {
    const text = '{ type: text, description: Looks right. }, { type: custom, engine: soda, implementation: x }';
    expect(await resultsOf(contractWith(text))).toEqual([]);
  });
});
