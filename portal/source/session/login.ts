// Logging in at the company's identity provider: authorization code with PKCE, by leaving the page and coming back. What must
// survive the way there (state, nonce, verifier) waits in this tab's storage and is taken out once; tokens never enter it.

import { navigate } from '../shell/use-location.ts';
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

interface BegunLogin {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the viewer was: providers send back to one address only. */
  readonly cameFrom: string;
}

interface TokenAnswer {
  readonly access_token?: unknown;
  readonly id_token?: unknown;
  readonly refresh_token?: unknown;
  readonly error?: unknown;
  readonly error_description?: unknown;
}

const STORAGE_KEY = 'gordian:login';

/** Leaves the page for the provider's. Throws an Error for the viewer where that cannot be done. */
export async function beginLogin(settings: LoginSettings): Promise<void> {
  if (!crypto.subtle) throw new Error('Signing in needs a page over https, or on this machine.');
  const cameFrom = `${location.pathname}${location.search}`;
  const begun: BegunLogin = { state: randomText(), nonce: randomText(), verifier: randomText(), cameFrom };
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify(begun));
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

/**
 * With what the provider sent the viewer back, once: the viewer goes on to where the sign-in was begun, so that no reload and no
 * bookmark repeats it.
 */
export function takeLoginAnswer(): URLSearchParams | null {
  const answer = new URLSearchParams(location.search);
  if (location.pathname !== '/' || !answer.has('state') || !(answer.has('code') || answer.has('error'))) return null;
  const begun = readBegunLogin();
  navigate(begun?.state === answer.get('state') ? begun.cameFrom : '/', { replace: true });
  return answer;
}

/** Throws an Error for the viewer when nobody is signed in by this answer. */
export async function finishLogin(settings: LoginSettings, answer: URLSearchParams): Promise<SignedIn> {
  const begun = takeBegunLogin();
  // Before anything of the answer is believed or shown: anybody can link to this page with an answer of his own.
  if (begun === null || answer.get('state') !== begun.state)
    throw new Error('This sign-in was not begun in this tab. Sign in again.');
  if ((answer.get('iss') ?? settings.issuer) !== settings.issuer)
    throw new Error('Another identity provider answered than the one that was asked. Sign in again.');
  if (answer.has('error')) throw refusedBy(answer.get('error'), answer.get('error_description'));
  const tokens = await askForTokens(settings, {
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    code_verifier: begun.verifier,
    redirect_uri: redirectUri(),
  });
  requireOwnIdToken(settings, begun.nonce, tokens.id_token);
  return { token: accessTokenOf(tokens), renew: renewalWith(settings, tokens.refresh_token) };
}

/** Ends the session at the provider too, where it can be ended from here. */
export function leaveForLogout({ endSessionEndpoint, clientId }: LoginSettings): void {
  if (endSessionEndpoint === null) return;
  const url = new URL(endSessionEndpoint);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('post_logout_redirect_uri', redirectUri());
  location.assign(url);
}

function redirectUri(): string {
  return `${location.origin}/`;
}

function takeBegunLogin(): BegunLogin | null {
  const begun = readBegunLogin();
  sessionStorage.removeItem(STORAGE_KEY);
  return begun;
}

function readBegunLogin(): BegunLogin | null {
  const stored = sessionStorage.getItem(STORAGE_KEY);
  return stored === null ? null : (JSON.parse(stored) as BegunLogin);
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
  const response = await fetch(settings.tokenEndpoint, { method: 'POST', body, credentials: 'omit' }).catch(() => {
    throw new Error(
      `The identity provider cannot be asked from this page. It must answer, and allow ${location.origin} for the client ${settings.clientId}.`,
    );
  });
  const answer = (await response.json().catch(() => ({}))) as TokenAnswer;
  if (!response.ok) throw refusedBy(answer.error ?? `HTTP ${response.status}`, answer.error_description);
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

function refusedBy(error: unknown, description: unknown): Error {
  return new Error(`The identity provider refused: ${description ?? error}`);
}
