// Every attempt of test/attacks/tokens.ts against a gateway, over real HTTP, and what a subgraph learns of the caller.
import { decodeJwt } from 'jose';
import { request as httpRequest } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackRequest, audience, soundClaims, type TokenWorld, tokenAttacks } from '../../../attacks/tokens.ts';
import { configurationPath, startDiscoveredIssuer } from '../../../support/discovered-issuer.ts';
import { type HttpStub, startHttpStub } from '../../../support/http-stub.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../../support/standalone-gateway.ts';

let world: TokenWorld;
let subgraph: HttpStub;
let gateway: StandaloneGateway;

beforeAll(async () => {
  const [company, partner, stranger] = await Promise.all(['company', 'partner', 'stranger'].map(startDiscoveredIssuer));
  partner!.document.id_token_signing_alg_values_supported = ['EdDSA'];
  subgraph = await startHttpStub(() => ({ status: 200, body: { data: { me: 1 } } }));
  gateway = await startStandaloneGateway(
    composeSmall({ small: { sdl: 'type Query { me: Int }', url: subgraph.url } }),
    {
      authentication: {
        issuers: [
          { issuer: company!.issuer, audience },
          { issuer: partner!.issuer, audience: 'partner-api' },
        ],
      },
    },
  );
  world = { company: company!, partner: partner!, stranger: stranger!, assertion: '' };
  await send(bearer(company!.write(soundClaims(company!))));
  world = { ...world, assertion: assertionOf(subgraph) };
});

afterAll(async () => {
  await gateway.close();
  await Promise.all([subgraph.close(), world.company.stop(), world.partner.stop(), world.stranger.stop()]);
});

test('the table has no attempt twice', () => {
  expect(new Set(tokenAttacks.map(({ name }) => name)).size).toBe(tokenAttacks.length);
});

test.each(tokenAttacks)('$name: $outcome', async ({ attempt, outcome, caller = {} }) => {
  const asked = subgraph.requests.length;
  const made = attempt(world);
  const { status, code } = await send(typeof made === 'string' ? bearer(made) : made);

  const learned = subgraph.requests.length > asked ? callerOf(subgraph) : null;
  switch (outcome) {
    case 'refused':
      expect([status, code, learned]).toEqual([401, 'UNAUTHENTICATED', null]);
      break;
    case 'forbidden':
      expect([status, code, learned]).toEqual([403, 'FORBIDDEN', null]);
      break;
    case 'not HTTP':
      expect([400, 431]).toContain(status);
      expect([code, learned]).toEqual(['BAD_REQUEST', null]);
      break;
    case 'anonymous':
      expect([status, learned]).toMatchObject([
        200,
        { subject: null, client: null, scopes: [], roles: [], claims: {} },
      ]);
      break;
    case 'nothing gained':
      expect([status, learned]).toMatchObject([
        200,
        { subject: 'user|7', issuer: world.company.issuer, scopes: ['orders:write'], ...caller },
      ]);
      if (caller.claims) expect(learned!.claims).toEqual(caller.claims);
  }
});

test('nobody whom a token names is asked for anything', () => {
  expect([configurationPath, '/keys'].map((path) => world.stranger.asked(path))).toEqual([0, 0]);
});

test('after all this, a sound token still holds, and the process has kept its objects as they were', async () => {
  expect(await send(bearer(world.company.write(soundClaims(world.company))))).toMatchObject({ status: 200 });
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).roles).toBeUndefined();
});

function bearer(token: string): AttackRequest {
  return { headers: ['authorization', `Bearer ${token}`] };
}

async function send({ headers, query = '', body = {} }: AttackRequest) {
  const answer = await httpRequest(`${gateway.url}/graphql?${query}`, {
    method: 'POST',
    headers: ['content-type', 'application/json', ...headers],
    body: JSON.stringify({ query: '{ me }', ...body }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any shape
  const { errors } = (await answer.body.json()) as any;
  return { status: answer.statusCode, code: errors?.[0].extensions.code as string | undefined };
}

function assertionOf({ requests }: HttpStub): string {
  return requests.at(-1)!.headers.authorization!.replace('Bearer ', '');
}

function callerOf(stub: HttpStub): Record<string, unknown> {
  return decodeJwt<{ caller: Record<string, unknown> }>(assertionOf(stub)).caller;
}
