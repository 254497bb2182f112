// What the gateway asks of the customers subgraph: entities by key, and profile360 from the fields of other domains.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainUnderTest } from '../../support/domain-under-test.ts';
import { now, openCustomers } from './customers-under-test.ts';

let customers: DomainUnderTest;
beforeAll(async () => {
  customers = await openCustomers();
});
afterAll(() => customers.drop());

const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Customer { name profile360 {
    lifetimeValue { amount currency } lastContactAt openTicketCount riskScore healthScore tier missingInputs asOf } }
  ... on AccountManager { name region }
} }`;

async function entities(...representations: Record<string, unknown>[]) {
  return (await customers.ask(document, { representations }))._entities;
}

test('entities come in the order asked, each once per mention', async () => {
  const [claire, manager, again] = await entities(
    { __typename: 'Customer', id: 'CG-12520' },
    { __typename: 'AccountManager', id: 'AM-01' },
    { __typename: 'Customer', id: 'CG-12520' },
  );
  expect(claire.name).toBe('Claire Gute');
  expect(manager).toMatchObject({ region: 'CENTRAL' });
  expect(again).toEqual(claire);
});

test('an unknown customer is null, and takes no other with it', async () => {
  const [nobody, claire] = await entities(
    { __typename: 'Customer', id: 'XX-00000' },
    { __typename: 'Customer', id: 'CG-12520' },
  );
  expect(nobody).toBeNull();
  expect(claire.name).toBe('Claire Gute');
});

describe('profile360', () => {
  const inputs = {
    lifetimeValue: { amount: '2500.00', currency: 'USD' },
    lastContactAt: '2026-11-20T08:00:00.000Z',
    openTicketCount: 1,
    riskScore: 0.2,
  };

  test('is put together from what the gateway brings', async () => {
    const [claire] = await entities({ __typename: 'Customer', id: 'CG-12520', ...inputs });
    expect(claire.profile360).toEqual({
      ...inputs,
      healthScore: 72.5,
      tier: 'SILVER',
      missingInputs: [],
      asOf: now.toISOString(),
    });
  });

  test('of an entity fetch without inputs has null parts and no score', async () => {
    const [claire] = await entities({ __typename: 'Customer', id: 'CG-12520' });
    expect(claire.profile360).toEqual({
      lifetimeValue: null,
      lastContactAt: null,
      openTicketCount: null,
      riskScore: null,
      healthScore: null,
      tier: null,
      missingInputs: ['lifetimeValue', 'openTicketCount', 'riskScore'],
      asOf: now.toISOString(),
    });
  });

  test('takes nothing of the customer itself from the representation', async () => {
    const [claire] = await entities({ __typename: 'Customer', id: 'CG-12520', name: 'Mallory' });
    expect(claire.name).toBe('Claire Gute');
  });
});
