// What payments adds to customers and orders, its own entities, and what all this costs in SQL. Fails on N+1.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { superstoreRows } from '../../../kit/superstore.ts';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openPayments } from './payments-domain.ts';

let payments: DomainUnderTest;
beforeAll(async () => {
  payments = await openPayments();
});
afterAll(() => payments.drop());

const rows = superstoreRows();
const customerIds = [...new Set(rows.map((row) => row.customerId))].slice(0, 49);
const orderIds = [...new Set(rows.map((row) => row.orderId))].slice(0, 49);
const entities = (selection: string) => `query ($of: [_Any!]!) { _entities(representations: $of) { ${selection} } }`;
const references = (type: string, ids: readonly string[], known: object = {}) => ({
  of: [...ids, 'stranger'].map((id) => ({ __typename: type, id, ...known })),
});
const riskInputs = { segment: 'CONSUMER', region: 'EAST', customerSince: '2023-05-01' };

const everyKind = `__typename id amount { amount currency } occurredAt order { id } account { id }
  ... on CardPayment { maskedCard } ... on Refund { payment { maskedCard } } ... on Chargeback { reason status payment { id } }`;

describe('what a question costs', () => {
  test('fifty transactions of all kinds, with account and payment, cost three statements', async () => {
    const document = `{ transactions(first: 50, filter: { kind: [REFUND, CHARGEBACK] }) { nodes { ${everyKind} } } }`;
    expect(await payments.statementsOf(document)).toHaveLength(3);
  });

  test('the payments of fifty orders cost one statement', async () => {
    const document = entities('... on Order { payments { id amount { amount } ... on CardPayment { maskedCard } } }');
    expect(await payments.statementsOf(document, references('Order', orderIds))).toHaveLength(1);
  });

  test('fifty customers with account, balance, transactions, chargebacks and risk cost six statements', async () => {
    const document = entities(`... on Customer {
      riskScore chargebacks { id } account { balance { amount } transactions(first: 3) { totalCount nodes { id } } }
    }`);
    expect(await payments.statementsOf(document, references('Customer', customerIds, riskInputs))).toHaveLength(6);
  });
});

describe('customers', () => {
  const ask = async (selection: string, known: object = riskInputs) =>
    (await payments.ask(entities(`... on Customer { id ${selection} }`), references('Customer', customerIds, known)))
      ._entities;

  test('have the balance that their transactions add up to', async () => {
    const customers = await ask(
      'account { balance { amount currency } transactions(first: 100) { nodes { __typename amount { amount } ... on Chargeback { status } } } }',
    );
    const cents = (transaction: { __typename: string; status?: string; amount: { amount: string } }) => {
      const amount = Math.round(Number(transaction.amount.amount) * 100);
      if (transaction.__typename === 'CardPayment') return amount;
      return transaction.status === 'WON' ? 0 : -amount;
    };
    for (const { account } of customers.slice(0, -1)) {
      const expected = account.transactions.nodes.map(cents).reduce((sum: number, value: number) => sum + value, 0);
      expect(account.balance).toEqual({ amount: (expected / 100).toFixed(2), currency: 'USD' });
    }
  });

  test('have only their own chargebacks, the newest first', async () => {
    const everyone = [...new Set(rows.map((row) => row.customerId))];
    const document = entities('... on Customer { id chargebacks { id account { customer { id } } } }');
    const { _entities } = await payments.ask(document, references('Customer', everyone));
    const met = _entities.flatMap(
      (customer: { id: string; chargebacks: { account: { customer: { id: string } } }[] }) =>
        customer.chargebacks.map((chargeback) => [chargeback.account.customer.id, customer.id]),
    );
    const [row] = await payments.database.query<{ count: number }>(
      `SELECT count(*) AS count FROM transaction WHERE kind = 'CHARGEBACK'`,
    );
    expect(met).toHaveLength(row!.count);
    expect(met.filter(([owner, asked]: string[]) => owner !== asked)).toEqual([]);
  });

  test('have a risk score between 0 and 1 when everything is known', async () => {
    const customers = await ask('riskScore');
    for (const { riskScore } of customers.slice(0, -1)) {
      expect(riskScore).toBeGreaterThan(0);
      expect(riskScore).toBeLessThanOrEqual(1);
    }
  });

  test.each(['segment', 'region', 'customerSince'])('have no risk score when the %s is hidden', async (input) => {
    const customers = await ask('riskScore', { ...riskInputs, [input]: null });
    expect(customers.map((customer: { riskScore: unknown }) => customer.riskScore)).toEqual(customers.map(() => null));
  });

  test('we never met have no account, no chargebacks and no risk score', async () => {
    const customers = await ask('riskScore chargebacks { id } account { id }');
    expect(customers.at(-1)).toEqual({ id: 'stranger', riskScore: null, chargebacks: [], account: null });
  });
});

describe('orders', () => {
  test('have their payments in the order they happened, and a strange one none', async () => {
    const document = entities('... on Order { id payments { id occurredAt order { id } } }');
    const { _entities } = await payments.ask(document, references('Order', orderIds));
    expect(_entities.at(-1)).toEqual({ id: 'stranger', payments: [] });
    for (const { id, payments: transactions } of _entities.slice(0, -1)) {
      expect(transactions.length).toBeGreaterThan(0);
      expect(transactions.every((transaction: { order: { id: string } }) => transaction.order.id === id)).toBe(true);
      const instants = transactions.map((transaction: { occurredAt: string }) => transaction.occurredAt);
      expect(instants).toEqual([...instants].sort());
    }
  });
});

describe('references', () => {
  const ofKind = async (kind: string) =>
    (await payments.database.query<{ id: string }>('SELECT id FROM transaction WHERE kind = $1 LIMIT 20', [kind])).map(
      ({ id }) => id,
    );

  test.each([
    ['CardPayment', 'CARD_PAYMENT', 1],
    ['Refund', 'REFUND', 1],
    ['Chargeback', 'CHARGEBACK', 1],
  ])('to twenty of the type %s cost one statement, and an unknown one is null', async (type, kind, statements) => {
    const ids = await ofKind(kind);
    const document = entities(`... on ${type} { id amount { amount } }`);
    expect(await payments.statementsOf(document, references(type, ids))).toHaveLength(statements);
    const { _entities } = await payments.ask(document, references(type, ids));
    expect(_entities.map((entity: { id: string } | null) => entity?.id)).toEqual([...ids, undefined]);
  });

  test('to a transaction of another kind are null', async () => {
    const [refund] = await ofKind('REFUND');
    const { _entities } = await payments.ask(
      entities('... on CardPayment { id }'),
      references('CardPayment', [refund!]),
    );
    expect(_entities).toEqual([null, null]);
  });

  test('to accounts lead to their customers', async () => {
    const { _entities } = await payments.ask(
      entities('... on Account { customer { id } }'),
      references('Account', ['A-CG-12520']),
    );
    expect(_entities).toEqual([{ customer: { id: 'CG-12520' } }, null]);
  });
});
