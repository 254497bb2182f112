// Who calls the registry: a service or a pipeline with an access token of the identity provider. Not for people and not
// for subgraphs behind the gateway, whose callers arrive in the gateway assertion.
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { GordianError } from '../../../kit/errors.ts';
import { createKeyFinder, KeysUnavailable } from '../../../kit/remote-keys.ts';
import { type ClientOwner, clientOwnerOf } from '../stored-operations/client-owner.ts';
import { type Reporter, reporterOf } from './reporter.ts';

export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** The claim that names the domains on whose products a service may report; `domains` when absent. */
  readonly domainsClaim?: string | undefined;
  /** The claim that names the clients whose operations a service may publish; `clients` when absent. */
  readonly clientsClaim?: string | undefined;
}

export type RegistryScope =
  | 'gordian:contract:write'
  | 'gordian:contract:force'
  | 'gordian:supergraph:read'
  | 'gordian:sla:write'
  | 'gordian:quality:write'
  | 'gordian:grants:read'
  | 'gordian:audit:write'
  | 'gordian:usage:write'
  | 'gordian:operation:write'
  | 'gordian:lineage:write'
  | 'gordian:lineage:read'
  | 'gordian:audit:read';

export interface KnownClient {
  readonly name: string;
  readonly scopes: readonly string[];
}

/** Throws GordianError UNAUTHENTICATED, FORBIDDEN or KEYS_UNAVAILABLE. */
export interface ServiceCallers {
  /** @param scope null where any client of the identity provider is welcome
   *  @returns the name of the client, for the record */
  (authorizationHeader: string | undefined, scope: RegistryScope | null): Promise<string>;
  /** Any client of the identity provider, with what it may do. */
  known(authorizationHeader: string | undefined): Promise<KnownClient>;
  /** The same for whoever is told of changes. @returns when its token ends, and with it what it may hear */
  listener(authorizationHeader: string | undefined, scope: RegistryScope): Promise<Date>;
  /** The same for whoever reports on products. */
  reporter(authorizationHeader: string | undefined, scope: RegistryScope): Promise<Reporter>;
  /** The same for whoever brings operations of clients. @param scope null where any client is welcome */
  owner(authorizationHeader: string | undefined, scope: RegistryScope | null): Promise<ClientOwner>;
}

const algorithms = ['EdDSA', 'Ed25519', 'RS256', 'PS256', 'ES256'];
const maximumTokenLength = 16_384;
/** Clocks differ. */
const toleranceSeconds = 5;

export function createServiceCallers({
  issuer,
  audience,
  jwksUrl,
  domainsClaim = 'domains',
  clientsClaim = 'clients',
}: IdentityProvider): ServiceCallers {
  const keys = createKeyFinder(jwksUrl);
  const verify = async (token: string): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: toleranceSeconds,
    });
    return payload;
  };
  const allowed = async (authorizationHeader: string | undefined, scope: RegistryScope | null) => {
    const payload = await verify(bearerToken(authorizationHeader)).catch(explain);
    if (scope !== null && !scopesOf(payload).includes(scope))
      throw new GordianError('FORBIDDEN', `This needs an access token with the scope ${scope}.`);
    return payload;
  };
  const identify = async (header: string | undefined, scope: RegistryScope | null) =>
    nameOf(await allowed(header, scope));
  const known: ServiceCallers['known'] = async (header) => {
    const payload = await allowed(header, null);
    return { name: nameOf(payload), scopes: scopesOf(payload) };
  };
  const listener: ServiceCallers['listener'] = async (header, scope) => {
    const { exp } = await allowed(header, scope);
    // It has to have one, or it would not have been verified.
    return new Date((exp! + toleranceSeconds) * 1_000);
  };
  const reporter: ServiceCallers['reporter'] = async (header, scope) => {
    const payload = await allowed(header, scope);
    return reporterOf(nameOf(payload), payload, domainsClaim);
  };
  const owner: ServiceCallers['owner'] = async (header, scope) => {
    const payload = await allowed(header, scope);
    return clientOwnerOf(nameOf(payload), scopesOf(payload), payload, clientsClaim);
  };
  return Object.assign(identify, { known, listener, reporter, owner });
}

function bearerToken(header: string | undefined): string {
  const token = /^Bearer ([^\s]+)$/i.exec(header ?? '')?.[1];
  if (token === undefined || token.length > maximumTokenLength) throw refusal();
  return token;
}

/** A token that cannot be judged is our fault; every other reason gets one answer, so that probing teaches nothing. */
function explain(error: unknown): never {
  if (error instanceof KeysUnavailable)
    throw new GordianError('KEYS_UNAVAILABLE', 'The keys of the identity provider cannot be read at the moment.', {
      cause: error,
    });
  if (error instanceof errors.JOSEError) throw refusal();
  throw error;
}

function refusal(): GordianError {
  return new GordianError('UNAUTHENTICATED', 'A valid access token of the identity provider is required here.');
}

function scopesOf({ scope }: JWTPayload): string[] {
  return typeof scope === 'string' ? scope.split(' ') : [];
}

function nameOf(payload: JWTPayload): string {
  const client = payload.azp ?? payload.client_id;
  return typeof client === 'string' ? client : payload.sub!;
}
