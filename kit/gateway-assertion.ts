// Both ends of the gateway assertion: the signed statement by which the gateway tells a subgraph who asks, what the gateway itself
// must read, and which operation it is good for. A subgraph trusts this and nothing else.
import { createPrivateKey, generateKeyPairSync, hash, sign as signBytes } from 'node:crypto';
import { errors, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Caller, CallerGrant } from './caller.ts';
import { GordianError } from './errors.ts';
import { publicKeyOf } from './public-key.ts';
import { createKeyFinder, KeysUnavailable } from './remote-keys.ts';
import { reuseAssertions } from './reused-assertions.ts';
import { rememberVerified } from './verified-assertions.ts';

const algorithm = 'EdDSA';
const tokenType = 'gordian-assertion+jwt';
const lifetimeSeconds = 30;
const clockToleranceSeconds = 5;

/** `iss` of every assertion unless a deployment runs several gateways under names of their own. */
const gatewayIssuer = 'gordian-gateway';

export interface Assertion {
  readonly caller: Caller;
  /**
   * Coordinates that the gateway reads for itself, whatever the caller may see: keys, inputs of @requires and of rules, and what
   * it masks or judges by the row before anything of it goes out.
   */
  readonly internal: ReadonlySet<string>;
  /** Names the rules that the gateway has applied. */
  readonly policyVersion: string;
  readonly operation: BoundOperation;
}

/** What an assertion is good for, and nothing else: one document with whatever variables, or one request as it was sent. */
export interface BoundOperation {
  readonly kind: 'document' | 'request';
  /** See {@link digestOf}. */
  readonly digest: string;
}

/** Of the text of the document, or of the whole body. */
export function digestOf(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64url');
}

export interface AssertionRequest {
  /** Name of the subgraph that the fetch goes to. */
  readonly audience: string;
  readonly caller: Caller;
  readonly internal: readonly string[];
  readonly policyVersion: string;
  readonly operation: BoundOperation;
}

export interface AssertionSigner {
  /** A compact JWT; send it as `authorization: Bearer <jwt>`. Equal requests within seconds of each other get the same one. */
  sign(request: AssertionRequest): Promise<string>;
  /** What the gateway serves at /.well-known/jwks.json. */
  jwks(): { readonly keys: readonly JWK[] };
}

export type AssertionVerifier = (authorizationHeader: string | undefined) => Promise<Assertion>;

/** @param options.privateKey PKCS #8 PEM of an Ed25519 key; without it a key is made that lives as long as the process */
export async function createAssertionSigner({
  privateKey,
  issuer = gatewayIssuer,
}: {
  privateKey?: string;
  issuer?: string;
} = {}): Promise<AssertionSigner> {
  const key = privateKey === undefined ? generateKeyPairSync('ed25519').privateKey : createPrivateKey(privateKey);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('The key of assertions must be an Ed25519 key.');
  const publicKey = await publicKeyOf(key);
  const header = encoded({ alg: algorithm, kid: publicKey.kid, typ: tokenType });

  // By Node itself and at once: that costs a third of what Web Cryptography does, which signs on another thread.
  const sign = reuseAssertions(async ({ audience, ...claims }: WrittenAssertion) => {
    const iat = Math.floor(Date.now() / 1_000);
    const payload = { ...claims, iss: issuer, aud: audience, iat, exp: iat + lifetimeSeconds };
    const signed = `${header}.${encoded(payload)}`;
    return `${signed}.${signBytes(null, Buffer.from(signed), key).toString('base64url')}`;
  });

  return {
    sign: ({ audience, caller, internal, policyVersion, operation }) =>
      sign({ audience, caller: writeCaller(caller), internal, policy: policyVersion, operation }),
    jwks: () => ({ keys: [publicKey] }),
  };
}

/**
 * @param options.audience name of the subgraph that verifies; an assertion for another subgraph is refused
 * @returns a function that throws GordianError UNAUTHENTICATED, or KEYS_UNAVAILABLE when the gateway's keys cannot be read
 */
export function createAssertionVerifier({
  jwksUrl,
  audience,
  issuer = gatewayIssuer,
}: {
  jwksUrl: string;
  audience: string;
  issuer?: string;
}): AssertionVerifier {
  const keys = createKeyFinder(jwksUrl);
  const verify = rememberVerified(async (token) => {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [algorithm],
      issuer,
      audience,
      typ: tokenType,
      requiredClaims: ['exp', 'iat', 'caller', 'internal', 'policy', 'operation'],
      maxTokenAge: lifetimeSeconds,
      clockTolerance: clockToleranceSeconds,
    });
    return { assertion: readAssertion(payload), endsAtMs: endOf(payload) };
  });
  return async (authorizationHeader) => {
    const token = /^Bearer ([^\s]+)$/i.exec(authorizationHeader ?? '')?.[1];
    if (token === undefined) throw refusal();
    try {
      return await verify(token);
    } catch (error) {
      if (error instanceof KeysUnavailable)
        throw new GordianError('KEYS_UNAVAILABLE', 'The keys of the gateway cannot be read at the moment.', {
          cause: error,
        });
      if (error instanceof errors.JOSEError) throw refusal();
      throw error;
    }
  };
}

/**
 * @param digest of what was sent, by the kind of thing that the assertion is bound to
 * @throws GordianError UNAUTHENTICATED when the assertion was made for something else
 */
export function requireOperation(
  { operation }: Pick<Assertion, 'operation'>,
  digest: (kind: BoundOperation['kind']) => string | undefined,
): void {
  if (digest(operation.kind) !== operation.digest) throw refusal();
}

/** One answer for every kind of bad assertion: who probes learns nothing. */
function refusal(): GordianError {
  return new GordianError('UNAUTHENTICATED', 'This subgraph answers the gateway only.');
}

interface WrittenAssertion {
  readonly audience: string;
  readonly caller: WrittenCaller;
  readonly internal: readonly string[];
  readonly policy: string;
  readonly operation: BoundOperation;
}

interface WrittenCaller extends Omit<Caller, 'scopes' | 'roles'> {
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** What has ended of what was granted stays here. */
function writeCaller({ grants = [], breakGlass = null, ...caller }: Caller): WrittenCaller {
  const nowSeconds = Date.now() / 1_000;
  const isLive = ({ validUntil }: CallerGrant) => validUntil > nowSeconds;
  const live = grants.filter(isLive);
  return {
    ...caller,
    scopes: [...caller.scopes],
    roles: [...caller.roles],
    ...(live.length > 0 && { grants: live }),
    ...(breakGlass !== null && isLive(breakGlass) && { breakGlass }),
  };
}

/** Whichever comes first: the end that it names, or the age that we allow. Both claims are required. */
function endOf({ exp, iat }: JWTPayload): number {
  return Math.min(exp!, iat! + lifetimeSeconds) * 1_000;
}

/** The signature holds, so the gateway wrote this payload: its shape is ours. */
function readAssertion(payload: JWTPayload): Assertion {
  const caller = payload.caller as WrittenCaller;
  return {
    caller: Object.freeze({ ...caller, scopes: new Set(caller.scopes), roles: new Set(caller.roles) }),
    internal: new Set(payload.internal as string[]),
    policyVersion: payload.policy as string,
    operation: payload.operation as BoundOperation,
  };
}
