// The public keys of one JWKS document, as a function that finds the one that a token was signed with.
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import {
  type CryptoKey,
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  flattenedVerify,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';

/** @throws JOSEError JWKSNoMatchingKey when none fits, JWSSignatureVerificationFailed when several do and none of them signed */
export type KeyFinder = (header?: JWSHeaderParameters, token?: FlattenedJWSInput) => Promise<CryptoKey>;

/** A real issuer has a handful. */
const maximumKeys = 50;
const modulusBits = { least: 2_048, most: 8_192 };

/** @throws Error when the document is no key set, or holds no key that could prove a signature */
export function keySetOf(document: unknown): KeyFinder {
  const keys: unknown = (document as JSONWebKeySet | null)?.keys;
  if (!Array.isArray(keys)) throw new Error('The document is not a JWKS.');
  if (keys.length > maximumKeys) throw new Error(`The key set holds more than ${maximumKeys} keys.`);
  const usable = keys.filter(provesSignatures);
  if (usable.length === 0) throw new Error('The key set holds no public key that could prove a signature.');
  const find = createLocalJWKSet({ keys: usable });
  return async (header, token) => {
    try {
      return await find(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys && token) return signerAmong(error, token);
      throw error;
    }
  };
}

/** What else is published (secrets, private keys, keys to encrypt with, keys too short or too long) is as if it were not there. */
function provesSignatures(jwk: JsonWebKey | null): boolean {
  if (jwk === null || typeof jwk !== 'object' || 'd' in jwk || 'k' in jwk) return false;
  try {
    const { modulusLength = modulusBits.least } =
      createPublicKey({ key: jwk, format: 'jwk' }).asymmetricKeyDetails ?? {};
    return modulusLength >= modulusBits.least && modulusLength <= modulusBits.most;
  } catch {
    return false;
  }
}

/** Several keys under one id, or tokens without one: the issuer's carelessness, not the caller's, so each key is tried. */
async function signerAmong(candidates: AsyncIterable<CryptoKey>, token: FlattenedJWSInput): Promise<CryptoKey> {
  for await (const key of candidates) {
    const signed = await flattenedVerify(token, key).then(
      () => true,
      () => false,
    );
    if (signed) return key;
  }
  throw new errors.JWSSignatureVerificationFailed();
}
