// Who calls the registry: a service or a pipeline with an access token of the identity provider. Not for people and not
// for subgraphs behind the gateway, whose callers arrive in the gateway assertion.
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { GordianError } from '../../../kit/errors.ts';
import { createKeyFinder, KeysUnavailable } from '../../../kit/remote-keys.ts';

export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
}

export type RegistryScope =
  | 'gordian:contract:write'
  | 'gordian:supergraph:read'
  | 'gordian:sla:write'
  | 'gordian:grants:read'
  | 'gordian:audit:write'
  | 'gordian:usage:write'
  | 'gordian:audit:read';

/** @param scope null where any client of the identity provider is welcome
 *  @returns the name of the client, for the record
 *  @throws GordianError UNAUTHENTICATED, FORBIDDEN or KEYS_UNAVAILABLE */
export type ServiceCallers = (authorizationHeader: string | undefined, scope: RegistryScope | null) => Promise<string>;

const algorithms = ['EdDSA', 'Ed25519', 'RS256', 'PS256', 'ES256'];
const maximumTokenLength = 16_384;

export function createServiceCallers({ issuer, audience, jwksUrl }: IdentityProvider): ServiceCallers {
  const keys = createKeyFinder(jwksUrl);
  const verify = async (token: string): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 5,
    });
    return payload;
  };
  return async (authorizationHeader, scope) => {
    const payload = await verify(bearerToken(authorizationHeader)).catch(explain);
    if (scope !== null && !scopesOf(payload).includes(scope))
      throw new GordianError('FORBIDDEN', `This needs an access token with the scope ${scope}.`);
    return nameOf(payload);
  };
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
