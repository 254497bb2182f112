// Authenticate: a bearer token becomes a caller. No token is an anonymous caller; a token that does not hold is refused and
// never becomes one; keys that cannot be read are a fault, told apart from both. Nothing of a token enters an error or a log.
import type { IncomingHttpHeaders } from 'node:http';
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { anonymous, type Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import { createKeyFinder, type KeyFinder, KeysUnavailable } from '../../kit/remote-keys.ts';
import { rememberVerified, type Verified } from '../../kit/verified-assertions.ts';
import {
  type AuthenticationOptions,
  defaultClaimNames,
  defaultTokenTypes,
  type IssuerOptions,
} from './authentication-options.ts';
import { callerOfClaims, purposeNotGranted } from './caller-of-claims.ts';

/** @throws GordianError UNAUTHENTICATED, KEYS_UNAVAILABLE, or FORBIDDEN for a purpose that the token does not grant */
export type Authenticate = (headers: IncomingHttpHeaders) => Promise<Caller>;

const maximumTokenBytes = 8 * 1024;
const clockToleranceSeconds = 5;

/**
 * How long a token that was found good is not verified again: pages and applications send one with every request, and a
 * signature costs more than the rest of a small one. A key that is withdrawn is honoured so much longer.
 */
const verifiedForMs = 1_000;

interface TrustedIssuer extends IssuerOptions {
  readonly keys: KeyFinder;
  readonly payloadOf: (token: string) => Promise<JWTPayload>;
}

/** @throws GordianError CONFIG_INVALID when an issuer is named twice, or accepts tokens that anyone could sign */
export function createAuthenticator({ issuers }: AuthenticationOptions): Authenticate {
  const trusted = new Map<string, TrustedIssuer>();
  for (const options of issuers) {
    requireSound(options, trusted);
    const keys = createKeyFinder(options.jwksUrl);
    const payloadOf = rememberVerified((token) => verify(token, { ...options, keys }));
    trusted.set(options.issuer, { ...options, keys, payloadOf });
  }
  return async ({ authorization, 'x-purpose': purpose }) => {
    const selectedPurpose = typeof purpose === 'string' ? purpose : null;
    if (authorization === undefined) {
      if (selectedPurpose !== null) throw purposeNotGranted();
      return anonymous;
    }
    const token = bearerToken(authorization);
    const issuer = trusted.get(claimedIssuer(token));
    if (issuer === undefined) throw refusal();
    const payload = await issuer.payloadOf(token);
    return callerOfClaims(payload, { ...defaultClaimNames, ...issuer.claims }, selectedPurpose);
  };
}

/** With a shared secret, whoever can check a token can make one; `none` is not a signature. */
function requireSound({ issuer, algorithms }: IssuerOptions, known: ReadonlyMap<string, unknown>): void {
  const unsound = algorithms.find((algorithm) => !/^(EdDSA|Ed25519|(ES|RS|PS)(256|384|512))$/.test(algorithm));
  if (unsound !== undefined)
    throw new GordianError(
      'CONFIG_INVALID',
      `Issuer ${issuer}: the algorithm ${unsound} is not accepted. Use EdDSA, ES256, RS256 or PS256.`,
    );
  if (known.has(issuer))
    throw new GordianError('CONFIG_INVALID', `Issuer ${issuer} is configured twice. Keep one of the entries.`);
}

function bearerToken(authorization: string): string {
  if (authorization.length > maximumTokenBytes) throw refusal();
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw refusal();
  return token;
}

/** Read before anything is verified, and used for nothing but the choice of the keys to verify with. */
function claimedIssuer(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    throw refusal();
  }
}

async function verify(
  token: string,
  { issuer, audience, algorithms, tokenTypes = defaultTokenTypes, keys }: Omit<TrustedIssuer, 'payloadOf'>,
): Promise<Verified<JWTPayload>> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...algorithms],
      requiredClaims: ['exp'],
      clockTolerance: clockToleranceSeconds,
    });
    if (!isAccepted(protectedHeader.typ, tokenTypes) || typeof payload.sub !== 'string' || payload.sub === '')
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

/** RFC 9068: `at+jwt` may also be written `application/at+jwt`, in any case. */
function isAccepted(type: string | undefined, accepted: readonly string[]): boolean {
  const bare = type?.toLowerCase().replace(/^application\//, '');
  return accepted.some((candidate) => candidate.toLowerCase() === bare);
}

/** The same answer for every defect: who tries tokens learns nothing from the differences. */
function refusal(): GordianError {
  return new GordianError(
    'UNAUTHENTICATED',
    'The token is not acceptable. Get a new one and send it as "authorization: Bearer <token>".',
  );
}
