// Completeness as gateways see it, value by value, and as quality checks find it.
import { beforeEach, expect, test } from 'vitest';
import type { SlaRow } from '../../../../subgraphs/metadata/freshness/queries.ts';
import { readSlas } from '../../../../subgraphs/metadata/service-levels/reading.ts';
import type { TestDatabase } from '../../../support/postgres.ts';
import { createMetadataDatabaseForTest } from '../../../support/seeded-database.ts';
import { insertProduct, insertSla } from '../../../support/service-levels.ts';

const now = new Date('2026-03-10T12:30:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

let database: TestDatabase;
let productId: number;

beforeEach(async () => {
  database = await createMetadataDatabaseForTest();
  productId = await insertProduct(database, 'people');
});

function promise(element: string): Promise<SlaRow> {
  const promised = { kind: 'COMPLETENESS', threshold: 95, unit: 'percent', windowSeconds: 7 * 86_400 };
  return insertSla(database, productId, { name: `complete${element.length}`, element, ...promised });
}

async function read(sla: SlaRow) {
  const [{ status, observed }] = (await readSlas(database, [sla], now)) as [
    Awaited<ReturnType<typeof readSlas>>[number],
  ];
  return [status, observed === null ? null : Math.round(observed * 100) / 100];
}

function values(coordinate: string, hours: number, observed: number, nulls: number) {
  return database.query(`INSERT INTO field_observed VALUES ($1, date_trunc('hour', $2::timestamptz), 1, $3, $4, 0)`, [
    coordinate,
    hoursAgo(hours),
    observed,
    nulls,
  ]);
}

test('of a field it is the share of values that are not null, as gateways saw them', async () => {
  const sla = await promise('Person.name');
  await values('Person.other', 1, 100, 100);
  expect(await read(sla)).toEqual(['UNKNOWN', null]);
  await values('Person.name', 20 * 24, 1_000, 1_000);
  expect(await read(sla)).toEqual(['UNKNOWN', null]);
  await values('Person.name', 1, 1_000, 10);
  expect(await read(sla)).toEqual(['OK', 99]);
  await values('Person.name', 2, 1_000, 150);
  expect(await read(sla)).toEqual(['BREACHED', 92]);
});

test('what nobody has seen for a while is not known', async () => {
  const sla = await promise('Person.name');
  await values('Person.name', 6, 1_000, 10);
  expect(await read(sla)).toEqual(['UNKNOWN', 99]);
});

async function check(element: string, metric: string): Promise<number> {
  const [row] = await database.query<{ id: number }>(
    `INSERT INTO quality_check (product_id, rule, element, type, metric, engine, expectation, schedule, definition)
     VALUES ($1, $2, $3, 'library', $4, 'gordian', '', 'P1D', '{}') RETURNING id`,
    [productId, `${element} ${metric}`, element, metric],
  );
  return row!.id;
}

function result(checkId: number, hours: number, outcome: string) {
  return database.query(
    `INSERT INTO quality_result (check_id, at, outcome, stale_at, reported_by) VALUES ($1, $2, $3, $4, 'test')`,
    [checkId, hoursAgo(hours), outcome, hoursAgo(hours - 30)],
  );
}

test('of a type it is the share of results that passed, of its checks about completeness', async () => {
  const sla = await promise('Person');
  const names = await check('Person.name', 'nullValues');
  const others = await check('Pet.name', 'nullValues');
  const rows = await check('Person', 'rowCount');
  for (const id of [others, rows]) await result(id, 1, 'FAIL');
  await result(names, 3, 'ERROR');
  expect(await read(sla)).toEqual(['UNKNOWN', null]);
  for (let day = 0; day < 5; day += 1) await result(names, day * 24 + 2, 'PASS');
  expect(await read(sla)).toEqual(['OK', 100]);
  await result(names, 1, 'FAIL');
  expect(await read(sla)).toEqual(['BREACHED', 83.33]);
});

test('of a product it is that of all its checks, until their results are stale', async () => {
  const sla = await promise('');
  const names = await check('Person.name', 'missingValues');
  const pets = await check('Pet.name', 'nullValues');
  await result(names, 40, 'PASS');
  await result(pets, 41, 'PASS');
  expect(await read(sla)).toEqual(['UNKNOWN', 100]);
  await result(pets, 2, 'PASS');
  expect(await read(sla)).toEqual(['OK', 100]);
});
