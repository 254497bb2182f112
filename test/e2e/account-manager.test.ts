// Rules over rows in the running system: an account manager sees the phone numbers of their own customers, the profit of their
// region, and disputes when they are decided.
import { beforeAll, expect, inject, test } from 'vitest';
import { type ClientAnswer, personaToken, sendOperation } from '../support/graphql-client.ts';

const url = inject('gatewayUrl');
const tokens = new Map<string, string>();

beforeAll(async () => {
  for (const persona of ['account-manager', 'fraud-analyst']) tokens.set(persona, await personaToken(url, persona));
});

async function ask(persona: string, query: string, purpose?: string): Promise<ClientAnswer['body']> {
  return (await sendOperation(url, query, { token: tokens.get(persona), ...(purpose && { purpose }) })).body;
}

const phones = (persona: string, manager: string) =>
  ask(persona, `{ customers(first: 5, filter: { accountManagerId: "${manager}" }) { nodes { phone } } }`).then(
    ({ data }) => data.customers.nodes.map(({ phone }: { phone: string | null }) => phone).filter(Boolean) as string[],
  );

test('phone numbers are clear for their own customers and masked for others', async () => {
  const [own, others] = await Promise.all([phones('account-manager', 'AM-09'), phones('account-manager', 'AM-01')]);
  expect(own.length).toBeGreaterThan(0);
  expect(others.length).toBeGreaterThan(0);
  expect(own.filter((phone) => !/^\+\d{10,}$/.test(phone))).toEqual([]);
  expect(others.filter((phone) => !/^\*{3}\d{4}$/.test(phone))).toEqual([]);
});

test('the year of birth, for a purpose that the contract names', async () => {
  const query = '{ customer(id: "CG-12520") { dateOfBirth } }';
  const { data } = await ask('account-manager', query, 'account-care');
  expect(data.customer.dateOfBirth).toMatch(/^\d{4}-01-01$/);
  const { data: nothing, errors } = await ask('account-manager', query);
  expect(nothing.customer.dateOfBirth).toBeNull();
  expect(errors[0].extensions.code).toBe('FORBIDDEN');
});

test('no address, for it takes a scope', async () => {
  const { data } = await ask('account-manager', '{ customer(id: "CG-12520") { address { city } } }', 'account-care');
  expect(data.customer.address).toBeNull();
});

test('profit of what is sent to their region, and of nothing else', async () => {
  const { data, errors } = await ask(
    'account-manager',
    '{ orders(first: 40) { nodes { profit { amount } shipping { region } } } }',
  );
  const orders: { profit: unknown; shipping: { region: string } | null }[] = data.orders.nodes;
  const isOwn = orders.map(({ shipping }) => shipping?.region === 'SOUTH');
  expect(orders.map(({ profit }) => profit !== null)).toEqual(isOwn);
  expect(isOwn).toContain(true);
  const denied = errors.map(({ path }: { path: unknown[] }) => path[2]);
  expect(denied).toEqual(isOwn.flatMap((own, index) => (own ? [] : [index])));
});

test('disputes when they are decided', async () => {
  const query =
    '{ transactions(first: 100, filter: { kind: [CHARGEBACK] }) { nodes { id ... on Chargeback { status } } } }';
  const [all, seen] = await Promise.all([ask('fraud-analyst', query), ask('account-manager', query)]);
  const ids = (nodes: { id: string }[]) => nodes.map(({ id }) => id);
  const decided = all.data.transactions.nodes.filter(({ status }: { status: string }) => status !== 'OPEN');
  expect(decided.length).toBeLessThan(all.data.transactions.nodes.length);
  expect(ids(seen.data.transactions.nodes)).toEqual(ids(decided));
  // What decides is not shown for it.
  expect(seen.data.transactions.nodes.every(({ status }: { status: unknown }) => status === null)).toBe(true);
});

test('a list is not ordered or narrowed by what its caller may not read', async () => {
  const { data, errors } = await ask('account-manager', '{ customers(filter: { email: "a@b.c" }) { totalCount } }');
  expect(data.customers).toBeNull();
  expect(errors[0].extensions.code).toBe('FORBIDDEN');
});
