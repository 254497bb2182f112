// Two real OpenID providers at once: people who log in, programs with a secret, keys that rotate, and a provider that goes away.
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { sendOperation } from '../../../support/graphql-client.ts';
import { type HttpStub, startHttpStub } from '../../../support/http-stub.ts';
import { logIn, serviceToken } from '../../../support/oidc-login.ts';
import { gatewayResource, type OidcProvider, startOidcProvider } from '../../../support/oidc-provider.ts';
import { composeSmall } from '../../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../../support/standalone-gateway.ts';
import { nowSeconds } from '../../../support/token-issuer.ts';

let staff: OidcProvider;
let partners: OidcProvider;
let subgraph: HttpStub;
let gateway: StandaloneGateway;

beforeAll(async () => {
  [staff, partners] = await Promise.all([startOidcProvider(), startOidcProvider()]);
  subgraph = await startHttpStub(() => ({ status: 200, body: { data: { me: 1 } } }));
  const supergraph = composeSmall({ small: { sdl: 'type Query { me: Int }', url: subgraph.url } });
  const claims = { roles: 'realm_access.roles', attributes: { region: 'region', employee: 'employee_id' } };
  gateway = await startStandaloneGateway(supergraph, {
    authentication: {
      issuers: [staff, partners].map(({ issuer }) => ({ issuer, audience: gatewayResource, claims })),
    },
  });
});

afterEach(() => vi.useRealTimers());

afterAll(async () => {
  await gateway.close();
  await Promise.all([subgraph.close(), staff.close(), partners.close()]);
});

test('a person who logs in is a caller with the claims that the configuration maps', async () => {
  const { access_token: token } = await logIn(staff.issuer, 'jane');
  expect(await ask(token)).toEqual({
    status: 200,
    caller: {
      subject: 'jane',
      issuer: staff.issuer,
      client: 'playground',
      scopes: ['orders:confidential:read', 'customers:pii:read'],
      roles: ['analyst'],
      claims: { region: 'EAST', employee: 'E-jane', auth_time: expect.any(Number) },
      purpose: null,
      expiresAt: decodeJwt(token).exp,
    },
  });
});

test('when and how well the person logged in comes along, for rules that want it to be recent', async () => {
  const stronger = { prompt: 'login', acr_values: 'urn:example:hardware-key' };
  const { access_token: token } = await logIn(staff.issuer, 'jane', stronger);
  const claims = (await ask(token)).caller!.claims as Record<string, unknown>;
  expect(claims.acr).toBe('urn:example:hardware-key');
  expect(nowSeconds() - Number(claims.auth_time)).toBeLessThan(5);
});

test('people of one name at two providers are two people', async () => {
  const [first, second] = await Promise.all(
    [staff, partners].map(async ({ issuer }) => (await ask((await logIn(issuer, 'jane')).access_token)).caller),
  );
  expect([first!.subject, second!.subject]).toEqual(['jane', 'jane']);
  expect([first!.issuer, second!.issuer]).toEqual([staff.issuer, partners.issuer]);
});

test('a program is a caller by its own name', async () => {
  expect((await ask(await serviceToken(staff.issuer))).caller).toMatchObject({
    subject: 'nightly-report',
    client: 'nightly-report',
    scopes: ['orders:confidential:read'],
    claims: {},
  });
});

test('the ID token of a login is no key to the gateway', async () => {
  const { id_token: token } = await logIn(staff.issuer, 'jane');
  expect(await ask(token!)).toEqual({ status: 401, caller: null });
});

test('keys rotate without a restart: the new one is found, and tokens of the old one end', async () => {
  const before = await serviceToken(partners.issuer);
  expect((await ask(before)).status).toBe(200);

  await partners.rotateKeys();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2_000 });
  expect((await ask(await serviceToken(partners.issuer))).status).toBe(200);
  expect((await ask(before)).status).toBe(401);
});

test('while a provider is away, tokens that it has issued hold, and those of the other do too', async () => {
  const [ofStaff, ofPartners] = await Promise.all([serviceToken(staff.issuer), serviceToken(partners.issuer)]);
  await ask(ofStaff);
  staff.setDown(true);
  expect([(await ask(ofStaff)).status, (await ask(ofPartners)).status]).toEqual([200, 200]);
  staff.setDown(false);
});

test('a provider that was never reached makes a token neither good nor bad, and says nothing of itself', async () => {
  const away = await startOidcProvider();
  const token = await serviceToken(away.issuer);
  const alone = await startStandaloneGateway(
    composeSmall({ small: { sdl: 'type Query { me: Int }', url: subgraph.url } }),
    { authentication: { issuers: [{ issuer: away.issuer, audience: gatewayResource }] } },
  );
  away.setDown(true);
  const { status, body } = await sendOperation(alone.url, '{ me }', { token });
  expect([status, body.errors[0].extensions.code]).toEqual([503, 'KEYS_UNAVAILABLE']);
  expect(JSON.stringify(body)).not.toContain(new URL(away.issuer).port);
  await Promise.all([alone.close(), away.close()]);
});

async function ask(token: string): Promise<{ status: number; caller: Record<string, unknown> | null }> {
  const asked = subgraph.requests.length;
  const { status } = await sendOperation(gateway.url, '{ me }', { token });
  if (subgraph.requests.length === asked) return { status, caller: null };
  const assertion = subgraph.requests.at(-1)!.headers.authorization!.replace('Bearer ', '');
  return { status, caller: decodeJwt<{ caller: Record<string, unknown> }>(assertion).caller };
}
