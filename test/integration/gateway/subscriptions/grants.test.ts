// What a listener holds is looked up for each event: what is granted meanwhile opens, what is revoked meanwhile closes.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Grants } from '../../../../gateway/grants/grants.ts';
import { type HeldGrants, heldGrants, nothingHeld } from '../../../../gateway/grants/held-grants.ts';
import type { Generation } from '../../../../gateway/supergraph/generation.ts';
import { compilePolicy } from '../../../../policies/compiler/compile-policy.ts';
import { repositoryRules } from '../../../../policies/rules.ts';
import type { Classification } from '../../../../schema/artefact.ts';
import { connectSocket, type SocketClient } from '../../../support/socket-client.ts';
import { nowSeconds, startTestIssuer, type TestIssuer } from '../../../support/token-issuer.ts';
import { enriched, startTwoSubgraphs, type TwoSubgraphs, ticket } from './two-subgraphs.ts';

let mesh: TwoSubgraphs;
let issuer: TestIssuer;
/** What is granted at the moment. */
let held: HeldGrants = nothingHeld;
const used: string[] = [];

beforeAll(async () => {
  issuer = await startTestIssuer();
  mesh = await startTwoSubgraphs({
    settings: { authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] } },
  });
  const open = mesh.gateway.generations.current()!;
  const guarded: Generation = { ...open, policy: restrictedNames(open) };
  mesh.gateway.generations.current = () => guarded;
  const grants: Grants = {
    of: (caller) => held.of(caller),
    brokenGlass: (caller, number) => held.brokenGlass(caller, number),
    used: (ids) => used.push(...ids),
    asOf: () => new Date(),
    stop: () => Promise.resolve(),
  };
  Object.assign(mesh.gateway, { grants });
});

afterEach(async () => {
  held = nothingHeld;
  mesh.tickets.breakConnections();
  await mesh.tickets.listened(0);
});

afterAll(async () => {
  await mesh.close();
  await issuer.stop();
});

test('a field that is granted closes with the event after it was revoked, and opens again', async () => {
  grant(null);
  const client = await subscribed();
  expect(await nextName(client)).toBe('Name of C1');
  expect(used).toContain('g1');
  held = nothingHeld;
  expect(await nextName(client)).toBeNull();
  grant(null);
  expect(await nextName(client)).toBe('Name of C1');
});

test('a subscription that was opened with a broken glass ends when that is mended', async () => {
  grant('INC-1');
  const client = await subscribed({ 'x-break-glass': 'INC-1' });
  expect(await nextName(client)).toBe('Name of C1');
  held = nothingHeld;
  mesh.tickets.publish(ticket(1));
  expect(await client.next()).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'BREAK_GLASS_NOT_LIVE' } }],
  });
});

function grant(inEmergency: string | null): void {
  held = heldGrants({
    version: '1',
    grants: [
      {
        id: 'g1',
        issuer: issuer.url,
        subject: 'somebody',
        targets: ['Customer.name'],
        outcome: 'ALLOW',
        purpose: null,
        validUntil: nowSeconds() + 60,
        ticket: inEmergency,
      },
    ],
  });
}

async function nextName(client: SocketClient): Promise<string | null> {
  mesh.tickets.publish(ticket(1));
  return (await client.next()).payload.data.ticketUpdated.customer.name;
}

async function subscribed(headers: Record<string, string> = {}): Promise<SocketClient> {
  const claims = { iss: issuer.url, aud: 'gordian', sub: 'somebody', exp: nowSeconds() + 600 };
  const authorization = `Bearer ${await issuer.sign(claims)}`;
  const client = await connectSocket(mesh.url, undefined, { headers: { authorization, ...headers } });
  client.subscribe('1', enriched);
  await mesh.tickets.listened(1);
  return client;
}

function restrictedNames({ planner }: Generation) {
  const coordinates = [
    'Subscription.ticketUpdated',
    'Ticket.id',
    'Ticket.subject',
    'Ticket.customer',
    'Customer.id',
    'Customer.name',
  ];
  const classify = (coordinate: string): Classification => ({
    level: coordinate === 'Customer.name' ? 'RESTRICTED' : 'INTERNAL',
    tags: [],
    product: 'tickets/small',
    domain: 'tickets',
  });
  return compilePolicy({
    schema: planner.apiSchema,
    classifications: new Map(coordinates.map((coordinate) => [coordinate, classify(coordinate)])),
    domains: [],
    guardrails: repositoryRules.guardrails,
    subgraph: null,
  });
}
