// @override with labels, from the configuration to the subgraph that is asked.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Federation, startFederation } from '../../support/federation/federation.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';
import { nowSeconds, startTestIssuer, type TestIssuer } from '../../support/token-issuer.ts';

const fields = ['moved', 'kept', 'half', 'tenth'] as const;
const from = (name: string) => ({
  Product: Object.fromEntries(fields.map((field) => [field, () => `${field} of ${name}`])),
});

let federation: Federation;
let issuer: TestIssuer;
let gateway: StandaloneGateway;
const warnings: string[] = [];

beforeAll(async () => {
  issuer = await startTestIssuer();
  federation = await startFederation({
    former: {
      sdl: `type Query { product: Product } type Product @key(fields: "id") { id: ID! ${fields.map((field) => `${field}: String`).join(' ')} }`,
      resolvers: { Query: { product: () => ({ id: '1' }) }, ...from('former') },
    },
    newer: {
      sdl: `type Product @key(fields: "id") { id: ID!
        moved: String @override(from: "former", label: "percent(100)") kept: String @override(from: "former", label: "percent(0)")
        half: String @override(from: "former", label: "half") tenth: String @override(from: "former", label: "percent(10)") }`,
      resolvers: from('newer'),
    },
  });
  const settings = {
    override: { labels: { half: 50 } },
    authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] },
  };
  gateway = await startStandaloneGateway(federation.supergraphSdl, settings);
});

afterAll(async () => {
  await gateway.close();
  await federation.close();
  await issuer.stop();
});

async function ask(subject: string): Promise<Record<string, string>> {
  const token = await issuer.sign({ iss: issuer.url, sub: subject, aud: 'gordian', exp: nowSeconds() + 600 });
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: `{ product { ${fields.join(' ')} } }` }),
  });
  const { data, errors } = (await response.json()) as { data: { product: Record<string, string> }; errors?: unknown };
  expect(errors).toBeUndefined();
  return data.product;
}

describe('a field with a labelled @override', () => {
  test('is on one side of its label for each client, and right on both', async () => {
    const subjects = Array.from({ length: 40 }, (_, id) => `client ${id}`);
    const sides = new Set<string>();
    for (const subject of subjects) {
      const [once, again] = [await ask(subject), await ask(subject)];
      expect(again).toEqual(once);
      expect(once).toMatchObject({ moved: 'moved of newer', kept: 'kept of former' });
      expect(once.half).toMatch(/^half of (former|newer)$/);
      // Who is among the tenth is among the half.
      if (once.tenth === 'tenth of newer') expect(once.half).toBe('half of newer');
      sides.add(once.half!);
    }
    expect(sides.size).toBe(2);
  });

  test('whose label nobody decides stays where it was, and the operator is told', async () => {
    const log = { warn: (_: unknown, message = '') => warnings.push(message) };
    const undecided = await startStandaloneGateway(
      federation.supergraphSdl,
      {},
      { log: { ...gateway.gateway.log, ...log } as never },
    );
    await undecided.close();
    expect(warnings.filter((message) => message.includes('override.labels'))).toEqual([
      'The @override label "half" never holds: give it a percentage in override.labels.',
    ]);
  });
});
