// An identity provider for tests: real keys, a key set over real HTTP, and tokens with anything wrong that a test wants.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export interface TestIssuer {
  readonly url: string;
  readonly jwksUrl: string;
  readonly keyId: string;
  /** The key set that is served; change it to rotate. */
  keys: JWK[];
  /** Answers instead of the key set, when set. */
  answer: { readonly status: number; readonly body: string } | null;
  /** How often the key set was asked for. */
  readonly asked: () => number;
  sign(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  /** Replaces the key; tokens signed before are of a key that is gone. */
  rotate(keyId: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestIssuer(): Promise<TestIssuer> {
  let pair = await generateKeyPair('EdDSA', { extractable: true });
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    const { status, body } = issuer.answer ?? { status: 200, body: JSON.stringify({ keys: issuer.keys }) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let keyId = 'key-1';
  const published = async (): Promise<JWK> => ({
    ...(await exportJWK(pair.publicKey)),
    kid: keyId,
    alg: 'EdDSA',
    use: 'sig',
  });
  const issuer: TestIssuer = {
    url,
    jwksUrl: `${url}/jwks`,
    get keyId() {
      return keyId;
    },
    keys: [await published()],
    answer: null,
    asked: () => asked,
    sign: (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', kid: keyId, typ: 'at+jwt', ...header })
        .sign(pair.privateKey),
    async rotate(next) {
      pair = await generateKeyPair('EdDSA', { extractable: true });
      keyId = next;
      issuer.keys = [await published()];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return issuer;
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);
