// A session that was signed in, with an identity provider that answers as the test says.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LoginSettings } from '../../../../portal/source/session/login.ts';
import { createSession, type Session } from '../../../../portal/source/session/session.ts';
import { type HttpStub, type StubAnswer, startHttpStub } from '../../../support/http-stub.ts';

const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
const tokenOf = (claims: object) => `e30.${part(claims)}.x`;
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

let provider: HttpStub;
let answer: () => StubAnswer;
let login: LoginSettings;
const stored = new Map<string, string>();

beforeEach(async () => {
  provider = await startHttpStub(() => answer());
  login = {
    issuer: provider.url,
    clientId: 'portal',
    scopes: [],
    parameters: {},
    authorizationEndpoint: `${provider.url}/authorize`,
    tokenEndpoint: `${provider.url}/token`,
    endSessionEndpoint: null,
  };
  vi.stubGlobal('location', new URL('http://127.0.0.1:1/'));
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    removeItem: (key: string) => stored.delete(key),
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await provider.close().catch(() => undefined);
});

const tokensOf = (name: string, seconds: number): StubAnswer => ({
  status: 200,
  body: {
    access_token: tokenOf({ name, exp: inSeconds(seconds) }),
    id_token: tokenOf({ iss: provider.url, aud: 'portal', nonce: 'n', exp: inSeconds(60) }),
    refresh_token: 'r',
  },
});

/** Signed in with a token that is about to end. */
async function signedIn(seconds = 20): Promise<Session> {
  stored.set('gordian:login', JSON.stringify({ state: 's', nonce: 'n', verifier: 'v', cameFrom: '/' }));
  answer = () => tokensOf('first', seconds);
  const session = createSession();
  await session.finishSignIn(login, new URLSearchParams('state=s&code=c'));
  expect(session.state.get()).toMatchObject({ signedIn: true, problem: null });
  return session;
}

async function nameSent(session: Session): Promise<unknown> {
  const authorization = await session.authorization();
  return authorization && JSON.parse(Buffer.from(authorization.split('.')[1]!, 'base64url').toString()).name;
}

test('a provider that is away for a while does not end a session: the token is used as long as it is good', async () => {
  const session = await signedIn();
  answer = () => ({ status: 503 });
  expect(await nameSent(session)).toBe('first');
  answer = () => tokensOf('second', 300);
  expect(await nameSent(session)).toBe('second');
  expect(session.state.get()).toMatchObject({ signedIn: true, ended: false, identity: 1 });
});

test('a token that is over is not sent, and the next request tries again', async () => {
  const session = await signedIn(-1);
  answer = () => ({ status: 500, body: { error: 'server_error' } });
  await expect(session.authorization()).rejects.toThrow('server_error');
  answer = () => tokensOf('second', 300);
  expect(await nameSent(session)).toBe('second');
});

test('no network is no end either', async () => {
  const session = await signedIn();
  await provider.close();
  expect(await nameSent(session)).toBe('first');
});

test('a provider that knows the session no more ends it, and nothing is sent as somebody else', async () => {
  const session = await signedIn();
  answer = () => ({ status: 400, body: { error: 'invalid_grant' } });
  await expect(session.authorization()).rejects.toThrow('Sign in again');
  expect(session.state.get()).toMatchObject({ ended: true, token: null });
  await expect(session.authorization()).rejects.toThrow('Sign in again');
});

test.each([
  '{',
  'null',
  '[]',
  '{"state":"s"}',
])('a sign-in that nobody began, stored as %s, signs nobody in', async (text) => {
  stored.set('gordian:login', text);
  const session = createSession();
  await session.finishSignIn(login, new URLSearchParams('state=s&code=c'));
  expect(session.state.get().problem).toContain('not begun in this tab');
  expect(stored.has('gordian:login')).toBe(false);
});
