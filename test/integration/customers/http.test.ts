// The customers subgraph over real HTTP, with its rules around it: what a direct call gets, and what each scope opens.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../kit/caller.ts';
import { sendOperation } from '../../support/graphql-client.ts';
import { callerWith, type ServedDomain } from '../../support/served-domain.ts';
import { serveCustomers } from './customers-under-test.ts';

let customers: ServedDomain;
beforeAll(async () => {
  customers = await serveCustomers();
});
afterAll(() => customers.stop());

const steward = callerWith('customers:pii:read', 'customers:confidential:read');
const profile = '{ customer(id: "CG-12520") { name email phone address { city } dateOfBirth consents { granted } } }';

test('a call past the gateway is refused', async () => {
  const { status, body } = await sendOperation(customers.url, profile);
  expect(status).toBe(401);
  expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect(JSON.stringify(body)).not.toContain('Claire');
});

test('a caller without scopes reads business data and no personal data', async () => {
  const { body } = await customers.ask(callerWith(), profile);
  expect(body.data.customer).toMatchObject({
    name: 'Claire Gute',
    email: null,
    phone: null,
    address: null,
    dateOfBirth: null,
  });
  const denied = body.errors.map((error: { extensions: { coordinate: string } }) => error.extensions.coordinate);
  expect(denied.sort()).toEqual(['Customer.address', 'Customer.dateOfBirth', 'Customer.email', 'Customer.phone']);
});

test('a steward reads all of it', async () => {
  const { body } = await customers.ask({ ...steward, purpose: 'data-quality' }, profile);
  expect(body.errors).toBeUndefined();
  expect(body.data.customer).toMatchObject({ email: 'claire.gute@example.com', address: { city: 'Houston' } });
});

test('and no birth date for a purpose that the contract does not name', async () => {
  const { body } = await customers.ask({ ...steward, purpose: 'curiosity' }, profile);
  expect(body.data.customer).toMatchObject({ email: 'claire.gute@example.com', dateOfBirth: null });
  expect(body.errors[0].extensions.coordinate).toBe('Customer.dateOfBirth');
});

describe('an entity', () => {
  const asking = (field: string) => `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Customer { ${field} } } }`;
  const representations = ['CG-12520', 'nobody'].map((id) => ({ __typename: 'Customer', id }));
  const statementsOf = async (caller: Caller, field: string) => {
    customers.database.statements.splice(0);
    const { data } = await customers.ask(caller, asking(field), { representations });
    return [data?._entities, customers.database.statements.length];
  };

  test('is looked for where the caller may read of it', async () => {
    expect(await statementsOf(callerWith(), 'name')).toEqual([[{ name: 'Claire Gute' }, null], 1]);
  });

  test('that exists is like one that does not where the caller may read nothing, and the database is not asked', async () => {
    expect(await statementsOf(callerWith(), 'phone')).toEqual([[null, null], 0]);
  });
});

test('a filter on the e-mail address is as closed as the address', async () => {
  const query = '{ customers(filter: { email: "claire.gute@example.com" }) { totalCount } }';
  const { body } = await customers.ask(callerWith(), query);
  expect(body.data.customers).toBeNull();
  expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
});

test('what a mutation refuses names the field and its code', async () => {
  const query = `mutation { updateConsent(input: { customerId: "CG-12520", purpose: DATA_SHARING, granted: true,
    textVersion: "soon", idempotencyKey: "over-http" }) { recorded } }`;
  const { body } = await customers.ask(callerWith('customers:consent:write'), query);
  expect(body.errors[0]).toMatchObject({
    message: 'input.textVersion must be a year and a month, such as 2026-01.',
    extensions: { code: 'BAD_USER_INPUT', field: 'input.textVersion' },
  });
});

test.each([
  ['a text with a NUL', '{ customer(id: "a\\u0000b") { name } }'],
  ['a day before the calendar', '{ customers(filter: { customerSinceAfter: "0000-01-01" }) { totalCount } }'],
])('%s is bad input, and nothing of the statement leaks', async (_, query) => {
  const { body } = await customers.ask(callerWith(), query);
  expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  expect(JSON.stringify(body)).not.toMatch(/select/i);
});
