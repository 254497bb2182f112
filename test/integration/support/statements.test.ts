// What questions cost in SQL: one statement for each kind of thing, however many parents ask for it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { superstoreRows } from '../../../kit/superstore.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openSupport } from './support-under-test.ts';

let support: DomainUnderTest;
beforeAll(async () => {
  support = await openSupport();
});
afterAll(() => support.drop());

test('50 tickets with two pages of messages, subjects and satisfaction', async () => {
  const document = `{ tickets(first: 50) { totalCount nodes { subject priority customer { id }
    about { ... on Order { id } ... on Product { id } } satisfaction { score }
    messages(first: 2) { totalCount nodes { body } } last: messages(first: 1, direction: DESC) { nodes { sentAt } } } } }`;
  // tickets, their total, two pages of messages, one count of messages
  expect(await support.statementsOf(document)).toHaveLength(5);
});

test('50 customers with all that support knows of them', async () => {
  const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer {
    openTicketCount lastContactAt satisfaction openTickets { subject messages(first: 1) { nodes { body } } }
    tickets(first: 3) { totalCount nodes { subject } } open: tickets(filter: { status: [OPEN] }) { nodes { id } } } } }`;
  // summaries, open tickets and their messages, two lists of tickets, one total
  expect(await support.statementsOf(document, representationsOf('Customer', 'customerId'))).toHaveLength(6);
});

test('50 orders and 50 products with their tickets', async () => {
  const orders = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Order { tickets { subject } } } }`;
  expect(await support.statementsOf(orders, representationsOf('Order', 'orderId'))).toHaveLength(1);
  const products = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Product { tickets { nodes { subject } } } } }`;
  expect(await support.statementsOf(products, representationsOf('Product', 'productId'))).toHaveLength(1);
});

test('50 tickets by key are fetched by one statement', async () => {
  const representations = Array.from({ length: 50 }, (_, index) => ({ __typename: 'Ticket', id: `K-${index + 1}` }));
  const document =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Ticket { subject } } }';
  expect(await support.statementsOf(document, { representations })).toHaveLength(1);
});

function representationsOf(typename: string, column: 'customerId' | 'orderId' | 'productId') {
  const ids = [...new Set(superstoreRows().map((row) => row[column]))].slice(0, 50);
  return { representations: ids.map((id) => ({ __typename: typename, id })) };
}
