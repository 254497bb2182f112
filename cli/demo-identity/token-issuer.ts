// Signs the access tokens of the demo (RFC 9068), with a key that is made at start and never leaves the process.
import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export interface TokenIssuer {
  /** @param claims with `iss` and `sub` */
  issue(claims: JWTPayload): Promise<string>;
  readonly lifetimeSeconds: number;
  readonly jwks: { readonly keys: readonly JWK[] };
}

export interface TokenIssuerOptions {
  readonly audience: string;
  readonly lifetimeSeconds: number;
}

export async function createTokenIssuer({ audience, lifetimeSeconds }: TokenIssuerOptions): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const published: JWK = { ...(await exportJWK(publicKey)), alg: 'EdDSA', use: 'sig' };
  published.kid = await calculateJwkThumbprint(published);
  return {
    lifetimeSeconds,
    jwks: { keys: [published] },
    issue: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', kid: published.kid!, typ: 'at+jwt' })
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${lifetimeSeconds}s`)
        .setJti(randomUUID())
        .sign(privateKey),
  };
}
