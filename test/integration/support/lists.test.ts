// The lists of the support domain: every row once in either direction, the filters, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { walkConnection } from '../../support/walk-connection.ts';
import { openSupport } from './support-under-test.ts';

let support: DomainUnderTest;
beforeAll(async () => {
  support = await openSupport();
  // Ties across page borders: two hundred tickets opened and changed at one instant, and a talk of one instant.
  await support.database.query(
    `ALTER TABLE ticket DISABLE TRIGGER ticket_touch;
     UPDATE ticket SET opened_at = '2022-01-01T00:00:00Z', updated_at = '2026-11-01T00:00:00Z'
     WHERE id IN (SELECT id FROM ticket ORDER BY id DESC LIMIT 200);
     ALTER TABLE ticket ENABLE TRIGGER ticket_touch;
     INSERT INTO ticket_message (ticket_id, author, body, sent_at)
     SELECT 'K-1', 'CUSTOMER', 'Hello?', '2026-11-01T00:00:00Z' FROM generate_series(1, 25)`,
  );
});
afterAll(() => support.drop());

const listDocument = `query ($first: Int, $after: String, $filter: TicketFilter, $orderBy: TicketOrder) {
  tickets(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  }
}`;

async function page(variables: Record<string, unknown>) {
  return (await support.ask(listDocument, variables)).tickets;
}

async function idsOf(sql: string): Promise<(string | number)[]> {
  const rows = await support.database.query<{ id: string | number }>(sql);
  return rows.map((row) => row.id);
}

describe('a walk meets every ticket exactly once and in order', () => {
  test.each([
    ['OPENED_AT', 'ASC', 'opened_at, id'],
    ['OPENED_AT', 'DESC', 'opened_at DESC, id DESC'],
    ['UPDATED_AT', 'ASC', 'updated_at, id'],
    ['UPDATED_AT', 'DESC', 'updated_at DESC, id DESC'],
    ['PRIORITY', 'ASC', 'priority, id'],
    ['PRIORITY', 'DESC', 'priority DESC, id DESC'],
  ])('by %s %s', async (field, direction, sqlOrder) => {
    const walked = await walkConnection((after) => page({ first: 97, after, orderBy: { field, direction } }));
    const expected = await idsOf(`SELECT id FROM ticket ORDER BY ${sqlOrder}`);
    expect(walked.ids).toEqual(expected);
    expect(walked.totalCount).toBe(expected.length);
  });

  test.each([
    ['Customer', 'customer_id', 'CG-12520'],
    ['Product', 'about_product_id', 'FUR-BO-10001798'],
  ])('also of those of a %s', async (type, column, id) => {
    const document = `query ($representations: [_Any!]!, $after: String) { _entities(representations: $representations) {
      ... on ${type} { tickets(first: 1, after: $after, orderBy: { field: PRIORITY }) {
        nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } } } }`;
    const representations = [{ __typename: type, id }];
    const walked = await walkConnection(
      async (after) => (await support.ask(document, { representations, after }))._entities[0].tickets,
    );
    const expected = await idsOf(`SELECT id FROM ticket WHERE ${column} = '${id}' ORDER BY priority DESC, id DESC`);
    expect(expected.length).toBeGreaterThan(0);
    expect(walked).toEqual({ ids: expected, totalCount: expected.length });
  });

  test.each([
    ['ASC', 'sent_at, id'],
    ['DESC', 'sent_at DESC, id DESC'],
  ])('also of the messages of a ticket, %s', async (direction, sqlOrder) => {
    const document = `query ($after: String, $direction: SortDirection) { ticket(id: "K-1") {
      messages(first: 4, after: $after, direction: $direction) {
        nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } } }`;
    const walked = await walkConnection(
      async (after) => (await support.ask(document, { after, direction })).ticket.messages,
    );
    const expected = await idsOf(`SELECT id FROM ticket_message WHERE ticket_id = 'K-1' ORDER BY ${sqlOrder}`);
    expect(walked).toEqual({ ids: expected.map(String), totalCount: expected.length });
  });
});

describe('a filter gives the tickets that satisfy it, and no others', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['one state', { status: ['OPEN'] }, `status = 'OPEN'`],
    ['two states', { status: ['OPEN', 'PENDING'] }, `status <> 'CLOSED'`],
    ['no state at all', { status: [] }, 'false'],
    ['priorities', { priority: ['LOW', 'URGENT'] }, 'priority IN (1, 4)'],
    ['channel', { channel: ['CHAT'] }, `channel = 'CHAT'`],
    ['customer', { customerId: 'CG-12520' }, `customer_id = 'CG-12520'`],
    ['order', { orderId: 'CA-2016-152156' }, `about_order_id = 'CA-2016-152156'`],
    ['product', { productId: 'FUR-BO-10001798' }, `about_product_id = 'FUR-BO-10001798'`],
    ['part of the subject in any case', { subjectContains: 'DAMAGED' }, `subject ILIKE '%damaged%'`],
    ['an underscore is only itself', { subjectContains: '_' }, 'false'],
    ['opened at an instant or later', { openedAfter: '2025-06-01T00:00:00Z' }, `opened_at >= '2025-06-01T00:00:00Z'`],
    ['opened before an instant', { openedBefore: '2024-06-01T02:00:00+02:00' }, `opened_at < '2024-06-01T00:00:00Z'`],
    ['two conditions', { status: ['OPEN'], channel: ['EMAIL'] }, `status = 'OPEN' AND channel = 'EMAIL'`],
    ['null, which is no condition', { status: null, customerId: null }, 'true'],
  ])('%s', async (_, filter, condition) => {
    const expected = await idsOf(`SELECT id FROM ticket WHERE ${condition} ORDER BY opened_at DESC, id DESC`);
    const found = await page({ first: 100, filter });
    expect(found.nodes.map((node: { id: string }) => node.id)).toEqual(expected.slice(0, 100));
    expect(found.totalCount).toBe(expected.length);
  });

  test('also in the list of a customer, and in its total', async () => {
    const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer {
      all: tickets { totalCount } open: tickets(filter: { status: [OPEN, PENDING] }) { totalCount nodes { status } } openTicketCount } } }`;
    const answer = await support.ask(document, { representations: [{ __typename: 'Customer', id: 'CG-12520' }] });
    const [claire] = answer._entities;
    expect(claire.open.totalCount).toBe(1);
    expect(claire.open.nodes).toEqual([{ status: 'OPEN' }]);
    expect(claire.openTicketCount).toBe(1);
    expect(claire.all.totalCount).toBeGreaterThan(1);
  });
});

describe('what is refused, with the argument named', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a page of more than 100', { first: 101 }, '`first` must be between 0 and 100.'],
    ['a negative page', { first: -1 }, '`first` must be between 0 and 100.'],
    ['a made-up cursor', { after: 'bm9uc2Vuc2U' }, '`after` must be a cursor'],
  ])('%s', async (_, variables, message) => {
    const refusal = await support.refusal(listDocument, variables);
    expect(refusal.code).toBe('BAD_USER_INPUT');
    expect(refusal.message).toContain(message);
  });

  test('a cursor of another order', async () => {
    const { pageInfo } = await page({ first: 3 });
    const orderBy = { field: 'OPENED_AT', direction: 'ASC' };
    const refusal = await support.refusal(listDocument, { after: pageInfo.endCursor, orderBy });
    expect(refusal.code).toBe('BAD_USER_INPUT');
  });

  test('a cursor with one character changed', async () => {
    const { pageInfo } = await page({ first: 3 });
    const cursor: string = pageInfo.endCursor;
    const changed = cursor.slice(0, 20) + (cursor[20] === 'A' ? 'B' : 'A') + cursor.slice(21);
    expect((await support.refusal(listDocument, { after: changed })).code).toBe('BAD_USER_INPUT');
  });
});
