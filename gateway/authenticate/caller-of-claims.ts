// From the claims of a verified token to the caller: only the names that the configuration gives are read, and a claim of an
// unexpected form grants nothing.
import type { JWTPayload } from 'jose';
import type { Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import {
  type ClaimNames,
  type defaultClaimNames,
  defaultClockToleranceSeconds,
  type GrantLimits,
} from './authentication-options.ts';
import { refusal } from './refusal.ts';

const registeredClaims: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']);
/** How, how well and when the person proved who they are: kept whatever the attributes are, for rules that ask for a recent proof. */
const stepUpClaims = ['auth_time', 'acr', 'amr'];
/** Names that every object has already. */
const namesOfObjects: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * @param payload of a token whose signature, issuer, audience and times hold
 * @param selectedPurpose the `x-purpose` header; it selects among the purposes of the token and never adds one
 * @param mayGrant what the issuer may grant at most
 * @throws GordianError UNAUTHENTICATED when there is no subject, FORBIDDEN when the token does not grant the purpose
 */
export function callerOfClaims(
  payload: JWTPayload,
  names: typeof defaultClaimNames & ClaimNames,
  selectedPurpose: string | null,
  mayGrant?: GrantLimits,
): Caller {
  const subject = claimAt(payload, names.subject);
  if (typeof subject !== 'string' || subject === '') throw refusal();
  const words = (what: 'scopes' | 'roles' | 'purposes') =>
    within(mayGrant?.[what], wordsOf(claimAt(payload, names[what])));
  if (selectedPurpose !== null && !words('purposes').includes(selectedPurpose)) throw purposeNotGranted();
  const client = names.client.map((name) => claimAt(payload, name)).find((value) => typeof value === 'string');
  return Object.freeze({
    subject,
    issuer: payload.iss!,
    client: typeof client === 'string' ? (within(mayGrant?.clients, [client])[0] ?? null) : null,
    scopes: new Set(words('scopes')),
    roles: new Set(words('roles')),
    // Of an issuer with limits, a claim that nobody listed could be what some rule takes for a right.
    claims: Object.freeze(claimsForRules(payload, names.attributes ?? (mayGrant && {}))),
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

function within(allowed: readonly string[] | undefined, words: readonly string[]): readonly string[] {
  if (allowed === undefined) return words;
  const fits = (word: string) => (name: string) =>
    name.endsWith('*') ? word.startsWith(name.slice(0, -1)) : word === name;
  return words.filter((word) => allowed.some(fits(word)));
}

function claimsForRules(payload: JWTPayload, attributes: ClaimNames['attributes']): Record<string, unknown> {
  const claims: [string, unknown][] = attributes
    ? [
        ...Object.entries(attributes).map(([name, path]): [string, unknown] => [name, claimAt(payload, path)]),
        ...stepUpClaims.map((name): [string, unknown] => [name, claimAt(payload, name)]),
      ]
    : Object.entries(payload).filter(([name]) => !registeredClaims.has(name) && !namesOfObjects.has(name));
  return Object.fromEntries(claims.filter(([name, claim]) => isPlain(claim) && !isFromTheFuture(name, claim)));
}

/** Rules compare texts, numbers and booleans; into an object they would have to reach, and what they miss is nobody's. */
function isPlain(claim: unknown): boolean {
  return isScalar(claim) || (Array.isArray(claim) && claim.every(isScalar));
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** Who has not proved it yet has not proved it recently. */
function isFromTheFuture(name: string, claim: unknown): boolean {
  return (
    name === 'auth_time' && !(typeof claim === 'number' && claim <= Date.now() / 1_000 + defaultClockToleranceSeconds)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
