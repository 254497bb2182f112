// The main job: one customer composed from five domains, with contract, freshness and sources next to the data, per persona.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type ClientAnswer, personaToken, sendOperation } from '../support/graphql-client.ts';

const url = inject('gatewayUrl');
const profileQuery = readFileSync(join(import.meta.dirname, '../../portal/queries/customer-profile.graphql'), 'utf8');

async function ask(persona: string, query = profileQuery): Promise<ClientAnswer['body']> {
  const token = persona === 'anonymous' ? undefined : await personaToken(url, persona);
  return (await sendOperation(url, query, { token })).body;
}

describe('the composed customer profile', () => {
  let steward: ClientAnswer['body'];
  let analyst: ClientAnswer['body'];

  beforeAll(async () => {
    [steward, analyst] = await Promise.all([ask('steward'), ask('analyst')]);
  });

  test('joins the five domains', () => {
    const { customer } = analyst.data;
    expect(customer).toMatchObject({
      name: 'Claire Gute',
      segment: 'CONSUMER',
      accountManager: { name: expect.any(String) },
    });
    expect(customer.orders.nodes).toHaveLength(3);
    const lines = customer.orders.nodes.flatMap((order: ClientAnswer['body']) => order.lines);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines)
      expect(line.product).toMatchObject({ name: expect.any(String), category: { name: expect.any(String) } });
    for (const order of customer.orders.nodes) expect(order.payments[0].amount.amount).toBe(order.total.amount);
    expect(customer.openTickets.length).toBeGreaterThan(0);
    expect(customer.profile360).toMatchObject({
      lifetimeValue: { amount: expect.any(String) },
      openTicketCount: customer.openTickets.length,
    });
  });

  test('serves contract, age against the promise, owner and sources of each part', () => {
    const { customer } = steward.data;
    const origins = [customer.provenance, customer.orders.nodes[0].provenance, customer.openTickets[0].provenance];
    expect(origins.map(({ product }) => product.name)).toHaveLength(
      new Set(origins.map(({ product }) => product.name)).size,
    );
    for (const origin of origins) {
      // Nothing is added to this data, so it ages with the run; what is fresh when is proved where the clock is a fake.
      expect(origin).toMatchObject({
        contract: { version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
        fresh: expect.any(Boolean),
      });
      expect(origin.ageSeconds).toBeGreaterThan(0);
      expect(origin.product.owners[0].name).toEqual(expect.any(String));
    }
    expect(JSON.stringify(customer.provenance.sources)).toContain('email');
  });

  test('hides the e-mail address from an analyst, with the reason, and shows it to a steward', () => {
    expect(analyst.data.customer.email).toBeNull();
    expect(analyst.errors).toContainEqual({
      message: expect.stringContaining('Customer.email'),
      path: ['customer', 'email'],
      extensions: {
        code: 'FORBIDDEN',
        coordinate: 'Customer.email',
        reason: expect.stringContaining('customers:pii:read'),
        decisionId: expect.any(String),
        requestable: true,
      },
    });
    expect(steward.data.customer.email).toMatch(/^[^@*]+@[^@]+$/);
  });

  test('masks the e-mail address for an application', async () => {
    const answer = await ask('app', '{ customer(id: "CG-12520") { email } }');
    expect(answer.data.customer.email).toMatch(/\*.*@/);
    expect(answer.data.customer.email).not.toBe(steward.data.customer.email);
  });

  test('shows the risk score to a fraud analyst only', async () => {
    const fraud = await ask('fraud-analyst', '{ customer(id: "CG-12520") { riskScore } }');
    expect(fraud.data.customer.riskScore).toEqual(expect.any(Number));
    expect(analyst.data.customer.riskScore).toBeNull();
  });

  test('is closed to an anonymous caller, who may still read the public catalog', async () => {
    const profile = await ask('anonymous', '{ customer(id: "CG-12520") { name } }');
    expect(profile).toMatchObject({ data: { customer: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const catalog = await ask('anonymous', '{ products(first: 1) { nodes { name } } }');
    expect(catalog).toEqual({ data: { products: { nodes: [{ name: expect.any(String) }] } } });
  });

  test('never sends what is denied, also under another name or through a fragment on the type', async () => {
    const answer = await ask(
      'analyst',
      '{ customer(id: "CG-12520") { name: email riskScore: email ... on Customer { x: email } } }',
    );
    expect(answer.data).toEqual({ customer: { name: null, riskScore: null, x: null } });
    expect(JSON.stringify(answer)).not.toContain('@');
  });
});

describe('a subgraph called past the gateway', () => {
  test.each([
    'customers',
    'catalog',
    'orders',
    'payments',
    'support',
    'metadata',
  ])('%s refuses a request without the assertion of the gateway', async (name) => {
    const base = inject('processUrls')[name]!;
    for (const headers of [{}, { authorization: `Bearer ${await personaToken(url, 'steward')}` }]) {
      const response = await fetch(`${base}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers } as Record<string, string>,
        body: JSON.stringify({ query: '{ __typename _service { sdl } }' }),
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });
});

describe('mutations', () => {
  // For another customer than the one whose figures other tests and the README show.
  test('run in the order in which they were written', async () => {
    const answer = await ask(
      'steward',
      `mutation {
        first: openTicket(input: { customerId: "DV-13045", subject: "First of two", body: "Please call back.", idempotencyKey: "e2e-ticket-1" }) { ticket { subject } }
        second: openTicket(input: { customerId: "DV-13045", subject: "Second of two", body: "Never mind.", idempotencyKey: "e2e-ticket-2" }) { ticket { subject } }
      }`,
    );
    expect(answer).toEqual({
      data: { first: { ticket: { subject: 'First of two' } }, second: { ticket: { subject: 'Second of two' } } },
    });
  });
});

describe('faults', () => {
  test('a subgraph that dies leaves the rest of the answer, is named, and comes back by itself', async () => {
    process.kill(inject('pids').support!, 'SIGKILL');
    const query = '{ customer(id: "CG-12520") { name openTickets { subject } orderCount } }';
    const during = await ask('steward', query);
    if (during.errors) {
      expect(during.data.customer).toMatchObject({ name: 'Claire Gute', orderCount: expect.any(Number) });
      expect(during.errors[0]).toMatchObject({
        message: expect.stringContaining('support'),
        extensions: { code: expect.stringMatching(/^SUBGRAPH_/) },
      });
      expect(JSON.stringify(during.errors)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
    }
    await expect
      .poll(async () => (await ask('steward', query)).errors, { timeout: 20_000, interval: 250 })
      .toBeUndefined();
  });
});
