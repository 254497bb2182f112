// Whether a token holds: signature, issuer, audience, times, and that it is an access token, made for an API to read.
import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose';
import { GordianError } from '../../kit/errors.ts';
import type { KeyFinder } from '../../kit/key-set.ts';
import { KeysUnavailable } from '../../kit/remote-keys.ts';
import type { Verified } from '../../kit/verified-assertions.ts';
import { defaultTokenTypes, type IssuerOptions } from './authentication-options.ts';
import { refusal } from './refusal.ts';

/**
 * How long a token that was found good is not verified again: pages and applications send one with every request, and a
 * signature costs more than the rest of a small one. A key that is withdrawn is honoured so much longer.
 */
const verifiedForMs = 1_000;

export interface TokenRules extends Pick<IssuerOptions, 'issuer' | 'audience' | 'algorithms' | 'tokenTypes'> {
  readonly keys: KeyFinder;
  readonly clockToleranceSeconds: number;
}

/** @throws GordianError UNAUTHENTICATED, or KEYS_UNAVAILABLE when the token could not be judged */
export async function verifyToken(token: string, rules: TokenRules): Promise<Verified<JWTPayload>> {
  const { issuer, audience, algorithms, keys, clockToleranceSeconds } = rules;
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...algorithms],
      clockTolerance: clockToleranceSeconds,
    });
    if (!isAccessToken(payload, protectedHeader, rules.tokenTypes) || !hasSoundTimes(payload, clockToleranceSeconds))
      throw refusal();
    return { assertion: payload, endsAtMs: Math.min(payload.exp! * 1_000, Date.now() + verifiedForMs) };
  } catch (error) {
    if (error instanceof KeysUnavailable)
      throw new GordianError(
        'KEYS_UNAVAILABLE',
        'The identity provider does not answer, so the token cannot be checked. Retry later.',
        { cause: error },
      );
    if (error instanceof errors.JOSEError) throw refusal();
    throw error;
  }
}

/** What only an ID token has (OpenID Connect Core, sections 2 and 3.1.3.6): it is for the client that asked, and no key to an API. */
const claimsOfIdTokens = ['nonce', 'at_hash', 'c_hash'];
/** Keycloak gives all its tokens one header and says in the payload what they are. */
const otherKinds = new Set(['id', 'refresh', 'offline', 'logout']);

function isAccessToken(
  payload: JWTPayload,
  { typ }: JWTHeaderParameters,
  accepted: readonly string[] = defaultTokenTypes,
): boolean {
  return (
    accepted.some((type) => bareType(type) === bareType(typ)) &&
    !claimsOfIdTokens.some((name) => Object.hasOwn(payload, name)) &&
    // Bound to a key of its owner (RFC 7800: DPoP, mutual TLS), which is not asked for here: whoever holds it could use it.
    !Object.hasOwn(payload, 'cnf') &&
    !(typeof payload.typ === 'string' && otherKinds.has(payload.typ.toLowerCase()))
  );
}

/** RFC 9068: `at+jwt` may also be written `application/at+jwt`, in any case. */
function bareType(type: string | undefined): string | undefined {
  return type?.toLowerCase().replace(/^application\//, '');
}

/**
 * Where `exp` and `nbf` are there, they were compared already. A token must have an end, and JSON has numbers that are infinite
 * when read (1e999).
 */
function hasSoundTimes({ exp, iat }: JWTPayload, toleranceSeconds: number): boolean {
  const isIssued = iat === undefined || (typeof iat === 'number' && iat <= Date.now() / 1_000 + toleranceSeconds);
  return Number.isFinite(exp) && isIssued;
}
