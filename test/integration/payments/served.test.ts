// The payments subgraph as it is deployed: its own role, its rules, HTTP. Who comes past the gateway gets nothing, and who
// comes through it gets what their scopes open.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous } from '../../../kit/caller.ts';
import { sendOperation } from '../../support/graphql-client.ts';
import { callerWith, type ServedDomain, serveDomain } from '../../support/served-domain.ts';
import { paymentsDomain } from './payments-domain.ts';

let payments: ServedDomain;
beforeAll(async () => {
  payments = await serveDomain(paymentsDomain);
});
afterAll(() => payments.stop());

const document = `query ($of: [_Any!]!) {
  _entities(representations: $of) { ... on Customer { id riskScore account { id balance { amount } } } }
}`;
const of = [
  { __typename: 'Customer', id: 'CG-12520', segment: 'CONSUMER', region: 'SOUTH', customerSince: '2024-09-06' },
];
const cards = '{ transaction(id: "T-CA-2016-152156-1") { id amount { amount } ... on CardPayment { maskedCard } } }';

test('without an assertion nobody gets anything', async () => {
  const { status, body } = await sendOperation(payments.url, cards);
  expect(status).toBe(401);
  expect(body).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(body.data ?? null).toBeNull();
});

describe('behind the gateway', () => {
  test('the scopes of a fraud analyst open balance, score and masked card', async () => {
    const analyst = callerWith('payments:confidential:read', 'payments:restricted:read');
    const { body } = await payments.ask(analyst, document, { of });
    expect(body).toEqual({
      data: {
        _entities: [
          {
            id: 'CG-12520',
            riskScore: expect.any(Number),
            account: { id: 'A-CG-12520', balance: { amount: expect.any(String) } },
          },
        ],
      },
    });
    const { data } = await payments.ask(analyst, cards);
    expect(data).toMatchObject({ transaction: { maskedCard: expect.stringMatching(/^\*{4} \*{4} \*{4} \d{4}$/) } });
  });

  test('a caller without these scopes gets null for them, and is told', async () => {
    const { body } = await payments.ask(callerWith(), document, { of });
    expect(body.data).toEqual({
      _entities: [{ id: 'CG-12520', riskScore: null, account: { id: 'A-CG-12520', balance: null } }],
    });
    expect(body.errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
    const { body: card } = await payments.ask(callerWith('payments:confidential:read'), cards);
    expect(card.data).toMatchObject({ transaction: { id: 'T-CA-2016-152156-1', maskedCard: null } });
  });

  test('a caller without a name gets nothing', async () => {
    const { body } = await payments.ask(anonymous, cards);
    expect(body.data?.transaction ?? null).toBeNull();
  });

  test('a refused mutation says what, where and why, and no more', async () => {
    const input = { paymentId: 'no-such-payment', reason: 'FRAUD', caseReference: 'CASE-over-http' };
    const mutation = 'mutation ($input: RecordChargebackInput!) { recordChargeback(input: $input) { recorded } }';
    const recorder = { ...callerWith('payments:chargeback:write'), roles: new Set(['fraud-analyst']) };
    const { body } = await payments.ask(recorder, mutation, { input });
    expect(body).toEqual({
      data: { recordChargeback: null },
      errors: [
        {
          message: 'input.paymentId names no card payment.',
          path: ['recordChargeback'],
          locations: expect.anything(),
          extensions: { code: 'NOT_FOUND', field: 'input.paymentId' },
        },
      ],
    });
  });

  test('an analyst without the right to record chargebacks is refused before anything is looked at', async () => {
    const mutation = 'mutation ($input: RecordChargebackInput!) { recordChargeback(input: $input) { recorded } }';
    const input = { paymentId: 'T-CA-2016-152156-1', reason: 'FRAUD', caseReference: 'CASE-not-allowed' };
    const { body } = await payments.ask(callerWith('payments:restricted:read'), mutation, { input });
    expect(body).toMatchObject({ data: { recordChargeback: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});
