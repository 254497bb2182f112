// Signs what gateways are given to serve, so that whoever can write to the database, to the network between or to a gateway's disk
// still cannot change it. The keys come from one file: the first signs, all are published, so that keys can be changed.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FlattenedSign, type JWK } from 'jose';
import { GordianError } from '../../../kit/errors.ts';
import { publicKeyOf } from '../../../kit/public-key.ts';
import { artefactTokenType, type SupergraphArtefact } from '../../../schema/artefact.ts';

export interface ArtefactSigner {
  /** Names the key that signs. */
  readonly keyId: string;
  /** What GET /registry/keys answers: the key that signs first. */
  readonly keys: readonly JWK[];
  sign(artefact: PublishedArtefact): Promise<SignedArtefact>;
}

/** What is signed: the place among the publications keeps an older one from being taken for a newer one. */
export interface PublishedArtefact extends SupergraphArtefact {
  readonly variant: string;
  /** Rises with every publication. */
  readonly sequence: number;
}

export interface SignedArtefact {
  /** JSON, to be served as they are. */
  readonly bytes: Buffer;
  /** Detached JWS over the bytes, in its compact form (RFC 7515 appendix F, RFC 7797). */
  readonly signature: string;
}

/**
 * @param keyFile Ed25519 keys in PKCS #8 PEM, one after the other
 * @throws GordianError CONFIG_INVALID
 */
export async function createArtefactSigner(keyFile: string): Promise<ArtefactSigner> {
  const [first, ...others] = readKeys(keyFile);
  const signing = await publicKeyOf(first!);
  const keys = [signing, ...(await Promise.all(others.map(publicKeyOf)))];
  const header = { alg: 'EdDSA', kid: signing.kid, typ: artefactTokenType, b64: false, crit: ['b64'] };
  return {
    keyId: header.kid,
    keys,
    async sign(artefact) {
      const bytes = Buffer.from(JSON.stringify(artefact));
      const jws = await new FlattenedSign(bytes).setProtectedHeader(header).sign(first!);
      return { bytes, signature: `${jws.protected}..${jws.signature}` };
    },
  };
}

/** The key that made a signature; null for what is none. */
export function keyIdOf(signature: string): string | null {
  try {
    const header = JSON.parse(Buffer.from(signature.split('.', 1)[0]!, 'base64url').toString()) as { kid?: unknown };
    return typeof header.kid === 'string' ? header.kid : null;
  } catch {
    return null;
  }
}

function readKeys(file: string): KeyObject[] {
  try {
    const blocks = readFileSync(file, 'utf8').match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? [];
    const keys = blocks.map((pem) => createPrivateKey(pem));
    if (keys.length === 0) throw new Error('it holds no private key in PKCS #8 PEM');
    if (keys.some(({ asymmetricKeyType }) => asymmetricKeyType !== 'ed25519')) throw new Error('a key is not Ed25519');
    return keys;
  } catch (cause) {
    throw new GordianError(
      'CONFIG_INVALID',
      `GORDIAN_SIGNING_KEY_FILE: cannot sign with ${file}: ${(cause as Error).message}. Make one: openssl genpkey -algorithm ed25519 -out ${file}`,
      { cause },
    );
  }
}
