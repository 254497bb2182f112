// An identity provider that says where its keys are, with keys of three kinds, and that lies or fails wherever a test wants.
import { createPrivateKey, type KeyObject, sign as signBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';

export type Algorithm = 'EdDSA' | 'ES256' | 'RS256';
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface DiscoveredIssuer {
  readonly issuer: string;
  /** What it says of itself; change it to lie. */
  readonly document: Record<string, unknown>;
  /** The key set that is served; change it to rotate. */
  keys: unknown[];
  /** Answers instead of the document or the key set, by path. */
  readonly answers: Map<string, Answer>;
  /** How often a path was asked for. */
  asked(path: string): number;
  /** A token as anyone with the key could write it: header and payload may be JSON text of any form. */
  write(payload: object | string, header?: object | string, algorithm?: Algorithm): string;
  publicKey(algorithm: Algorithm): JWK;
  stop(): Promise<void>;
}

export const configurationPath = '/.well-known/openid-configuration';
export const keysPath = '/keys';

export async function startDiscoveredIssuer(name: string): Promise<DiscoveredIssuer> {
  const keys = await keysOf(name);
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url!;
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const answer = issuer.answers.get(path);
    if (answer) return answer(request, response);
    const body = path === configurationPath ? issuer.document : path === keysPath ? { keys: issuer.keys } : null;
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: DiscoveredIssuer = {
    issuer: url,
    document: {
      issuer: url,
      jwks_uri: url + keysPath,
      authorization_endpoint: `${url}/auth`,
      token_endpoint: `${url}/token`,
      id_token_signing_alg_values_supported: ['EdDSA', 'ES256', 'RS256'],
    },
    keys: [...keys.values()].map(({ jwk }) => jwk),
    answers: new Map(),
    asked: (path) => counts.get(path) ?? 0,
    write(payload, header = {}, algorithm = 'EdDSA') {
      const { key, jwk } = keys.get(algorithm)!;
      const usual = { alg: algorithm, kid: jwk.kid, typ: 'at+jwt' };
      const content = [typeof header === 'string' ? header : { ...usual, ...header }, payload].map(encoded).join('.');
      return `${content}.${signatureOf(content, key, algorithm)}`;
    },
    publicKey: (algorithm) => keys.get(algorithm)!.jwk,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return issuer;
}

interface KeyWithJwk {
  readonly key: KeyObject;
  readonly jwk: JWK;
}

const made = new Map<string, Promise<Map<Algorithm, KeyWithJwk>>>();

/** Issuers of one name have the same keys: it takes long to make them. */
function keysOf(name: string): Promise<Map<Algorithm, KeyWithJwk>> {
  const known = made.get(name) ?? makeKeys(name);
  made.set(name, known);
  return known;
}

async function makeKeys(name: string): Promise<Map<Algorithm, KeyWithJwk>> {
  const keys = new Map<Algorithm, KeyWithJwk>();
  for (const algorithm of ['EdDSA', 'ES256', 'RS256'] as const) keys.set(algorithm, await makeKey(name, algorithm));
  return keys;
}

async function makeKey(name: string, algorithm: Algorithm): Promise<KeyWithJwk> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    key: createPrivateKey(await exportPKCS8(privateKey)),
    jwk: { ...(await exportJWK(publicKey)), kid: `${name}-${algorithm}`, alg: algorithm, use: 'sig' },
  };
}

export function encoded(part: object | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

function signatureOf(content: string, key: KeyObject, algorithm: Algorithm): string {
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  return signBytes(digest, Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}
