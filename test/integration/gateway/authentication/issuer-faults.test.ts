// Issuers that fail, lie, or change their keys: what becomes of tokens that hold. A fault is never a refusal, and never lets in.

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAuthenticator } from '../../../../gateway/authenticate/authenticate.ts';
import type { AuthenticationOptions } from '../../../../gateway/authenticate/authentication-options.ts';
import { defaultAlgorithms } from '../../../../gateway/authenticate/authentication-options.ts';
import { mayLeadTo } from '../../../../gateway/authenticate/discovery.ts';
import { GordianError } from '../../../../kit/errors.ts';
import { createLog } from '../../../../kit/log.ts';
import { soundClaims } from '../../../attacks/tokens.ts';
import {
  configurationPath,
  type DiscoveredIssuer,
  keysPath,
  startDiscoveredIssuer,
} from '../../../support/discovered-issuer.ts';

let issuer: DiscoveredIssuer;

beforeEach(async () => {
  issuer = await startDiscoveredIssuer('company');
});

afterEach(async () => {
  vi.useRealTimers();
  await issuer.stop();
});

/** What a request with the token comes to: the subject of its caller, or the code of its error. */
function createGate(options: Partial<AuthenticationOptions> = {}, log?: ReturnType<typeof createLog>) {
  const authenticate = createAuthenticator(
    { issuers: [{ issuer: issuer.issuer, audience: 'gordian', algorithms: defaultAlgorithms }], ...options },
    log,
  );
  return async (token: string): Promise<string | null> => {
    try {
      return (await authenticate({ authorization: `Bearer ${token}` })).subject;
    } catch (error) {
      if (error instanceof GordianError) return error.code;
      throw error;
    }
  };
}

const sound = (header?: object, algorithm?: 'EdDSA' | 'ES256' | 'RS256'): string =>
  issuer.write(soundClaims(issuer), header, algorithm);

function createLines() {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: createLog({ name: 'test', destination: { write: (line) => lines.push(JSON.parse(line)) } }) };
}

function later(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

const minutes = 60_000;

function answers(path: string, status: number, body = '', headers: Record<string, string> = {}): void {
  issuer.answers.set(path, (_request, response) => response.writeHead(status, headers).end(body));
}

async function hang(response: ServerResponse): Promise<void> {
  await once(response, 'close');
}

describe('an issuer is discovered', () => {
  test('and tokens of each of its algorithms hold', async () => {
    const gate = createGate();
    for (const algorithm of ['EdDSA', 'ES256', 'RS256'] as const)
      expect(await gate(sound({}, algorithm))).toBe('user|7');
    expect([configurationPath, keysPath].map(issuer.asked)).toEqual([1, 1]);
  });

  test('only when a token names it', async () => {
    createGate();
    expect(issuer.asked(configurationPath)).toBe(0);
  });

  test('without a word on its algorithms: ours count', async () => {
    delete issuer.document.id_token_signing_alg_values_supported;
    expect(await createGate()(sound())).toBe('user|7');
  });

  test('not at all where the address of its keys is configured', async () => {
    const [trusted] = [
      { issuer: issuer.issuer, audience: 'gordian', algorithms: defaultAlgorithms, jwksUrl: issuer.issuer + keysPath },
    ];
    expect(await createGate({ issuers: [trusted] })(sound())).toBe('user|7');
    expect(issuer.asked(configurationPath)).toBe(0);
  });

  test('under its own path, whether its name ends in a slash or not', async () => {
    for (const name of [`${issuer.issuer}/tenants/one`, `${issuer.issuer}/tenants/one/`]) {
      answers(`/tenants/one${configurationPath}`, 200, JSON.stringify({ ...issuer.document, issuer: name }));
      const gate = createGate({ issuers: [{ issuer: name, audience: 'gordian', algorithms: defaultAlgorithms }] });
      expect(await gate(issuer.write(soundClaims(issuer, { iss: name })))).toBe('user|7');
    }
  });

  test('by no token of an algorithm that is not accepted', async () => {
    const gate = createGate({ issuers: [{ issuer: issuer.issuer, audience: 'gordian', algorithms: ['EdDSA'] }] });
    expect(await gate(sound({}, 'RS256'))).toBe('UNAUTHENTICATED');
    expect(issuer.asked(configurationPath)).toBe(0);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['is of another issuer', { issuer: 'https://login.example' }, 'says that it is of https://login.example'],
    ['is of an issuer with a slash more', { issuer: 'slash' }, 'says that it is of'],
    ['names no issuer', { issuer: undefined }, 'lacks'],
    ['names no keys', { jwks_uri: undefined }, 'lacks'],
    ['names keys in clear on another machine', { jwks_uri: 'http://keys.example/jwks' }, 'not https'],
    ['names keys in a file', { jwks_uri: 'file:///etc/passwd' }, 'not https'],
    ['names keys that are no address', { jwks_uri: '/keys' }, 'not https'],
    ['names none of our algorithms', { id_token_signing_alg_values_supported: ['HS256'] }, 'signs with HS256'],
    ['names algorithms of another form', { id_token_signing_alg_values_supported: 'EdDSA' }, 'lacks'],
    ['names a login in clear elsewhere', { authorization_endpoint: 'http://login.example/auth' }, 'not https'],
  ])('but not by a document that %s: a fault, whose reason is told to operators', async (_what, lie, reason) => {
    Object.assign(issuer.document, lie.issuer === 'slash' ? { issuer: `${issuer.issuer}/` } : lie);
    const { log, lines } = createLines();
    expect(await createGate({}, log)(sound())).toBe('KEYS_UNAVAILABLE');
    expect(lines).toMatchObject([{ event: 'keys.unavailable', reason: expect.stringContaining(reason) }]);
    expect(issuer.asked(keysPath)).toBe(0);
  });

  test.each([
    'http://login.example',
    'ftp://login.example',
    'login.example',
  ])('never in clear on another machine: %s is refused at start', (name) => {
    const unsafe = { issuer: name, audience: 'gordian', algorithms: defaultAlgorithms };
    expect(() => createAuthenticator({ issuers: [unsafe] })).toThrow(/https/);
  });
});

describe.each([
  ['keys', keysPath],
  ['configuration', configurationPath],
])('while its %s', (_what, path) => {
  test.each<[string, () => void]>([
    ['answer with 500', () => answers(path, 500, JSON.stringify({ keys: issuer.keys }))],
    ['answer with 404', () => answers(path, 404)],
    ['are a page', () => answers(path, 200, '<html>Login</html>', { 'content-type': 'text/html' })],
    ['are a page behind a redirect', () => answers(path, 302, '', { location: issuer.issuer + keysPath })],
    ['are half of a document', () => answers(path, 200, '{"keys":[')],
    ['are null', () => answers(path, 200, 'null')],
    ['are a list', () => answers(path, 200, '[]')],
    ['are nothing', () => answers(path, 204)],
    [
      'are 10 MB',
      () =>
        answers(path, 200, JSON.stringify({ ...issuer.document, keys: issuer.keys, padding: 'x'.repeat(10_000_000) })),
    ],
    ['break off', () => issuer.answers.set(path, (_request, response) => response.socket!.destroy())],
    ['never come', () => issuer.answers.set(path, (_request, response) => void hang(response))],
    ['come one byte at a time', () => issuer.answers.set(path, (_request, response) => void drip(response))],
  ])('%s, tokens cannot be judged', async (_how, breakIt) => {
    breakIt();
    expect(await createGate()(sound())).toBe('KEYS_UNAVAILABLE');
  });

  async function drip(response: ServerResponse): Promise<void> {
    const timer = setInterval(() => response.write(' '), 100);
    await hang(response);
    clearInterval(timer);
  }
});

describe('a key set', () => {
  const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });

  test.each<[string, () => unknown[]]>([
    ['of nothing', () => []],
    ['of secrets', () => [{ kty: 'oct', kid: 'company-EdDSA', k: 'c2VjcmV0' }]],
    ['of private keys', () => issuer.keys.map((key) => ({ ...(key as object), d: 'AAAA' }))],
    ['of keys that are too short', () => [{ ...rsa(1_024), kid: 'short' }]],
    ['of things', () => [null, 7, 'key', [], {}]],
    ['of more keys than anybody has', () => Array.from({ length: 60 }, () => issuer.keys[0])],
  ])('%s is a fault', async (_what, keys) => {
    issuer.keys = keys();
    expect(await createGate()(sound())).toBe('KEYS_UNAVAILABLE');
  });

  test('with things among its keys serves by its keys', async () => {
    issuer.keys = [null, { kty: 'oct', k: 'AAAA' }, { kty: 'OKP', crv: 'Ed25519', x: '?' }, rsa(1_024), ...issuer.keys];
    expect(await createGate()(sound())).toBe('user|7');
  });

  test('with two keys under one id serves by either, and by no other', async () => {
    const other = await startDiscoveredIssuer('other');
    issuer.keys = [{ ...other.publicKey('EdDSA'), kid: 'company-EdDSA' }, ...issuer.keys];
    const gate = createGate();
    expect(await gate(sound())).toBe('user|7');
    expect(await gate(other.write(soundClaims(issuer), { kid: 'company-EdDSA' }))).toBe('user|7');
    const stranger = await startDiscoveredIssuer('stranger');
    expect(await gate(stranger.write(soundClaims(issuer), { kid: 'company-EdDSA' }))).toBe('UNAUTHENTICATED');
    await Promise.all([other.stop(), stranger.stop()]);
  });

  test('serves tokens without a key id', async () => {
    expect(await createGate()(sound({ kid: undefined }))).toBe('user|7');
  });

  test('may move: the address is discovered anew with the keys', async () => {
    const gate = createGate();
    await gate(sound());
    issuer.document.jwks_uri = `${issuer.issuer}/moved`;
    answers('/moved', 200, JSON.stringify({ keys: issuer.keys.slice(0, 1) }));
    answers(keysPath, 410);
    later(6 * minutes);
    await gate(sound());
    await vi.waitFor(() => expect(issuer.asked('/moved')).toBe(1), { timeout: 20_000 });
    expect(await gate(sound({}, 'RS256'))).toBe('UNAUTHENTICATED');
  });
});

describe('an outage', () => {
  const keysOf = { refreshMs: 5 * minutes, honouredMs: 60 * minutes };

  test('is bridged by the keys that are known, for the time that is set, and is over when it is over', async () => {
    const gate = createGate({ keys: keysOf });
    expect(await gate(sound())).toBe('user|7');
    answers(configurationPath, 503);

    later(10 * minutes);
    expect(await gate(sound())).toBe('user|7');
    later(49 * minutes);
    expect(await gate(sound())).toBe('user|7');
    later(2 * minutes);
    expect(await gate(sound())).toBe('KEYS_UNAVAILABLE');

    issuer.answers.clear();
    later(2_000);
    expect(await gate(sound())).toBe('user|7');
  });

  test('does not make a token of an unknown key a bad one', async () => {
    const gate = createGate({ keys: keysOf });
    await gate(sound());
    answers(keysPath, 503);
    later(2_000);
    expect(await gate(sound({ kid: 'new' }))).toBe('KEYS_UNAVAILABLE');
    expect(await gate(sound())).toBe('user|7');
    expect(await gate(`${sound().slice(0, -8)}AAAAAAAA`)).toBe('UNAUTHENTICATED');
  });

  test('is told once to operators, with its reason, and so is its end', async () => {
    const { log, lines } = createLines();
    const gate = createGate({}, log);
    answers(keysPath, 503);
    await gate(sound());
    later(2_000);
    await gate(sound());
    issuer.answers.clear();
    later(2_000);
    await gate(sound());
    expect(lines).toMatchObject([
      { level: 'warn', event: 'keys.unavailable', issuer: issuer.issuer, reason: expect.stringContaining('503') },
      { level: 'info', event: 'keys.read', issuer: issuer.issuer },
    ]);
  });

  test('asks the issuer once a second, however many tokens come', async () => {
    answers(configurationPath, 503);
    const gate = createGate();
    await Promise.all(Array.from({ length: 50 }, () => gate(sound())));
    for (let sent = 0; sent < 50; sent++) await gate(sound());
    expect(issuer.asked(configurationPath)).toBe(1);
  });

  test('of one issuer is nothing to the other', async () => {
    const other = await startDiscoveredIssuer('other');
    const both = [issuer, other].map(({ issuer: name }) => ({
      issuer: name,
      audience: 'gordian',
      algorithms: defaultAlgorithms,
    }));
    const gate = createGate({ issuers: both });
    answers(configurationPath, 503);
    expect(await gate(sound())).toBe('KEYS_UNAVAILABLE');
    expect(await gate(other.write(soundClaims(other)))).toBe('user|7');
    await other.stop();
  });
});

describe('a flood of unknown key ids', () => {
  test('asks the issuer at most once a second, and others get on', async () => {
    const gate = createGate();
    await gate(sound());
    later(2_000);
    const flood = Array.from({ length: 200 }, (_, index) => gate(sound({ kid: `made-up-${index}` })));
    expect(new Set(await Promise.all(flood))).toEqual(new Set(['UNAUTHENTICATED']));
    expect(await gate(sound())).toBe('user|7');
    expect(issuer.asked(keysPath)).toBe(2);
  });

  test('does not hide a new key for longer than that', async () => {
    const gate = createGate();
    await gate(sound({}, 'ES256'));
    issuer.keys = [issuer.publicKey('EdDSA')].map((key) => ({ ...key, kid: 'new' }));
    later(1_000);
    expect(await gate(sound({ kid: 'new' }))).toBe('user|7');
    expect(await gate(sound({}, 'ES256'))).toBe('UNAUTHENTICATED');
  });
});

describe('clocks', () => {
  const at = (over: object): string => issuer.write(soundClaims(issuer, over));
  const now = () => Math.floor(Date.now() / 1_000);

  test.each<[string, () => object, string]>([
    ['a little slow', () => ({ exp: now() - 3 }), 'user|7'],
    ['too slow', () => ({ exp: now() - 7 }), 'UNAUTHENTICATED'],
    ['a little fast', () => ({ nbf: now() + 3, iat: now() + 3 }), 'user|7'],
    ['too fast (nbf)', () => ({ nbf: now() + 8 }), 'UNAUTHENTICATED'],
    ['too fast (iat)', () => ({ iat: now() + 8 }), 'UNAUTHENTICATED'],
  ])('that are %s', async (_how, over, outcome) => {
    expect(await createGate()(at(over()))).toBe(outcome);
  });

  test('may be trusted more, or not at all', async () => {
    expect(await createGate({ clockToleranceSeconds: 30 })(at({ exp: now() - 20 }))).toBe('user|7');
    expect(await createGate({ clockToleranceSeconds: 0 })(at({ exp: now() - 2 }))).toBe('UNAUTHENTICATED');
  });

  test('end a token in the second in which it was verified', async () => {
    const gate = createGate({ clockToleranceSeconds: 0 });
    const instant = 1_000 * (now() + 2);
    vi.useFakeTimers({ toFake: ['Date'], now: instant - 400 });
    const token = at({ exp: instant / 1_000 });
    expect(await gate(token)).toBe('user|7');
    vi.setSystemTime(instant - 10);
    expect(await gate(token)).toBe('user|7');
    vi.setSystemTime(instant + 10);
    expect(await gate(token)).toBe('UNAUTHENTICATED');
  });

  test('that are set back do not keep keys for ever', async () => {
    const gate = createGate();
    await gate(sound());
    later(-30 * minutes);
    await gate(sound());
    expect(issuer.asked(keysPath)).toBe(2);
  });
});

test.each([
  ['https://login.example', 'https://keys.example/jwks', true],
  ['https://login.example', 'http://login.example/jwks', false],
  ['https://login.example', 'http://127.0.0.1:9200/jwks', false],
  ['https://login.example', 'http://[::1]/jwks', false],
  ['https://login.example', 'file:///etc/passwd', false],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8081/jwks', true],
  ['http://localhost:8080', 'http://[::1]:8081/jwks', true],
  ['http://127.0.0.1:8080', 'http://127.0.0.1.example/jwks', false],
  ['http://127.0.0.1:8080', 'http://10.0.0.1/jwks', false],
])('%s may lead us to %s: %s', (name, address, may) => {
  const lead = () => mayLeadTo(name, address);
  if (may) expect(lead()).toBe(address);
  else expect(lead).toThrow('not https');
});
