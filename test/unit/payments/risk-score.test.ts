// The formula of the risk score, by hand, and all the ways in which it must not answer.
import { describe, expect, test } from 'vitest';
import { type RiskInputs, riskScore } from '../../../subgraphs/payments/risk-score.ts';

const now = new Date('2026-11-22T10:00:00Z');
const inputs: RiskInputs = { segment: 'CORPORATE', region: 'CENTRAL', customerSince: '2020-01-01' };
const record = { customerId: 'C', chargebacks: 0, paid: '100.00', refunded: '0' };

describe('each part of the formula adds what the schema says', () => {
  test.each([
    ['the least risky customer: 0.05 × 0.25', {}, {}, 0.01],
    ['a private person: + 0.05', { segment: 'CONSUMER' }, {}, 0.06],
    ['a home office: + 0.025', { segment: 'HOME_OFFICE' }, {}, 0.04],
    ['in the east: 0.05 × 1', { region: 'EAST' }, {}, 0.05],
    ['one chargeback of three: + 0.5 / 3', {}, { chargebacks: 1 }, 0.18],
    ['more than three chargebacks count as three', {}, { chargebacks: 7 }, 0.51],
    ['half of the money refunded: + 0.1', {}, { refunded: '50.00' }, 0.11],
    ['everything refunded: + 0.2', {}, { refunded: '100.00' }, 0.21],
    ['a customer since today: + 0.2', { customerSince: '2026-11-22' }, {}, 0.21],
    ['a year and a half a customer: + 0.1', { customerSince: '2025-05-24' }, {}, 0.11],
    ['nothing paid yet, nothing refunded', {}, { paid: '0' }, 0.01],
    [
      'the riskiest customer there can be',
      { segment: 'CONSUMER', region: 'EAST', customerSince: '2026-11-22' },
      { chargebacks: 3, refunded: '100.00' },
      1,
    ],
  ])('%s', (_, changedInputs, changedRecord, expected) => {
    expect(riskScore({ ...inputs, ...changedInputs }, { ...record, ...changedRecord }, now)).toBe(expected);
  });
});

describe('it is null, never a guess', () => {
  test.each([
    ['without segment', { segment: null }],
    ['with a segment that was not sent', { segment: undefined }],
    ['with a segment nobody knows', { segment: 'GOVERNMENT' }],
    ['with a segment named like a property of every object', { segment: 'constructor' }],
    ['without region', { region: null }],
    ['with a masked region', { region: '***' }],
    ['without the day', { customerSince: null }],
    ['with a day generalised to its year', { customerSince: '2020' }],
    ['with a day that does not exist', { customerSince: '2020-13-45' }],
    ['with a day in the future', { customerSince: '2027-01-01' }],
  ])('%s', (_, changed) => {
    expect(riskScore({ ...inputs, ...changed }, record, now)).toBeNull();
  });

  test('for a customer without an account', () => {
    expect(riskScore(inputs, null, now)).toBeNull();
  });
});
