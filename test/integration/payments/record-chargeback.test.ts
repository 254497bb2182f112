// Recording chargebacks: once per case, one open case per payment, and never more than the payment has left.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openPayments } from './payments-domain.ts';

let payments: DomainUnderTest;
let untouched: { readonly id: string; readonly amount: string }[];
beforeAll(async () => {
  payments = await openPayments();
  untouched = await payments.database.query(
    `SELECT id, amount FROM transaction AS payment WHERE kind = 'CARD_PAYMENT' AND amount > 100
       AND NOT EXISTS (SELECT FROM transaction AS taken WHERE taken.payment_id = payment.id) ORDER BY id LIMIT 20`,
  );
});
afterAll(() => payments.drop());

const nextPayment = () => untouched.pop()!;
const document = `mutation ($input: RecordChargebackInput!) {
  recordChargeback(input: $input) {
    recorded
    chargeback { id amount { amount currency } reason status caseReference payment { id } order { id } account { balance { amount } } }
  }
}`;
const input = (paymentId: string, caseReference: string, more: object = {}) => ({
  input: { paymentId, caseReference, reason: 'FRAUD', ...more },
});

async function balanceOf(paymentId: string): Promise<number> {
  const { transaction } = await payments.ask(
    'query ($id: ID!) { transaction(id: $id) { account { balance { amount } } } }',
    { id: paymentId },
  );
  return Number(transaction.account.balance.amount);
}

async function chargebackCount(): Promise<number> {
  return (await payments.ask('{ transactions(first: 0, filter: { kind: CHARGEBACK }) { totalCount } }')).transactions
    .totalCount;
}

test('a chargeback takes all that the payment has left, and the balance shows it at once', async () => {
  const payment = nextPayment();
  const before = await balanceOf(payment.id);
  const { recordChargeback } = await payments.ask(document, input(payment.id, 'CASE-whole-payment'));
  expect(recordChargeback).toEqual({
    recorded: true,
    chargeback: {
      id: payment.id.replace(/1$/, '2'),
      amount: { amount: payment.amount, currency: 'USD' },
      reason: 'FRAUD',
      status: 'OPEN',
      caseReference: 'CASE-whole-payment',
      payment: { id: payment.id },
      order: { id: payment.id.slice(2, -2) },
      account: { balance: { amount: (before - Number(payment.amount)).toFixed(2) } },
    },
  });
});

describe('one case reference', () => {
  test('sent twice records one chargeback, and answers with it both times', async () => {
    const request = input(nextPayment().id, 'CASE-sent-twice', { amount: '10' });
    const first = await payments.ask(document, request);
    const before = await chargebackCount();
    const second = await payments.ask(document, request);
    expect(second.recordChargeback).toEqual({ ...first.recordChargeback, recorded: false });
    expect(await chargebackCount()).toBe(before);
  });

  test('sent ten times at once records one chargeback', async () => {
    const request = input(nextPayment().id, 'CASE-at-once');
    const before = await chargebackCount();
    const answers = await Promise.all(Array.from({ length: 10 }, () => payments.ask(document, request)));
    expect(answers.filter(({ recordChargeback }) => recordChargeback.recorded)).toHaveLength(1);
    expect(await chargebackCount()).toBe(before + 1);
  });

  test.each([
    ['another amount', { amount: '11' }],
    ['another reason', { reason: 'DUPLICATE' }],
  ])('for %s is refused', async (name, changes) => {
    const payment = nextPayment();
    const reference = `CASE-${name.replace(' ', '-')}`;
    await payments.ask(document, input(payment.id, reference, { amount: '10' }));
    const refusal = await payments.refusal(document, input(payment.id, reference, { amount: '10', ...changes }));
    expect(refusal).toMatchObject({ code: 'CONFLICT', field: 'input.caseReference' });
  });

  test('for two payments at once is recorded for one of them', async () => {
    const [one, other] = [nextPayment(), nextPayment()];
    const results = await Promise.allSettled(
      [one, other].map(({ id }) => payments.ask(document, input(id, 'CASE-two-payments'))),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [refused] = results.filter((result) => result.status === 'rejected');
    expect(refused!.reason).toMatchObject({ code: 'CONFLICT', details: { field: 'input.caseReference' } });
  });
});

test('two cases on one payment at once: one is recorded, the other hears that a dispute is open', async () => {
  const { id } = nextPayment();
  const results = await Promise.allSettled(
    ['CASE-first-of-two', 'CASE-second-of-two'].map((reference) =>
      payments.ask(document, input(id, reference, { amount: '1' })),
    ),
  );
  const [refused] = results.filter((result) => result.status === 'rejected');
  expect(refused!.reason).toMatchObject({ code: 'CONFLICT', details: { field: 'input.paymentId' } });
});

describe('a wrong chargeback is refused, and nothing is recorded', () => {
  test.each([
    ['an unknown payment', { paymentId: 'no-such' }, 'NOT_FOUND', 'input.paymentId'],
    ['more than was paid', { amount: '9999999' }, 'BAD_USER_INPUT', 'input.amount'],
    ['nothing', { amount: '0' }, 'BAD_USER_INPUT', 'input.amount'],
    ['less than nothing', { amount: '-1' }, 'BAD_USER_INPUT', 'input.amount'],
    ['parts of a cent', { amount: '1.001' }, 'BAD_USER_INPUT', 'input.amount'],
    ['a reference that is none', { caseReference: 'a b' }, 'BAD_USER_INPUT', 'input.caseReference'],
  ])('%s', async (_, changes, code, field) => {
    const before = await chargebackCount();
    const refusal = await payments.refusal(document, input(untouched[0]!.id, 'CASE-wrong-one', changes));
    expect(refusal).toMatchObject({ code, field, path: 'recordChargeback' });
    expect(await chargebackCount()).toBe(before);
  });

  test.each([
    ['a refund', 'NOT_FOUND', `SELECT id FROM transaction WHERE kind = 'REFUND' LIMIT 1`],
    [
      'a payment that was refunded in full',
      'CONFLICT',
      `SELECT p.id FROM transaction p JOIN transaction r ON r.payment_id = p.id AND r.kind = 'REFUND' AND r.amount = p.amount LIMIT 1`,
    ],
    [
      'a payment with an open dispute',
      'CONFLICT',
      `SELECT payment_id AS id FROM transaction WHERE status = 'OPEN' LIMIT 1`,
    ],
  ])('%s', async (_, code, statement) => {
    const [row] = await payments.database.query<{ id: string }>(statement);
    expect(await payments.refusal(document, input(row!.id, 'CASE-of-no-use'))).toMatchObject({
      code,
      field: 'input.paymentId',
    });
  });

  test('a second part that is more than the first left', async () => {
    const [refunded] = await payments.database.query<{ id: string; amount: string }>(
      `SELECT p.id, p.amount FROM transaction p JOIN transaction r ON r.payment_id = p.id AND r.kind = 'REFUND' AND r.amount < p.amount LIMIT 1`,
    );
    const refusal = await payments.refusal(
      document,
      input(refunded!.id, 'CASE-too-much', { amount: refunded!.amount }),
    );
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.amount' });
  });
});
