// A person's login at an OpenID provider, as a browser does it: redirects, cookies and forms, authorization code with PKCE.
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'undici';
import { gatewayResource, publicClient, resourceScopes, serviceClient } from './oidc-provider.ts';

export interface Tokens {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
}

const redirectUri = 'http://127.0.0.1:1/';

/** @param parameters of the authorization request, besides the usual ones */
export async function logIn(issuer: string, login: string, parameters: Record<string, string> = {}): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL('/auth', issuer);
  url.search = new URLSearchParams({
    client_id: publicClient,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: ['openid', ...resourceScopes].join(' '),
    resource: gatewayResource,
    state: 'some-state',
    nonce: 'some-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  }).toString();
  const code = await walkToCode(url, login);
  return askForToken(issuer, {
    grant_type: 'authorization_code',
    client_id: publicClient,
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    resource: gatewayResource,
  });
}

/** A token for a program, by its secret. */
export async function serviceToken(issuer: string, scope = 'orders:confidential:read'): Promise<string> {
  const basic = Buffer.from(`${serviceClient.id}:${serviceClient.secret}`).toString('base64');
  const form = { grant_type: 'client_credentials', scope };
  return (await askForToken(issuer, form, { authorization: `Basic ${basic}` })).access_token;
}

async function askForToken(
  issuer: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Tokens> {
  const { statusCode, body } = await request(new URL('/token', issuer), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`The provider gave no token: ${text}`);
  return JSON.parse(text) as Tokens;
}

/** Follows every redirect and fills in the form, until the provider sends the browser back with a code. */
async function walkToCode(start: URL, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next: { url: URL; form?: Record<string, string> } = { url: start };
  for (let step = 0; step < 12; step++) {
    const { statusCode, headers, body } = await visit(next.url, next.form, cookies);
    const page = await body.text();
    const location = headers.location === undefined ? null : new URL(String(headers.location), next.url);
    if (location?.searchParams.has('code')) return location.searchParams.get('code')!;
    if (location) next = { url: location };
    else if (statusCode === 200) next = { url: next.url, form: { login } };
    else throw new Error(`The provider answered ${statusCode}: ${page}`);
  }
  throw new Error('The login did not end.');
}

function visit(url: URL, form: Record<string, string> | undefined, cookies: Map<string, string>) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return request(url, {
    method: form ? 'POST' : 'GET',
    headers: { cookie, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
    body: form ? new URLSearchParams(form).toString() : null,
  }).then((answer) => {
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') cookies.delete(name!);
      else cookies.set(name!, value!);
    }
    return answer;
  });
}
