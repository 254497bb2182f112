// Logging in at the company's identity provider: authorization code with PKCE, by leaving the page and coming back.

import { keepBegunLogin, takeBegunLogin } from './begun-login.ts';
import { type Claims, decodeClaims } from './claims.ts';
import { challengeOf, randomText } from './pkce.ts';

/** What the gateway has found out about the identity provider. */
export interface LoginSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** What the provider needs besides to issue a token for the gateway. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint: string | null;
}

export interface SignedIn {
  readonly token: string;
  /** Gets the next token; null where the provider gives no refresh tokens. */
  readonly renew: (() => Promise<string>) | null;
}

interface TokenAnswer {
  readonly access_token?: unknown;
  readonly id_token?: unknown;
  readonly refresh_token?: unknown;
  readonly error?: unknown;
  readonly error_description?: unknown;
}

/** The provider does not know the session any more: no further attempt to renew it will do better. */
export class SessionIsOver extends Error {}

/** Others wait for the token meanwhile. */
const GIVE_UP_AFTER_MS = 10_000;

/** Leaves the page for the provider's. Throws an Error for the viewer where that cannot be done. */
export async function beginLogin(settings: LoginSettings): Promise<void> {
  if (!crypto.subtle) throw new Error('Signing in needs a page over https, or on this machine.');
  const cameFrom = `${location.pathname}${location.search}`;
  const begun = { state: randomText(), nonce: randomText(), verifier: randomText(), cameFrom };
  keepBegunLogin(begun);
  const url = new URL(settings.authorizationEndpoint);
  const parameters = {
    ...settings.parameters,
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri(),
    scope: settings.scopes.join(' '),
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await challengeOf(begun.verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
}

/** Throws an Error for the viewer when nobody is signed in by this answer. */
export async function finishLogin(settings: LoginSettings, answer: URLSearchParams): Promise<SignedIn> {
  const begun = takeBegunLogin();
  // Before anything of the answer is believed or shown: anybody can link to this page with an answer of his own.
  if (begun === null || answer.get('state') !== begun.state)
    throw new Error('This sign-in was not begun in this tab. Sign in again.');
  if ((answer.get('iss') ?? settings.issuer) !== settings.issuer)
    throw new Error('Another identity provider answered than the one that was asked. Sign in again.');
  if (answer.has('error')) throw new Error(refusal(answer.get('error'), answer.get('error_description')));
  const tokens = await askForTokens(settings, {
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    code_verifier: begun.verifier,
    redirect_uri: redirectUri(),
  });
  requireOwnIdToken(settings, begun.nonce, tokens.id_token);
  return { token: accessTokenOf(tokens), renew: renewalWith(settings, tokens.refresh_token) };
}

/** Leaves the page, with all that it holds; ends the session at the provider too, where it can be ended from here. */
export function leaveForLogout({ endSessionEndpoint, clientId }: LoginSettings): void {
  if (endSessionEndpoint === null) {
    location.reload();
    return;
  }
  const url = new URL(endSessionEndpoint);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('post_logout_redirect_uri', redirectUri());
  location.assign(url);
}

function redirectUri(): string {
  return `${location.origin}/`;
}

/** Each refresh token is good for once, as providers want it of pages. */
function renewalWith(settings: LoginSettings, first: unknown): SignedIn['renew'] {
  if (typeof first !== 'string') return null;
  let refreshToken = first;
  return async () => {
    const tokens = await askForTokens(settings, { grant_type: 'refresh_token', refresh_token: refreshToken });
    if (typeof tokens.refresh_token === 'string') refreshToken = tokens.refresh_token;
    return accessTokenOf(tokens);
  };
}

async function askForTokens(settings: LoginSettings, request: Record<string, string>): Promise<TokenAnswer> {
  const body = new URLSearchParams({ ...settings.parameters, client_id: settings.clientId, ...request });
  const signal = AbortSignal.timeout(GIVE_UP_AFTER_MS);
  const response = await fetch(settings.tokenEndpoint, { method: 'POST', body, credentials: 'omit', signal }).catch(
    () => {
      throw new Error(
        `The identity provider cannot be asked from this page. It must answer, and allow ${location.origin} for the client ${settings.clientId}.`,
      );
    },
  );
  const answer = (await response.json().catch(() => ({}))) as TokenAnswer;
  if (answer.error === 'invalid_grant') throw new SessionIsOver(refusal(answer.error, answer.error_description));
  if (!response.ok) throw new Error(refusal(answer.error ?? `HTTP ${response.status}`, answer.error_description));
  return answer;
}

function accessTokenOf({ access_token: token }: TokenAnswer): string {
  try {
    decodeClaims(String(token));
    return String(token);
  } catch {
    throw new Error(
      'The identity provider gave a token that is not made for the gateway. An operator has to set playground.login.parameters, for example an audience.',
    );
  }
}

/** Its signature need not be checked: it came straight from the provider (OpenID Connect Core, section 3.1.3.7). */
function requireOwnIdToken({ issuer, clientId }: LoginSettings, nonce: string, token: unknown): void {
  const { iss, aud, azp, exp, nonce: echoed }: Claims = typeof token === 'string' ? decodeClaims(token) : {};
  const audiences = [aud].flat();
  const isOurs = iss === issuer && audiences.includes(clientId) && (audiences.length === 1 || azp === clientId);
  if (!isOurs || echoed !== nonce || !(Number(exp) * 1000 > Date.now()))
    throw new Error('The answer of the identity provider does not belong to this sign-in. Sign in again.');
}

function refusal(error: unknown, description: unknown): string {
  return `The identity provider refused: ${description ?? error}`;
}
