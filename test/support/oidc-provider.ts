// A real OpenID provider for tests (oidc-provider): logins by authorization code with PKCE, clients with a secret, refresh
// tokens, logout, and keys that rotate. Its access tokens for the gateway are JWTs by RFC 9068.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Provider } from 'oidc-provider';

export interface OidcProvider {
  readonly issuer: string;
  /** Adds a key that signs from now on; the one before is withdrawn. */
  rotateKeys(): Promise<void>;
  /** Answers everything with 503 until told otherwise. */
  setDown(isDown: boolean): void;
  close(): Promise<void>;
}

export interface OidcProviderOptions {
  /** Where the browser may come back to. */
  readonly redirectUris?: readonly string[];
  readonly accessTokenSeconds?: number;
  readonly refreshTokens?: boolean;
}

/** The identifier of the gateway as a resource server (RFC 8707), and the audience of tokens for it. */
export const gatewayResource = 'urn:example:gordian';
export const publicClient = 'playground';
export const serviceClient = { id: 'nightly-report', secret: 'a-secret-of-the-tests-0123456789' };
export const resourceScopes = ['orders:confidential:read', 'customers:pii:read'];

export async function startOidcProvider(options: OidcProviderOptions = {}): Promise<OidcProvider> {
  let handle = (_request: unknown, response: { writeHead(status: number): { end(): void } }): void => {
    response.writeHead(503).end();
  };
  let isDown = false;
  const server = createServer((request, response) => {
    if (isDown) response.writeHead(503).end();
    else handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rotateKeys = async (): Promise<void> => {
    // Sessions and grants live in a store that all instances share: only the keys differ.
    handle = new Provider(issuer, configuration(options, await signingKey())).callback() as typeof handle;
  };
  await rotateKeys();
  return {
    issuer,
    rotateKeys,
    setDown(value) {
      isDown = value;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let keysMade = 0;

async function signingKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `provider-key-${++keysMade}`, alg: 'ES256', use: 'sig' };
}

function configuration(
  { redirectUris = ['http://127.0.0.1:1/'], accessTokenSeconds = 300, refreshTokens = false }: OidcProviderOptions,
  key: JWK,
): object {
  const origins = redirectUris.map((uri) => new URL(uri).origin);
  return {
    jwks: { keys: [key] },
    cookies: { keys: ['a-cookie-key-of-the-tests'] },
    clients: [
      {
        client_id: publicClient,
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['authorization_code', ...(refreshTokens ? ['refresh_token'] : [])],
        response_types: ['code'],
        redirect_uris: redirectUris,
        post_logout_redirect_uris: redirectUris,
        id_token_signed_response_alg: 'ES256',
      },
      {
        client_id: serviceClient.id,
        client_secret: serviceClient.secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    clientBasedCORS: (_context: unknown, origin: string) => origins.includes(origin),
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims,
    issueRefreshToken: async () => refreshTokens,
    acrValues: ['urn:example:password', 'urn:example:hardware-key'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    ttl: { AccessToken: accessTokenSeconds, ClientCredentials: accessTokenSeconds, IdToken: 300, Session: 3_600 },
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context: unknown, client: { clientId: string }) =>
          client.clientId === serviceClient.id ? gatewayResource : undefined,
        getResourceServerInfo: () => ({
          scope: resourceScopes.join(' '),
          audience: gatewayResource,
          accessTokenTTL: accessTokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}

interface TokenContext {
  readonly oidc: { readonly entities: Record<'AuthorizationCode' | 'RefreshToken', Proof | undefined> };
}

interface Proof {
  readonly authTime?: number;
  readonly acr?: string;
}

/** What a company would put into its tokens besides the standard: roles and purposes, and when and how the person logged in. */
async function extraTokenClaims({ oidc }: TokenContext, token: { accountId?: string }): Promise<object> {
  const { authTime, acr } = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken ?? {};
  if (token.accountId === undefined) return { roles: ['service'] };
  return {
    realm_access: { roles: ['analyst'] },
    purposes: ['reporting'],
    region: 'EAST',
    employee_id: `E-${token.accountId}`,
    ...(authTime !== undefined && { auth_time: authTime }),
    ...(acr !== undefined && { acr }),
  };
}
