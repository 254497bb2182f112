// The score card of customer-360: right or absent, never in between.
import { describe, expect, test } from 'vitest';
import { type Customer360Inputs, customer360 } from '../../../../subgraphs/customers/customer-360.ts';

const asOf = new Date('2026-11-22T10:00:00Z');
const complete: Customer360Inputs = {
  lifetimeValue: { amount: '5000', currency: 'USD' },
  lastContactAt: '2026-11-20T08:00:00.000Z',
  openTicketCount: 0,
  riskScore: 0,
};

describe('healthScore', () => {
  test.each<[string, Partial<Customer360Inputs>, number]>([
    ['of the best customer', {}, 100],
    ['falls with risk', { riskScore: 0.5 }, 75],
    ['falls with open tickets', { openTicketCount: 1 }, 92.5],
    ['does not fall further after four open tickets', { openTicketCount: 9 }, 70],
    ['rises with lifetime value', { lifetimeValue: { amount: '2500', currency: 'USD' } }, 90],
    ['does not rise above 5000 USD', { lifetimeValue: { amount: '99999', currency: 'USD' } }, 100],
    ['counts a negative lifetime value as none', { lifetimeValue: { amount: '-20', currency: 'USD' } }, 80],
    ['of the worst customer', { riskScore: 1, openTicketCount: 4, lifetimeValue: { amount: '0', currency: 'USD' } }, 0],
    ['needs no last contact', { lastContactAt: null }, 100],
  ])('%s', (_, inputs, expected) => {
    expect(customer360({ ...complete, ...inputs }, asOf).healthScore).toBe(expected);
  });
});

describe('tier', () => {
  test.each([
    ['0', 'BRONZE'],
    ['999.99', 'BRONZE'],
    ['1000', 'SILVER'],
    ['4999.99', 'SILVER'],
    ['5000.00', 'GOLD'],
    ['10000', 'PLATINUM'],
  ])('at %s USD is %s', (amount, tier) => {
    expect(customer360({ ...complete, lifetimeValue: { amount, currency: 'USD' } }, asOf).tier).toBe(tier);
  });
});

describe('an unknown input makes the score absent', () => {
  test.each<[string, Partial<Customer360Inputs>, readonly string[]]>([
    ['a risk score that is null', { riskScore: null }, ['riskScore']],
    ['a risk score that is absent', { riskScore: undefined }, ['riskScore']],
    ['a risk score on another scale', { riskScore: 87 }, ['riskScore']],
    ['a ticket count that is null', { openTicketCount: null }, ['openTicketCount']],
    ['a ticket count below zero', { openTicketCount: -1 }, ['openTicketCount']],
    ['a lifetime value that is null', { lifetimeValue: null }, ['lifetimeValue']],
    ['a lifetime value in another currency', { lifetimeValue: { amount: '5000', currency: 'EUR' } }, ['lifetimeValue']],
    ['a lifetime value that is masked', { lifetimeValue: { amount: '***', currency: 'USD' } }, ['lifetimeValue']],
  ])('%s', (_, inputs, missing) => {
    const card = customer360({ ...complete, ...inputs }, asOf);
    expect(card.healthScore).toBeNull();
    expect(card.missingInputs).toEqual(missing);
  });

  test('but not the parts that are known', () => {
    const card = customer360({ ...complete, riskScore: null }, asOf);
    expect(card).toMatchObject({ tier: 'GOLD', openTicketCount: 0, riskScore: null, healthScore: null });
  });

  test('and never a lifetime value of zero', () => {
    expect(customer360({}, asOf)).toMatchObject({ lifetimeValue: null, tier: null, openTicketCount: null });
  });
});
