import { createRemoteJWKSet, jwtVerify } from 'jose';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refuseInProduction } from '../../../../cli/demo-identity/config.ts';
import { type DemoIdentity, startDemoIdentity } from '../../../../cli/demo-identity/demo-identity.ts';
import { createAuthenticator } from '../../../../gateway/authenticate/authenticate.ts';
import { createServiceToken } from '../../../../kit/service-token.ts';

let identity: DemoIdentity;
const secret = 'a secret: with % and +';

beforeAll(async () => {
  identity = await startDemoIdentity({
    port: 0,
    clients: [{ id: 'registrar', secret, scopes: ['gordian:contract:write', 'x:y'] }],
  });
});

afterAll(() => identity.close());

describe('a persona', () => {
  test('gets a token that the gateway accepts', async () => {
    const { status, body } = await token({ grant_type: 'persona', persona: 'fraud-analyst' });
    expect({ status, type: body.token_type, life: body.expires_in }).toEqual({
      status: 200,
      type: 'Bearer',
      life: 900,
    });
    const authenticate = createAuthenticator({ issuers: [{ ...identity, algorithms: ['EdDSA'] }] });
    const caller = await authenticate({
      authorization: `Bearer ${body.access_token}`,
      'x-purpose': 'fraud-prevention',
    });
    expect(caller).toMatchObject({ subject: 'user|fraud-analyst', client: 'playground', purpose: 'fraud-prevention' });
    expect(caller.scopes.has('payments:restricted:read')).toBe(true);
    expect(caller.roles.has('fraud-analyst')).toBe(true);
  });

  test('is one of those whose token is all there is to them, each with words for a menu and no claims', async () => {
    const answer = await request(`${identity.url}/personas`);
    const personas = (await answer.body.json()) as Record<string, string>[];
    expect(personas.map(({ id }) => id)).toEqual([
      'anonymous',
      'app',
      'analyst',
      'steward',
      'fraud-analyst',
      'account-manager',
      'security-officer',
      'pipeline',
    ]);
    expect(personas.every((persona) => Object.keys(persona).join() === 'id,label,description')).toBe(true);
  });

  test.each(['anonymous', 'root', ''])('%j has no token', async (persona) => {
    const { status, body } = await token({ grant_type: 'persona', persona });
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
  });
});

test('the provider is discovered by its name alone', async () => {
  const { issuer, audience } = identity;
  const { body } = await token({ grant_type: 'persona', persona: 'steward' });
  const authenticate = createAuthenticator({ issuers: [{ issuer, audience, algorithms: ['EdDSA', 'RS256'] }] });
  const caller = await authenticate({ authorization: `Bearer ${body.access_token}` });
  expect(caller).toMatchObject({ subject: 'user|steward', issuer });
});

test('a page whose name was pointed at this machine gets nothing', async () => {
  for (const path of ['/personas', '/token', '/.well-known/openid-configuration']) {
    const { statusCode, body } = await request(identity.url + path, { headers: { host: 'rebound.example' } });
    await body.dump();
    expect(statusCode).toBe(403);
  }
});

describe('a service', () => {
  test('gets its token as the platform asks for it', async () => {
    const serviceToken = createServiceToken({
      tokenUrl: identity.tokenUrl,
      clientId: 'registrar',
      clientSecret: secret,
    });
    const { payload } = await jwtVerify(await serviceToken(), createRemoteJWKSet(new URL(identity.jwksUrl)), {
      issuer: identity.issuer,
      audience: identity.audience,
      typ: 'at+jwt',
    });
    expect(payload).toMatchObject({ sub: 'service|registrar', azp: 'registrar', scope: 'gordian:contract:write x:y' });
  });

  test('may ask for less', async () => {
    const { body } = await token({
      grant_type: 'client_credentials',
      client_id: 'registrar',
      client_secret: secret,
      scope: 'x:y',
    });
    expect(body.scope).toBe('x:y');
  });

  test.each<[string, Record<string, string>, number, string]>([
    [
      'the wrong secret',
      { grant_type: 'client_credentials', client_id: 'registrar', client_secret: 'guess' },
      401,
      'invalid_client',
    ],
    ['no secret', { grant_type: 'client_credentials', client_id: 'registrar' }, 401, 'invalid_client'],
    [
      'an unknown client',
      { grant_type: 'client_credentials', client_id: 'root', client_secret: secret },
      401,
      'invalid_client',
    ],
    [
      'a scope that it does not have',
      {
        grant_type: 'client_credentials',
        client_id: 'registrar',
        client_secret: secret,
        scope: 'x:y customers:pii:read',
      },
      400,
      'invalid_scope',
    ],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['nothing', {}, 400, 'unsupported_grant_type'],
  ])('with %s is refused', async (_name, form, status, error) => {
    expect(await token(form)).toMatchObject({ status, body: { error } });
  });
});

test('it does not run in production, for it gives tokens to whoever asks', () => {
  expect(() => refuseInProduction({ NODE_ENV: 'production' })).toThrow(/never runs with NODE_ENV=production/);
  expect(() => refuseInProduction({})).not.toThrow();
});

test('a port that is taken is named', async () => {
  const port = Number(new URL(identity.url).port);
  await expect(startDemoIdentity({ port, clients: [] })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: expect.stringContaining(String(port)),
  });
});

async function token(form: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await request(identity.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  return { status: answer.statusCode, body: (await answer.body.json()) as Record<string, unknown> };
}
