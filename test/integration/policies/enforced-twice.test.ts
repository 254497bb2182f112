// The same rules at the gateway and in each subgraph: who may see what through the front door, and that there is no back door.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAssertionSigner } from '../../../kit/gateway-assertion.ts';
import { forDocument } from '../../support/gateway-keys.ts';
import { type ClientAnswer, sendBody, sendOperation } from '../../support/graphql-client.ts';
import { callerWith } from '../../support/small-policy.ts';
import { canaries, type SmallMesh, startSmallMesh } from './small-mesh.ts';

let mesh: SmallMesh;

beforeAll(async () => {
  mesh = await startSmallMesh();
});

afterAll(() => mesh?.stop());

describe('through the gateway', () => {
  test.each<[string, string, object | null, string[]]>([
    ['anonymous', '{ customer(id: 1) { name } }', { customer: null }, ['UNAUTHENTICATED Query.customer']],
    [
      'analyst',
      '{ customer(id: 1) { name email phone ssn } }',
      { customer: { name: 'Claire', email: null, phone: null, ssn: null } },
      ['FORBIDDEN Customer.email', 'FORBIDDEN Customer.phone', 'FORBIDDEN Customer.ssn'],
    ],
    [
      'app',
      '{ customer(id: 1) { name email phone } }',
      { customer: { name: 'Claire', email: 'c***@example.com', phone: null } },
      ['FORBIDDEN Customer.phone'],
    ],
    [
      'steward',
      '{ customer(id: 1) { name email phone } }',
      { customer: { name: 'Claire', email: canaries.email, phone: canaries.phone } },
      [],
    ],
    ['steward', '{ customer(id: 1) { ssn } }', { customer: { ssn: null } }, ['FORBIDDEN Customer.ssn']],
    [
      'analyst',
      '{ customer(id: 1) { name: phone id: email email: name } }',
      { customer: { name: null, id: null, email: 'Claire' } },
      ['FORBIDDEN Customer.email', 'FORBIDDEN Customer.phone'],
    ],
    [
      'app',
      '{ customer(id: 1) { mail: email again: email } }',
      { customer: { mail: 'c***@example.com', again: 'c***@example.com' } },
      [],
    ],
    [
      'app',
      '{ payments { id amount } }',
      {
        payments: [
          { id: 'C', amount: null },
          { id: 'R', amount: 1 },
        ],
      },
      ['FORBIDDEN CardPayment.amount'],
    ],
    [
      'analyst',
      '{ payments { id amount ... on CardPayment { card } } }',
      {
        payments: [
          { id: 'C', amount: canaries.revenue, card: null },
          { id: 'R', amount: 1 },
        ],
      },
      ['FORBIDDEN CardPayment.card'],
    ],
    ['fraud-analyst', '{ payments { ... on CardPayment { card } } }', { payments: [{ card: canaries.card }, {}] }, []],
    ['app', '{ customers(filter: { email: "a" }) { id } }', { customers: null }, ['FORBIDDEN Query.customers']],
    ['steward', '{ customers(filter: { email: "a" }) { id } }', { customers: [{ id: '1' }] }, []],
    [
      'analyst',
      'mutation { updateConsent(customerId: 1) { id } }',
      { updateConsent: null },
      ['FORBIDDEN Mutation.updateConsent'],
    ],
    ['app', 'mutation { updateConsent(customerId: 1) { id } }', { updateConsent: { id: '1' } }, []],
    [
      'steward',
      'mutation { recordChargeback(id: 1) { id } }',
      { recordChargeback: null },
      ['FORBIDDEN Mutation.recordChargeback'],
    ],
  ])('%s asks %s', async (persona, query, data, denials) => {
    const answer = await ask(persona, query);
    expect(answer.body.data).toEqual(data);
    expect(denialsOf(answer)).toEqual(denials);
  });

  test('a field that the planner needs is read for it, though the caller may not see it', async () => {
    const answer = await ask('analyst', '{ customer(id: 1) { region inRegion } }');
    expect(answer.body.data).toEqual({ customer: { region: null, inRegion: 'in EAST' } });
    expect(denialsOf(answer)).toEqual(['FORBIDDEN Customer.region']);
  });

  test('what a caller may not see is nowhere in the answer, under no name and on no way', async () => {
    const everything =
      '{ customer(id: 1) { id name email phone ssn x: phone ...F profile360 { lifetimeValue riskScore } } payments { ... on CardPayment { card amount } id } customers { n: email phone ssn } } fragment F on Customer { y: ssn z: email }';
    const text = JSON.stringify((await ask('app', everything)).body);
    const hidden = Object.values(canaries).map(String);
    expect(hidden.filter((canary) => text.includes(canary))).toEqual([]);
  });

  test('a denial says where, why and under which decision, and no more', async () => {
    const { body } = await ask('analyst', '{ customer(id: 1) { mail: email } }');
    expect(body.errors).toEqual([
      expect.objectContaining({
        path: ['customer', 'mail'],
        extensions: {
          code: 'FORBIDDEN',
          coordinate: 'Customer.email',
          reason: 'The policy does not open this to the caller.',
          decisionId: expect.any(String),
          requestable: true,
        },
      }),
    ]);
  });

  test('two callers with one operation get their own answers, however often they alternate', async () => {
    const query = '{ customer(id: 1) { email } }';
    for (const [persona, email] of [
      ['steward', canaries.email],
      ['app', 'c***@example.com'],
      ['analyst', null],
      ['steward', canaries.email],
      ['analyst', null],
    ] as const) {
      expect((await ask(persona, query)).body.data).toEqual({ customer: { email } });
    }
  });

  test('a bad token is refused, and never served as anonymous', async () => {
    const answer = await sendOperation(mesh.gatewayUrl, '{ __typename }', {
      token: `${await mesh.personaToken('steward')}x`,
    });
    expect({ status: answer.status, data: answer.data, code: answer.body.errors[0].extensions.code }).toEqual({
      status: 401,
      data: null,
      code: 'UNAUTHENTICATED',
    });
  });
});

describe('around the gateway', () => {
  const query = '{ customer(id: 1) { email phone } }';

  test.each<[string, () => Promise<Record<string, string>>]>([
    ['nothing', async () => ({})],
    ["a steward's own token", async () => ({ authorization: `Bearer ${await mesh.personaToken('steward')}` })],
    [
      'an assertion that somebody else signed',
      async () => ({
        authorization: `Bearer ${await (await createAssertionSigner()).sign({ audience: 'customers', caller: callerWith(), internal: ['Customer.email'], policyVersion: '1', operation: forDocument(query) })}`,
      }),
    ],
    ['headers that claim to be somebody', async () => ({ 'x-user': 'root', 'x-scopes': 'customers:pii:read' })],
  ])('a subgraph that is called with %s refuses', async (_name, headers) => {
    const answer = await sendBody(mesh.subgraphUrls.customers, JSON.stringify({ query }), await headers());
    expect({ status: answer.status, code: answer.body.errors[0].extensions.code, data: answer.data }).toEqual({
      status: 401,
      code: 'UNAUTHENTICATED',
      data: null,
    });
    expect(JSON.stringify(answer.body)).not.toContain('canary');
  });

  test('the gateway shows no assertion to a client', async () => {
    const answer = await fetch(`${mesh.gatewayUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await mesh.personaToken('steward')}` },
      body: JSON.stringify({ query }),
    });
    expect([...answer.headers.values()].join()).not.toMatch(/eyJ/);
  });
});

async function ask(persona: string, query: string): Promise<ClientAnswer> {
  return sendOperation(
    mesh.gatewayUrl,
    query,
    persona === 'anonymous' ? {} : { token: await mesh.personaToken(persona) },
  );
}

function denialsOf({ body }: ClientAnswer): string[] {
  const errors = (body.errors ?? []) as { extensions: { code: string; coordinate?: string } }[];
  return [
    ...new Set(errors.map(({ extensions }) => `${extensions.code} ${extensions.coordinate ?? ''}`.trim())),
  ].sort();
}
