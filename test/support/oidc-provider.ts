// A real OpenID provider for tests (oidc-provider): logins by authorization code with PKCE, clients with a secret, refresh
// tokens, logout, and keys that rotate. Its access tokens for the gateway are JWTs by RFC 9068. The pages are our own, because
// those of the package fetch a font from elsewhere.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
  let provider: Provider | null = null;
  let isDown = false;
  const server = createServer((request, response) => {
    if (isDown || provider === null) response.writeHead(503).end();
    else if (request.url!.startsWith('/interaction/')) void logInHere(provider, request, response);
    else provider.callback()(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rotateKeys = async (): Promise<void> => {
    // Sessions and grants live in a store that all instances share: only the keys differ.
    provider = new Provider(issuer, configuration(options, await signingKey()));
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

const page = (content: string): string =>
  `<!doctype html><meta name="viewport" content="width=device-width"><title>Identity provider</title>${content}`;

const loginPage = page(`<form method="post">
  <label>Name <input name="login" required></label>
  <button type="submit">Log in</button>
  <button type="submit" name="cancel" value="yes" formnovalidate>Cancel</button>
</form>`);

/** Whoever says a name is that person, proved as well as the client asks for. */
async function logInHere(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') return void response.writeHead(200, { 'content-type': 'text/html' }).end(loginPage);
  const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
  const { params } = await provider.interactionDetails(request, response);
  const acr = typeof params.acr_values === 'string' ? params.acr_values.split(' ')[0] : undefined;
  await provider.interactionFinished(
    request,
    response,
    form.has('cancel')
      ? { error: 'access_denied', error_description: 'the login was cancelled' }
      : { login: { accountId: form.get('login'), ...(acr && { acr }) } },
  );
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
    loadExistingGrant: grantEverything,
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims,
    issueRefreshToken: async () => refreshTokens,
    acrValues: ['urn:example:password', 'urn:example:hardware-key'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      Grant: 3_600,
      IdToken: 300,
      Interaction: 300,
      RefreshToken: 3_600,
      Session: 3_600,
    },
    renderError: (context: { body: string }, { error }: { error: string }) => {
      context.body = page(`<p>${error}</p>`);
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        logoutSource: (context: { body: string }, form: string) => {
          context.body = page(
            `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Log out</button>`,
          );
        },
      },
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

interface GrantContext {
  readonly oidc: {
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
    readonly provider: { readonly Grant: new (of: object) => Grant };
  };
}

interface Grant {
  addOIDCScope(scope: string): void;
  addResourceScope(resource: string, scope: string): void;
  save(): Promise<string>;
}

/** Nobody is asked to consent: the clients are the company's own. */
async function grantEverything({ oidc: { provider, client, session } }: GrantContext): Promise<Grant> {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(gatewayResource, resourceScopes.join(' '));
  await grant.save();
  return grant;
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
