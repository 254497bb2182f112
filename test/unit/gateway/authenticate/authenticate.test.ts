import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Authenticate, createAuthenticator } from '../../../../gateway/authenticate/authenticate.ts';
import type { IssuerOptions } from '../../../../gateway/authenticate/authentication-options.ts';
import { anonymous } from '../../../../kit/caller.ts';
import { GordianError } from '../../../../kit/errors.ts';
import { nowSeconds, startTestIssuer, type TestIssuer } from '../../../support/token-issuer.ts';

let issuer: TestIssuer;
let stranger: TestIssuer;
let authenticate: Authenticate;

const sound = () => ({
  iss: issuer.url,
  aud: 'gordian',
  sub: 'user|7',
  azp: 'playground',
  scope: 'customers:pii:read orders:write',
  roles: ['analyst'],
  purposes: ['reporting', 'fraud'],
  region: 'EAST',
  exp: nowSeconds() + 60,
});
const options = (over: Partial<IssuerOptions> = {}): IssuerOptions => ({
  issuer: issuer.url,
  audience: 'gordian',
  jwksUrl: issuer.jwksUrl,
  algorithms: ['EdDSA', 'RS256'],
  ...over,
});
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

beforeAll(async () => {
  issuer = await startTestIssuer();
  stranger = await startTestIssuer();
});

beforeEach(() => {
  authenticate = createAuthenticator({ issuers: [options()] });
});

afterAll(async () => {
  await issuer.stop();
  await stranger.stop();
});

describe('a caller', () => {
  test('without a token is anonymous', async () => {
    expect(await authenticate({})).toBe(anonymous);
  });

  test('is what a sound token says', async () => {
    const token = sound();
    expect(await authenticate(bearer(await issuer.sign(token)))).toEqual({
      subject: 'user|7',
      issuer: issuer.url,
      client: 'playground',
      scopes: new Set(['customers:pii:read', 'orders:write']),
      roles: new Set(['analyst']),
      claims: { azp: 'playground', scope: token.scope, roles: token.roles, purposes: token.purposes, region: 'EAST' },
      purpose: null,
      expiresAt: token.exp,
    });
  });

  test.each<[string, object, { scopes?: string[]; client?: string | null }]>([
    ['scopes as a list', { scope: ['a:b', 'c:d'] }, { scopes: ['a:b', 'c:d'] }],
    ['scopes with idle spaces', { scope: ' a:b  c:d ' }, { scopes: ['a:b', 'c:d'] }],
    ['scopes of a strange form grant nothing', { scope: { admin: true } }, { scopes: [] }],
    ['what is no word in a list grants nothing', { scope: ['a:b', 7, null, ['x']] }, { scopes: ['a:b'] }],
    ['no scopes', { scope: undefined }, { scopes: [] }],
    ['client_id where there is no azp', { azp: undefined, client_id: 'shop' }, { client: 'shop' }],
    ['a client of a strange form is none', { azp: 7 }, { client: null }],
  ])('%s', async (_name, claims, { scopes, client }) => {
    const caller = await authenticate(bearer(await issuer.sign({ ...sound(), ...claims })));
    if (scopes) expect([...caller.scopes]).toEqual(scopes);
    if (client !== undefined) expect(caller.client).toBe(client);
  });

  test('is read from where the configuration says', async () => {
    const claims = {
      scopes: 'scp',
      roles: 'realm_access.roles',
      purposes: 'https://example.com/purposes',
      client: ['appid'],
    };
    const custom = createAuthenticator({ issuers: [options({ claims })] });
    const token = {
      ...sound(),
      scp: 'x:y',
      realm_access: { roles: ['admin'] },
      appid: 'app-1',
      'https://example.com/purposes': ['care'],
    };
    const caller = await custom({ ...bearer(await issuer.sign(token)), 'x-purpose': 'care' });
    expect({ ...caller, scopes: [...caller.scopes], roles: [...caller.roles] }).toMatchObject({
      scopes: ['x:y'],
      roles: ['admin'],
      client: 'app-1',
      purpose: 'care',
    });
  });

  test('is who the configured claim names, with the attributes that it lists and how they logged in', async () => {
    const claims = {
      subject: 'oid',
      attributes: { region: 'company.region', cost_centre: 'https://example.com/centre' },
    };
    const custom = createAuthenticator({ issuers: [options({ claims })] });
    const token = {
      ...sound(),
      oid: 'b7c1',
      company: { region: 'EAST', secret: 'x' },
      'https://example.com/centre': 42,
      auth_time: nowSeconds() - 10,
      acr: 'silver',
      amr: ['pwd', 'otp'],
    };
    const caller = await custom(bearer(await issuer.sign(token)));
    expect(caller.subject).toBe('b7c1');
    expect(caller.claims).toEqual({
      region: 'EAST',
      cost_centre: 42,
      auth_time: token.auth_time,
      acr: 'silver',
      amr: ['pwd', 'otp'],
    });
    await expect(codeOf(custom(bearer(await issuer.sign(sound()))))).resolves.toBe('UNAUTHENTICATED');
  });

  test('is read from what the token says, not from what all objects have', async () => {
    const claims = { client: ['company.constructor.name', 'constructor.name'], scopes: 'company.toString.name' };
    const custom = createAuthenticator({ issuers: [options({ claims })] });
    const caller = await custom(bearer(await issuer.sign({ ...sound(), company: {} })));
    expect([caller.client, caller.scopes]).toEqual([null, new Set()]);
  });

  test('has no more than its issuer may grant', async () => {
    const mayGrant = { scopes: ['orders:*'], roles: ['partner'], purposes: ['reporting'], clients: ['partner-shop'] };
    const partner = createAuthenticator({ issuers: [options({ mayGrant })] });
    const listing = createAuthenticator({
      issuers: [options({ mayGrant, claims: { attributes: { region: 'region' } } })],
    });
    const token = { ...sound(), scope: 'orders:write ordersx customers:pii:read', roles: ['partner', 'security'] };
    expect(await partner(bearer(await issuer.sign(token)))).toMatchObject({
      scopes: new Set(['orders:write']),
      roles: new Set(['partner']),
      client: null,
    });
    expect((await partner(bearer(await issuer.sign(token)))).claims).toEqual({});
    expect((await listing(bearer(await issuer.sign({ ...token, groups: ['owners'] })))).claims).toEqual({
      region: 'EAST',
    });
    const own = await partner(bearer(await issuer.sign({ ...token, azp: 'partner-shop' })));
    expect(own.client).toBe('partner-shop');
    const purpose = partner({ ...bearer(await issuer.sign(token)), 'x-purpose': 'fraud' });
    await expect(codeOf(purpose)).resolves.toBe('FORBIDDEN');
  });

  test('is never read from headers that claim to be it', async () => {
    const headers = { 'x-user': 'root', 'x-scopes': 'customers:pii:read', 'x-forwarded-user': 'root' };
    expect(await authenticate(headers)).toBe(anonymous);
  });
});

describe('a purpose', () => {
  test('is one of those that the token grants', async () => {
    expect((await authenticate({ ...bearer(await issuer.sign(sound())), 'x-purpose': 'fraud' })).purpose).toBe('fraud');
  });

  test('that the token does not grant is refused', async () => {
    await expect(
      codeOf(authenticate({ ...bearer(await issuer.sign(sound())), 'x-purpose': 'marketing' })),
    ).resolves.toBe('FORBIDDEN');
  });

  test('cannot be had without a token', async () => {
    await expect(codeOf(authenticate({ 'x-purpose': 'fraud' }))).resolves.toBe('FORBIDDEN');
  });
});

describe('a token that does not hold is refused, and never becomes an anonymous caller', () => {
  const forged = (header: object, payload: object, signature = '') =>
    [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
    `.${signature}`;

  test.each<[string, () => string | Promise<string>]>([
    ['expired', () => issuer.sign({ ...sound(), exp: nowSeconds() - 30 })],
    ['not valid yet', () => issuer.sign({ ...sound(), nbf: nowSeconds() + 60 })],
    ['without an end', () => issuer.sign({ ...sound(), exp: undefined })],
    [
      'with an end in words',
      () => forged({ alg: 'EdDSA', kid: issuer.keyId, typ: 'at+jwt' }, { ...sound(), exp: 'never' }, 'AAAA'),
    ],
    ['without a subject', () => issuer.sign({ ...sound(), sub: undefined })],
    ['with an empty subject', () => issuer.sign({ ...sound(), sub: '' })],
    ['for another audience', () => issuer.sign({ ...sound(), aud: 'another' })],
    ['without an audience', () => issuer.sign({ ...sound(), aud: undefined })],
    ['of another issuer', () => issuer.sign({ ...sound(), iss: 'https://evil.example' })],
    ['of an issuer that ends in a slash', () => issuer.sign({ ...sound(), iss: `${issuer.url}/` })],
    ['without an issuer', () => issuer.sign({ ...sound(), iss: undefined })],
    ['of our issuer, signed by a stranger', () => stranger.sign(sound(), { kid: issuer.keyId })],
    ['with a key id that nobody knows', () => issuer.sign(sound(), { kid: 'unknown' })],
    ['that brings its own key', async () => stranger.sign(sound(), { kid: 'mine', jwk: stranger.keys[0] })],
    ['that says where its key is', () => stranger.sign(sound(), { kid: 'mine', jku: stranger.jwksUrl })],
    ['of another type', () => issuer.sign(sound(), { typ: 'id+jwt' })],
    ['without a type', () => issuer.sign(sound(), { typ: undefined })],
    ['an assertion of the gateway', () => issuer.sign(sound(), { typ: 'gordian-assertion+jwt' })],
    ['unsigned', () => forged({ alg: 'none', typ: 'at+jwt' }, sound())],
    ['unsigned, in other letters', () => forged({ alg: 'NoNe', typ: 'at+jwt' }, sound())],
    ['signed with the public key as a secret', () => hmacSigned()],
    ['with its signature cut off', async () => (await issuer.sign(sound())).replace(/\.[^.]*$/, '.')],
    ['with a changed payload', async () => changed(await issuer.sign(sound()))],
    [
      'with a critical header that we do not know',
      () => forged({ alg: 'EdDSA', kid: issuer.keyId, typ: 'at+jwt', crit: ['b64'], b64: false }, sound(), 'AAAA'),
    ],
    ['of two parts', () => 'a.b'],
    ['of five parts', () => 'a.b.c.d.e'],
    ['that is garbage', () => 'garbage'],
    ['that is no JSON', () => `${Buffer.from('not json').toString('base64url')}.x.y`],
    ['larger than 8 KB', () => issuer.sign({ ...sound(), padding: 'x'.repeat(9_000) })],
  ])('%s', async (_name, make) => {
    await expect(codeOf(authenticate(bearer(await make())))).resolves.toBe('UNAUTHENTICATED');
  });

  test.each([
    ['an empty header', ''],
    ['a bearer without a token', 'Bearer '],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['two tokens', 'Bearer a.b.c d.e.f'],
    ['a token with a line break', 'Bearer a.b\n.c'],
  ])('%s', async (_name, authorization) => {
    await expect(codeOf(authenticate({ authorization }))).resolves.toBe('UNAUTHENTICATED');
  });

  test('the scheme is written in any case', async () => {
    expect((await authenticate({ authorization: `bearer ${await issuer.sign(sound())}` })).subject).toBe('user|7');
  });

  test('every refusal reads alike, and holds nothing of the token', async () => {
    const expired = await failure(authenticate(bearer(await issuer.sign({ ...sound(), exp: 1, sub: 'jane.doe' }))));
    const garbage = await failure(authenticate(bearer('garbage')));
    expect(expired.message).toBe(garbage.message);
    expect(`${expired.message} ${JSON.stringify(expired.details)} ${expired.cause ?? ''}`).not.toMatch(/jane|exp|eyJ/);
  });

  test('a token of an algorithm that the issuer may not use is refused', async () => {
    const strict = createAuthenticator({ issuers: [options({ algorithms: ['RS256'] })] });
    await expect(codeOf(strict(bearer(await issuer.sign(sound()))))).resolves.toBe('UNAUTHENTICATED');
  });

  test('without configured issuers every token is refused', async () => {
    await expect(codeOf(createAuthenticator({ issuers: [] })(bearer(await issuer.sign(sound()))))).resolves.toBe(
      'UNAUTHENTICATED',
    );
  });

  function hmacSigned(): string {
    const content = forged({ alg: 'HS256', kid: issuer.keyId, typ: 'at+jwt' }, sound()).slice(0, -1);
    return `${content}.${createHmac('sha256', JSON.stringify(issuer.keys[0])).update(content).digest('base64url')}`;
  }

  function changed(token: string): string {
    const [header, , signature] = token.split('.');
    return `${header}.${Buffer.from(JSON.stringify({ ...sound(), scope: 'everything' })).toString('base64url')}.${signature}`;
  }
});

describe('several issuers', () => {
  test('are told apart, and each signs for itself only', async () => {
    const both = createAuthenticator({
      issuers: [options(), options({ issuer: stranger.url, jwksUrl: stranger.jwksUrl })],
    });
    expect((await both(bearer(await stranger.sign({ ...sound(), iss: stranger.url, sub: 'guest' })))).subject).toBe(
      'guest',
    );
    await expect(codeOf(both(bearer(await stranger.sign(sound()))))).resolves.toBe('UNAUTHENTICATED');
  });

  test.each<[string, () => IssuerOptions[], RegExp]>([
    ['of one name', () => [options(), options()], /twice/],
    ['with shared secrets', () => [options({ algorithms: ['EdDSA', 'HS256'] })], /HS256/],
    ['without signatures', () => [options({ algorithms: ['none'] })], /none/],
  ])('%s are refused at start', (_name, issuers, message) => {
    expect(() => createAuthenticator({ issuers: issuers() })).toThrow(message);
  });
});

describe('the keys of an issuer', () => {
  test('are fetched once, not for every token', async () => {
    const before = issuer.asked();
    await authenticate(bearer(await issuer.sign(sound())));
    await authenticate(bearer(await issuer.sign(sound())));
    expect(issuer.asked() - before).toBe(1);
  });

  test('may be replaced: the new key is found, and tokens of the old one end', async () => {
    const old = await stranger.sign({ ...sound(), iss: stranger.url });
    const ask = createAuthenticator({ issuers: [options({ issuer: stranger.url, jwksUrl: stranger.jwksUrl })] });
    expect((await ask(bearer(old))).subject).toBe('user|7');

    await stranger.rotate('key-2');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2_000 });
    expect((await ask(bearer(await stranger.sign({ ...sound(), iss: stranger.url })))).subject).toBe('user|7');
    await expect(codeOf(ask(bearer(old)))).resolves.toBe('UNAUTHENTICATED');
    vi.useRealTimers();
  });

  test('verify the same token once a second, and a refused one every time', async () => {
    const verify = vi.spyOn(crypto.subtle, 'verify');
    const token = await issuer.sign(sound());
    for (let sent = 0; sent < 5; sent++) await authenticate(bearer(token));
    expect(verify).toHaveBeenCalledTimes(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_001 });
    await authenticate(bearer(token));
    expect(verify).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
    const forged = `${token.slice(0, -4)}AAAA`;
    for (let sent = 0; sent < 3; sent++) expect(await codeOf(authenticate(bearer(forged)))).toBe('UNAUTHENTICATED');
    expect(verify).toHaveBeenCalledTimes(5);
    verify.mockRestore();
  });

  test('are asked for at most once a second, whatever key ids tokens make up', async () => {
    await authenticate(bearer(await issuer.sign(sound())));
    const before = issuer.asked();
    for (const kid of ['a', 'b', 'c', 'd']) await codeOf(authenticate(bearer(await issuer.sign(sound(), { kid }))));
    expect(issuer.asked()).toBe(before);
  });

  test.each<[string, { status: number; body: string }]>([
    ['answer 503', { status: 503, body: '' }],
    ['answer a page', { status: 200, body: '<html>' }],
    ['answer something else', { status: 200, body: '{"hello":"world"}' }],
    ['redirect', { status: 302, body: '' }],
    ['are 10 MB', { status: 200, body: JSON.stringify({ keys: [], padding: 'x'.repeat(10_000_000) }) }],
  ])('that %s are a fault, not a bad token', async (_name, answer) => {
    issuer.answer = answer;
    const error = await failure(authenticate(bearer(await issuer.sign(sound()))));
    issuer.answer = null;
    expect(error.code).toBe('KEYS_UNAVAILABLE');
    expect(error.message).not.toContain('127.0.0.1');
  });

  test('that come with an error status are a fault, though the keys are there', async () => {
    issuer.answer = { status: 500, body: JSON.stringify({ keys: issuer.keys }) };
    await expect(codeOf(authenticate(bearer(await issuer.sign(sound()))))).resolves.toBe('KEYS_UNAVAILABLE');
    issuer.answer = null;
  });

  test('that nobody serves are a fault, and served again they work', async () => {
    const down = createAuthenticator({ issuers: [options({ jwksUrl: 'http://127.0.0.1:9/jwks' })] });
    await expect(codeOf(down(bearer(await issuer.sign(sound()))))).resolves.toBe('KEYS_UNAVAILABLE');
    issuer.answer = { status: 500, body: '' };
    await expect(codeOf(authenticate(bearer(await issuer.sign(sound()))))).resolves.toBe('KEYS_UNAVAILABLE');
    issuer.answer = null;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_000 });
    expect((await authenticate(bearer(await issuer.sign(sound())))).subject).toBe('user|7');
    vi.useRealTimers();
  });

  test('are not asked for by tokens that are garbage', async () => {
    const before = issuer.asked();
    await codeOf(authenticate(bearer('garbage')));
    await codeOf(authenticate(bearer(await issuer.sign({ ...sound(), iss: 'https://evil.example' }))));
    expect(issuer.asked()).toBe(before);
  });
});

async function failure(work: Promise<unknown>): Promise<GordianError> {
  const error = await work.then(
    () => new Error('It was accepted.'),
    (reason: unknown) => reason,
  );
  if (error instanceof GordianError) return error;
  throw error;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await failure(work)).code;
}
