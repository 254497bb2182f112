// The public half of an Ed25519 key as others look it up: a JWK that is named by its own thumbprint.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';

export type NamedKey = JWK & { readonly kid: string };

export async function publicKeyOf(privateKey: KeyObject): Promise<NamedKey> {
  const { kty, crv, x } = createPublicKey(privateKey).export({ format: 'jwk' }) as JWK;
  const key: JWK = { kty, crv, x, alg: 'EdDSA', use: 'sig' };
  return { ...key, kid: await calculateJwkThumbprint(key) };
}
