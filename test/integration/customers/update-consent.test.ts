// Recording a customer's decision: kept for ever, counted once per key, refused with the field named.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { openCustomers } from './customers-under-test.ts';

let customers: DomainUnderTest;
beforeAll(async () => {
  customers = await openCustomers();
  await customers.database.query(`DELETE FROM consent_decision WHERE customer_id = 'CG-12520'`);
});
afterAll(() => customers.drop());

const document = `mutation ($input: UpdateConsentInput!) { updateConsent(input: $input) {
  recorded consent { purpose granted source textVersion history { granted } } customer { id consents { purpose granted } } } }`;

const decision = {
  customerId: 'CG-12520',
  purpose: 'MARKETING_EMAIL',
  granted: true,
  source: 'PHONE',
  textVersion: '2026-01',
  idempotencyKey: 'first-decision',
};

async function update(input: Partial<typeof decision>) {
  return (await customers.ask(document, { input: { ...decision, ...input } })).updateConsent;
}

async function recordedDecisions(): Promise<number> {
  const [row] = await customers.database.query<{ count: number }>('SELECT count(*) AS count FROM consent_decision');
  return row!.count;
}

test('a decision is in force at once, and the one before becomes history', async () => {
  expect(await update({})).toEqual({
    recorded: true,
    consent: {
      purpose: 'MARKETING_EMAIL',
      granted: true,
      source: 'PHONE',
      textVersion: '2026-01',
      history: [{ granted: true }],
    },
    customer: { id: 'CG-12520', consents: [{ purpose: 'MARKETING_EMAIL', granted: true }] },
  });
  const withdrawn = await update({ granted: false, idempotencyKey: 'second-decision' });
  expect(withdrawn.consent).toMatchObject({ granted: false, history: [{ granted: false }, { granted: true }] });
});

test('sent again with its key a decision is not recorded again, and does not come back into force', async () => {
  const before = await recordedDecisions();
  expect(await update({})).toMatchObject({ recorded: false, consent: { granted: false } });
  expect(await recordedDecisions()).toBe(before);
});

test('the same decision sent five times at once is recorded once', async () => {
  const input = { purpose: 'DATA_SHARING', idempotencyKey: 'five-at-once' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => update(input)));
  expect(answers.filter((answer) => answer.recorded)).toHaveLength(1);
  expect(answers.map((answer) => answer.consent.history.length)).toEqual([1, 1, 1, 1, 1]);
});

test('two decisions in one operation are recorded in the order written', async () => {
  const both = `mutation ($a: UpdateConsentInput!, $b: UpdateConsentInput!) {
    a: updateConsent(input: $a) { consent { granted } } b: updateConsent(input: $b) { consent { granted history { granted } } } }`;
  const answer = await customers.ask(both, {
    a: { ...decision, purpose: 'PERSONALISATION', granted: true, idempotencyKey: 'in-one-op-1' },
    b: { ...decision, purpose: 'PERSONALISATION', granted: false, idempotencyKey: 'in-one-op-2' },
  });
  expect(answer.a.consent.granted).toBe(true);
  expect(answer.b.consent).toEqual({ granted: false, history: [{ granted: false }, { granted: true }] });
});

test('a key belongs to its customer: another customer may use the same', async () => {
  const [other] = await customers.database.query<{ id: string }>(
    `SELECT id FROM customer WHERE id <> 'CG-12520' LIMIT 1`,
  );
  expect(await update({ customerId: other!.id })).toMatchObject({ recorded: true, customer: { id: other!.id } });
});

describe('what is refused changes nothing and names the field', () => {
  test.each<[string, Partial<typeof decision>, string, string]>([
    ['an unknown customer', { customerId: 'XX-00000' }, 'NOT_FOUND', 'input.customerId'],
    ['a text version that is no month', { textVersion: '2026-13' }, 'BAD_USER_INPUT', 'input.textVersion'],
    ['a short key', { idempotencyKey: 'short' }, 'BAD_USER_INPUT', 'input.idempotencyKey'],
    ['a blank key', { idempotencyKey: ' '.repeat(20) }, 'BAD_USER_INPUT', 'input.idempotencyKey'],
    ['a used key with another decision', { granted: false }, 'CONFLICT', 'input.idempotencyKey'],
  ])('%s', async (_, input, code, field) => {
    const before = await recordedDecisions();
    const refusal = await customers.refusal(document, { input: { ...decision, ...input } });
    expect(refusal).toMatchObject({ code, field, path: 'updateConsent' });
    expect(await recordedDecisions()).toBe(before);
  });
});

test('the database itself keeps decisions from being rewritten', async () => {
  await expect(customers.database.query('UPDATE consent_decision SET granted = NOT granted')).rejects.toMatchObject({
    code: 'DATABASE_ERROR',
  });
});
