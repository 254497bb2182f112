// What the gateway asks of the support subgraph: its own tickets by key, and what it adds to entities of other domains.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openSupport } from './support-under-test.ts';

let support: DomainUnderTest;
beforeAll(async () => {
  support = await openSupport();
});
afterAll(() => support.drop());

const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Ticket { id status customer { id } about { __typename ... on Order { id } ... on Product { id } } }
  ... on Customer { id openTickets { subject priority } openTicketCount lastContactAt satisfaction tickets { totalCount } }
  ... on Order { id orderTickets: tickets { id customer { id } about { ... on Order { id } } } }
  ... on Product { id productTickets: tickets { totalCount nodes { id } } }
} }`;

async function entity(representation: Record<string, unknown>) {
  return (await support.ask(document, { representations: [representation] }))._entities[0];
}

test('a ticket says who asks and what about', async () => {
  const [row] = await support.database.query<{ id: string; customer: string; order: string }>(
    `SELECT id, customer_id AS customer, about_order_id AS order FROM ticket WHERE about_order_id IS NOT NULL LIMIT 1`,
  );
  expect(await entity({ __typename: 'Ticket', id: row!.id })).toMatchObject({
    customer: { id: row!.customer },
    about: { __typename: 'Order', id: row!.order },
  });
});

test('a ticket about nothing in particular has no subject', async () => {
  const [row] = await support.database.query<{ id: string }>(
    'SELECT id FROM ticket WHERE num_nonnulls(about_order_id, about_product_id) = 0 LIMIT 1',
  );
  expect(await entity({ __typename: 'Ticket', id: row!.id })).toMatchObject({ about: null });
});

test('an unknown ticket is null', async () => {
  expect(await entity({ __typename: 'Ticket', id: 'K-0' })).toBeNull();
});

test('the customer of the examples has one open ticket', async () => {
  const claire = await entity({ __typename: 'Customer', id: 'CG-12520' });
  expect(claire.openTickets).toHaveLength(1);
  expect(claire).toMatchObject({ openTicketCount: 1, lastContactAt: '2026-01-15T09:30:00.000Z' });
});

test('open tickets come the most urgent first, then the oldest', async () => {
  await support.database.query(
    `INSERT INTO ticket (id, customer_id, subject, priority, channel, opened_at) VALUES
       ('K-low', 'QQ-1', 'low', 1, 'WEB', '2026-01-01Z'), ('K-new', 'QQ-1', 'urgent, new', 4, 'WEB', '2026-03-01Z'),
       ('K-old', 'QQ-1', 'urgent, old', 4, 'WEB', '2026-02-01Z')`,
  );
  const customer = await entity({ __typename: 'Customer', id: 'QQ-1' });
  expect(customer.openTickets).toEqual([
    { subject: 'urgent, old', priority: 'URGENT' },
    { subject: 'urgent, new', priority: 'URGENT' },
    { subject: 'low', priority: 'LOW' },
  ]);
});

test.each([
  [
    'customer',
    { __typename: 'Customer', id: 'XX-00000' },
    { openTickets: [], openTicketCount: 0, lastContactAt: null, satisfaction: null, tickets: { totalCount: 0 } },
  ],
  ['order', { __typename: 'Order', id: 'XX-0000-000000' }, { orderTickets: [] }],
  ['product', { __typename: 'Product', id: 'XXX-XX-00000000' }, { productTickets: { totalCount: 0, nodes: [] } }],
])('a %s whom support never met has no tickets, and that is no error', async (_, representation, expected) => {
  expect(await entity(representation)).toEqual({ id: representation.id, ...expected });
});

test('satisfaction is the mean of the scores, to two decimal places', async () => {
  await support.database.query(
    `INSERT INTO ticket (customer_id, subject, priority, channel, satisfaction_score, rated_at)
     SELECT 'QQ-2', 'rated', 2, 'WEB', score, now() FROM unnest(ARRAY[5, 4, 4, NULL]) AS given (score)
     WHERE score IS NOT NULL`,
  );
  expect(await entity({ __typename: 'Customer', id: 'QQ-2' })).toMatchObject({ satisfaction: 4.33 });
});
