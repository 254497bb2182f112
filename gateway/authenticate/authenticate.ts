// Authenticate: a bearer token becomes a caller. No token is an anonymous caller; a token that does not hold is refused and
// never becomes one; keys that cannot be read are a fault, told apart from both. Nothing of a token enters an error or a log,
// and no other header says who asks.
import type { IncomingHttpHeaders } from 'node:http';
import { decodeJwt, type JWTPayload } from 'jose';
import { anonymous, type Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import { type Log, silentLog } from '../../kit/log.ts';
import { rememberVerified } from '../../kit/verified-assertions.ts';
import {
  type AuthenticationOptions,
  defaultClaimNames,
  defaultClockToleranceSeconds,
  type IssuerOptions,
} from './authentication-options.ts';
import { callerOfClaims, purposeNotGranted } from './caller-of-claims.ts';
import { requireDiscoverable } from './discovery.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import { refusal } from './refusal.ts';
import { verifyToken } from './verify-token.ts';

/** @throws GordianError UNAUTHENTICATED, KEYS_UNAVAILABLE, or FORBIDDEN for a purpose that the token does not grant */
export type Authenticate = (headers: IncomingHttpHeaders) => Promise<Caller>;

const maximumTokenBytes = 8 * 1024;

interface TrustedIssuer extends IssuerOptions {
  readonly payloadOf: (token: string) => Promise<JWTPayload>;
}

/** @throws GordianError CONFIG_INVALID when an issuer is named twice, or accepts tokens that anyone could sign */
export function createAuthenticator(
  { issuers, keys: keyOptions = {}, clockToleranceSeconds = defaultClockToleranceSeconds }: AuthenticationOptions,
  log: Log = silentLog,
): Authenticate {
  const trusted = new Map<string, TrustedIssuer>();
  for (const options of issuers) {
    requireSound(options, trusted);
    const rules = { ...options, keys: createIssuerKeys(options, keyOptions, log), clockToleranceSeconds };
    trusted.set(options.issuer, { ...options, payloadOf: rememberVerified((token) => verifyToken(token, rules)) });
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
    return callerOfClaims(payload, { ...defaultClaimNames, ...issuer.claims }, selectedPurpose, issuer.mayGrant);
  };
}

/** With a shared secret, whoever can check a token can make one; `none` is not a signature; and keys read in clear are anybody's. */
function requireSound({ issuer, algorithms, jwksUrl }: IssuerOptions, known: ReadonlyMap<string, unknown>): void {
  const unsound = algorithms.find((algorithm) => !/^(EdDSA|Ed25519|(ES|RS|PS)(256|384|512))$/.test(algorithm));
  if (unsound !== undefined)
    throw invalid(`Issuer ${issuer}: the algorithm ${unsound} is not accepted. Use EdDSA, ES256, RS256 or PS256.`);
  if (jwksUrl === undefined) requireDiscoverable(issuer);
  if (known.has(issuer)) throw invalid(`Issuer ${issuer} is configured twice. Keep one of the entries.`);
}

function invalid(message: string): GordianError {
  return new GordianError('CONFIG_INVALID', message);
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
