// What the playground's page must know to log its user in. The page cannot discover it by itself without more rights than
// it should have, so the gateway does, and passes on only endpoints of the one origin that the page may speak to.
import type { Log } from '../../kit/log.ts';
import { type IssuerDocument, readIssuerDocument, requireDiscoverable } from '../authenticate/discovery.ts';

export interface LoginOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Of the authorization and the token request, besides those of the protocol. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface LoginSettings extends LoginOptions {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint: string | null;
}

export interface Login {
  /** Where the page may connect to. */
  readonly origin: string;
  settings(): Promise<LoginSettings | { readonly problem: string }>;
}

/** Many pages may be opened at once, and an issuer that is down is not asked for each of them. */
const keptMs = { good: 5 * 60_000, failed: 1_000 };

/** @throws GordianError CONFIG_INVALID for an issuer that cannot be asked safely */
export function createLogin(options: LoginOptions, log: Log): Login {
  requireDiscoverable(options.issuer);
  const { origin } = new URL(options.issuer);
  let reading: ReturnType<Login['settings']> | null = null;
  let readUntilMs = 0;

  async function read(): ReturnType<Login['settings']> {
    try {
      const settings = settingsOf(options, await readIssuerDocument(options.issuer));
      readUntilMs = Date.now() + keptMs.good;
      return settings;
    } catch (error) {
      readUntilMs = Date.now() + keptMs.failed;
      const { issuer } = options;
      log.warn(
        { event: 'login.unavailable', issuer, reason: (error as Error).message },
        'nobody can log in to the playground',
      );
      return { problem: 'The identity provider cannot be asked how to log in. The log of the gateway says why.' };
    }
  }

  return {
    origin,
    settings() {
      if (reading === null || Date.now() >= readUntilMs) {
        // Until it is known how this one ends, all who ask share it.
        readUntilMs = Number.POSITIVE_INFINITY;
        reading = read();
      }
      return reading;
    },
  };
}

function settingsOf(
  options: LoginOptions,
  { authorizationEndpoint, tokenEndpoint, endSessionEndpoint }: IssuerDocument,
): LoginSettings {
  if (authorizationEndpoint === null || tokenEndpoint === null)
    throw new Error(`${options.issuer} names no authorization_endpoint or no token_endpoint.`);
  const { origin } = new URL(options.issuer);
  const elsewhere = [authorizationEndpoint, tokenEndpoint].find((endpoint) => new URL(endpoint).origin !== origin);
  if (elsewhere !== undefined)
    throw new Error(`The page may connect to ${origin} only, and ${options.issuer} names ${elsewhere}.`);
  return { ...options, authorizationEndpoint, tokenEndpoint, endSessionEndpoint };
}
