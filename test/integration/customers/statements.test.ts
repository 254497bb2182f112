// What questions cost in SQL: one statement for each kind of thing, however many parents ask for it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openCustomers } from './customers-under-test.ts';

let customers: DomainUnderTest;
beforeAll(async () => {
  customers = await openCustomers();
});
afterAll(() => customers.drop());

test.each<[string, string, number]>([
  [
    'a customer with everything',
    '{ customer(id: "CG-12520") { name address { city } consents { purpose history { id } } accountManager { name } } }',
    3,
  ],
  [
    '50 customers with consents, histories and managers',
    '{ customers(first: 50) { nodes { name consents { purpose history { id } } consent(purpose: DATA_SHARING) { granted } accountManager { name } } } }',
    3,
  ],
  ['a page with its total', '{ customers(first: 50) { totalCount nodes { id } } }', 2],
  [
    '12 managers with a page of customers and its total each',
    '{ accountManagers { customers(first: 3) { totalCount nodes { name consents { granted } accountManager { id } } } } }',
    5,
  ],
])('%s', async (_, document, expected) => {
  expect(await customers.statementsOf(document)).toHaveLength(expected);
});

test('50 entities are fetched by one statement', async () => {
  const ids = await customers.database.query<{ id: string }>('SELECT id FROM customer LIMIT 50');
  const representations = ids.map(({ id }) => ({ __typename: 'Customer', id }));
  const document =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Customer { name email } } }';
  expect(await customers.statementsOf(document, { representations })).toHaveLength(1);
});
