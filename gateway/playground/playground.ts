// The portal's files and the two small routes its playground needs. A client of the gateway like any other: nothing here answers GraphQL.
import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { request as httpRequest } from 'undici';
import type { Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';
import { packageFile } from '../../kit/package-files.ts';
import { readBody } from '../receive/read-body.ts';
import { createLogin, type LoginOptions } from './login.ts';
import { requireOwnPage } from './own-page.ts';
import { isAsset, isPortalPage } from './portal-pages.ts';
import { type SavedQueries, savedQueryFolder } from './saved-queries.ts';

export interface PlaygroundOptions {
  /** Base URL of the demo identity provider; absent outside the demo. */
  readonly demoIdentityUrl?: string | undefined;
  /** Names under which browsers reach the demo, besides localhost and addresses. */
  readonly demoHosts: readonly string[];
  readonly login?: LoginOptions | undefined;
  /** A folder of .graphql files. */
  readonly queries?: string | undefined;
  /** Whether anybody can sign in at all. */
  readonly hasIssuers: boolean;
}

export interface Playground {
  /** Answers a page or another file of the portal; false when there is none of that path. */
  serveFile(request: IncomingMessage, response: ServerResponse, pathname: string): boolean;
  /** What the page must know before it starts, as JSON. */
  config(): Promise<object>;
  /** What the deployment has saved for its people. @throws GordianError UNAUTHENTICATED for a stranger */
  savedQueries(caller: Caller): Promise<SavedQueries>;
  /** A demo token for a persona, as JSON. @throws GordianError NOT_FOUND outside the demo, ORIGIN_NOT_ALLOWED */
  token(request: IncomingMessage): Promise<unknown>;
}

/**
 * Scripts, styles, workers and connections from this origin only; connections also to where the user logs in. Monaco styles its
 * lines with style attributes, hence 'unsafe-inline' for styles.
 */
const contentSecurityPolicy = (connections: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src ${connections}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export function createPlayground(
  { demoIdentityUrl, demoHosts, login: loginOptions, queries, hasIssuers }: PlaygroundOptions,
  log: Log,
): Playground {
  const saved = queries === undefined ? null : savedQueryFolder(queries, log);
  const login = loginOptions ? createLogin(loginOptions, log) : null;
  const policy = contentSecurityPolicy(login ? `'self' ${login.origin}` : "'self'");
  const options = {
    // Files are looked up when they are asked for: a build may come while the gateway runs.
    dev: true,
    etag: true,
    gzip: true,
    setHeaders: (response: ServerResponse, pathname: string) => setFileHeaders(response, pathname, policy),
  };
  const servePage = sirv(packageFile('portal/dist'), { ...options, single: true, ignores: false });
  // By its full name: /index is no page.
  const serveAsset = sirv(packageFile('portal/dist'), { ...options, extensions: [] });
  return {
    serveFile(request, response, pathname) {
      let found = true;
      const serve = isPortalPage(pathname) ? servePage : serveAsset;
      if (serve === serveAsset && !isAsset(pathname)) return false;
      serve(request, response, () => {
        found = false;
      });
      return found;
    },
    async config() {
      const personas = demoIdentityUrl ? await askIdentity(demoIdentityUrl, '/personas') : [];
      return {
        endpoint: '/graphql',
        title: 'Gordian',
        demo: demoIdentityUrl !== undefined,
        personas,
        login: login ? await login.settings() : null,
      };
    },
    async savedQueries({ subject }) {
      if (saved === null) return { queries: [], problems: [] };
      // They name fields, and what there is may not be known to everyone.
      if (subject === null && hasIssuers)
        throw new GordianError('UNAUTHENTICATED', 'Sign in to see the saved queries.');
      return saved.read();
    },
    async token(request) {
      if (!demoIdentityUrl)
        throw new GordianError(
          'NOT_FOUND',
          'There are no demo personas here; paste a token of your identity provider.',
        );
      requireOwnPage(request, demoHosts);
      const persona = readPersona(await readBody(request, 1_024));
      const form = new URLSearchParams({ grant_type: 'persona', persona }).toString();
      const token = (await askIdentity(demoIdentityUrl, '/token', form)) as {
        access_token: string;
        expires_in: number;
      };
      return {
        accessToken: token.access_token,
        expiresAt: new Date(Date.now() + token.expires_in * 1_000).toISOString(),
      };
    },
  };
}

/**
 * Assets carry a hash of their content in their name; a page must name those of the release that runs, and at the path of some pages
 * others are answered JSON.
 */
function setFileHeaders(response: ServerResponse, pathname: string, policy: string): void {
  const isHashed = pathname.startsWith('/assets/');
  response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('vary', `origin, accept-encoding${isHashed ? '' : ', accept, authorization'}`);
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
}

function readPersona(body: string): string {
  try {
    const { persona } = JSON.parse(body) as { persona?: unknown };
    if (typeof persona === 'string') return persona;
  } catch {
    // Falls through to the refusal: not JSON and no persona are mended alike.
  }
  throw new GordianError('BAD_REQUEST', 'Send {"persona": "<id>"} with an id of /playground/config.json.');
}

async function askIdentity(baseUrl: string, path: string, form?: string): Promise<unknown> {
  const answer = await httpRequest(new URL(path, baseUrl), {
    method: form ? 'POST' : 'GET',
    headers: form ? { 'content-type': 'application/x-www-form-urlencoded' } : {},
    body: form ?? null,
    headersTimeout: 3_000,
    bodyTimeout: 3_000,
  });
  if (answer.statusCode >= 500)
    throw new GordianError('KEYS_UNAVAILABLE', 'The demo identity provider does not answer.');
  if (answer.statusCode >= 400)
    throw new GordianError('BAD_REQUEST', 'The demo identity provider knows no such persona.');
  return answer.body.json();
}
