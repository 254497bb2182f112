// The lists of the customers domain: every row once in either direction, the filters, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { walkConnection } from '../../support/walk-connection.ts';
import { openCustomers } from './customers-under-test.ts';

let customers: DomainUnderTest;
beforeAll(async () => {
  customers = await openCustomers();
  // Ties across page borders: a hundred customers who came on one day, and changed at one instant.
  await customers.database.query(
    `ALTER TABLE customer DISABLE TRIGGER customer_touch;
     UPDATE customer SET customer_since = '2024-01-01', updated_at = '2026-11-01T00:00:00Z', name = 'Kim Lee'
     WHERE id IN (SELECT id FROM customer ORDER BY id DESC LIMIT 100);
     ALTER TABLE customer ENABLE TRIGGER customer_touch`,
  );
});
afterAll(() => customers.drop());

const listDocument = `query ($first: Int, $after: String, $filter: CustomerFilter, $orderBy: CustomerOrder) {
  customers(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}`;

async function page(variables: Record<string, unknown>) {
  return (await customers.ask(listDocument, variables)).customers;
}

async function idsOf(sql: string): Promise<string[]> {
  const rows = await customers.database.query<{ id: string }>(sql);
  return rows.map((row) => row.id);
}

describe('a walk meets every customer exactly once and in order', () => {
  test.each([
    ['NAME', 'ASC', 'name, id'],
    ['NAME', 'DESC', 'name DESC, id DESC'],
    ['CUSTOMER_SINCE', 'ASC', 'customer_since, id'],
    ['CUSTOMER_SINCE', 'DESC', 'customer_since DESC, id DESC'],
    ['UPDATED_AT', 'ASC', 'updated_at, id'],
    ['UPDATED_AT', 'DESC', 'updated_at DESC, id DESC'],
  ])('by %s %s', async (field, direction, sqlOrder) => {
    const walked = await walkConnection((after) => page({ first: 37, after, orderBy: { field, direction } }));
    const expected = await idsOf(`SELECT id FROM customer ORDER BY ${sqlOrder}`);
    expect(walked.ids).toEqual(expected);
    expect(walked.totalCount).toBe(expected.length);
  });

  test('also of those in the care of one account manager', async () => {
    const document = `query ($after: String) { accountManager(id: "AM-02") { customers(first: 11, after: $after) {
      nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } } }`;
    const walked = await walkConnection(
      async (after) => (await customers.ask(document, { after })).accountManager.customers,
    );
    const expected = await idsOf(`SELECT id FROM customer WHERE account_manager_id = 'AM-02' ORDER BY name, id`);
    expect(walked.ids).toEqual(expected);
    expect(walked.totalCount).toBe(expected.length);
  });
});

describe('a filter gives the customers that satisfy it, and no others', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['ids', { ids: ['CG-12520', 'nobody'] }, `id = 'CG-12520'`],
    ['no id at all', { ids: [] }, 'false'],
    ['one region', { region: ['SOUTH'] }, `region = 'SOUTH'`],
    ['two regions', { region: ['SOUTH', 'WEST'] }, `region IN ('SOUTH', 'WEST')`],
    ['segment', { segment: ['HOME_OFFICE'] }, `segment = 'HOME_OFFICE'`],
    ['part of the name in any case', { nameContains: 'cLAi' }, `name ILIKE '%clai%'`],
    ['part of a name beyond ASCII in any case', { nameContains: 'HÄB' }, `name = 'Anna Häberlin'`],
    ['a percent sign is only itself', { nameContains: '%' }, 'false'],
    ['e-mail in any case', { email: 'Claire.GUTE@example.com' }, `email = 'claire.gute@example.com'`],
    ['first order on a day or later', { customerSinceAfter: '2024-01-01' }, `customer_since >= '2024-01-01'`],
    ['first order before a day', { customerSinceBefore: '2024-01-01' }, `customer_since < '2024-01-01'`],
    ['account manager', { accountManagerId: 'AM-05' }, `account_manager_id = 'AM-05'`],
    [
      'consent in force',
      { consentedTo: 'MARKETING_EMAIL' },
      `id IN (SELECT customer_id FROM consent_decision d WHERE purpose = 'MARKETING_EMAIL' AND granted AND NOT EXISTS
        (SELECT FROM consent_decision WHERE customer_id = d.customer_id AND purpose = d.purpose AND id > d.id))`,
    ],
    ['two conditions', { region: ['EAST'], segment: ['CORPORATE'] }, `region = 'EAST' AND segment = 'CORPORATE'`],
    ['null, which is no condition', { region: null, nameContains: null }, 'true'],
  ])('%s', async (_, filter, condition) => {
    const expected = await idsOf(`SELECT id FROM customer WHERE ${condition} ORDER BY name, id`);
    const found = await page({ first: 100, filter });
    expect(found.nodes.map((node: { id: string }) => node.id)).toEqual(expected.slice(0, 100));
    expect(found.totalCount).toBe(expected.length);
  });
});

describe('what is refused, with the argument named', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a page of more than 100', { first: 101 }, '`first` must be between 0 and 100.'],
    ['a negative page', { first: -1 }, '`first` must be between 0 and 100.'],
    ['a made-up cursor', { after: 'bm9uc2Vuc2U' }, '`after` must be a cursor'],
    ['more than 100 ids', { filter: { ids: Array(101).fill('CG-12520') } }, 'filter.ids may list at most 100 ids.'],
  ])('%s', async (_, variables, message) => {
    const refusal = await customers.refusal(listDocument, variables);
    expect(refusal.code).toBe('BAD_USER_INPUT');
    expect(refusal.message).toContain(message);
  });

  test('a cursor of another order', async () => {
    const { pageInfo } = await page({ first: 3 });
    const refusal = await customers.refusal(listDocument, {
      after: pageInfo.endCursor,
      orderBy: { field: 'NAME', direction: 'DESC' },
    });
    expect(refusal.code).toBe('BAD_USER_INPUT');
  });

  test('a cursor with one character changed', async () => {
    const { pageInfo } = await page({ first: 3 });
    const cursor: string = pageInfo.endCursor;
    const changed = cursor.slice(0, 20) + (cursor[20] === 'A' ? 'B' : 'A') + cursor.slice(21);
    expect((await customers.refusal(listDocument, { after: changed })).code).toBe('BAD_USER_INPUT');
  });
});

test('a page of no rows says whether there are any', async () => {
  expect(await page({ first: 0 })).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true, endCursor: null } });
});
