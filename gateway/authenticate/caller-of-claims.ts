// From the claims of a verified token to the caller: only the names that the configuration gives are read, and a claim of an
// unexpected form grants nothing.
import type { JWTPayload } from 'jose';
import type { Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import type { ClaimNames } from './authentication-options.ts';

const registeredClaims: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']);

/**
 * @param payload of a token whose signature, issuer, audience and times hold, with `sub` and `exp`
 * @param selectedPurpose the `x-purpose` header; it selects among the purposes of the token and never adds one
 * @throws GordianError FORBIDDEN when the token does not grant the purpose
 */
export function callerOfClaims(
  payload: JWTPayload,
  names: Required<ClaimNames>,
  selectedPurpose: string | null,
): Caller {
  if (selectedPurpose !== null && !wordsOf(claimAt(payload, names.purposes)).includes(selectedPurpose))
    throw purposeNotGranted();
  const client = names.client.map((name) => claimAt(payload, name)).find((value) => typeof value === 'string');
  return Object.freeze({
    subject: payload.sub!,
    client: (client as string | undefined) ?? null,
    scopes: new Set(wordsOf(claimAt(payload, names.scopes))),
    roles: new Set(wordsOf(claimAt(payload, names.roles))),
    claims: Object.freeze(otherClaims(payload)),
    purpose: selectedPurpose,
    expiresAt: payload.exp!,
  });
}

export function purposeNotGranted(): GordianError {
  return new GordianError('FORBIDDEN', 'The token does not grant the purpose that the header x-purpose selects.');
}

/** A name with dots is a claim of that very name before it is a path. */
function claimAt(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined), payload);
}

function wordsOf(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((word) => typeof word === 'string') : [];
}

function otherClaims(payload: JWTPayload): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !registeredClaims.has(name)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
