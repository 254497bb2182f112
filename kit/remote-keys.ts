// Public keys of an issuer, read from its JWKS URL and kept. A key that cannot be fetched is a fault of ours or of the
// issuer (`KeysUnavailable`), never a bad token: the two must not share an answer.
import {
  type CryptoKey,
  createRemoteJWKSet,
  customFetch,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from 'jose';
import { request } from 'undici';

/** The key set could not be read: connection, status, size or content. The cause is for operators. */
export class KeysUnavailable extends Error {}

export type KeyFinder = (header?: JWSHeaderParameters, token?: FlattenedJWSInput) => Promise<CryptoKey>;

const maximumBytes = 256 * 1024;

/**
 * @param url the JWKS document
 * @param cooldownMs an unknown key id asks the issuer again at most this often: short enough to follow a restarted
 *   issuer, long enough that made-up key ids are no lever
 */
export function createKeyFinder(url: string, { cooldownMs = 1_000, timeoutMs = 2_000 } = {}): KeyFinder {
  const find = createRemoteJWKSet(new URL(url), {
    cooldownDuration: cooldownMs,
    timeoutDuration: timeoutMs,
    [customFetch]: (address, { headers, signal }) => readKeys(address, Object.fromEntries(headers), signal),
  });
  return async (header, token) => {
    try {
      return await find(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSInvalid)
        throw new KeysUnavailable('The key set is not a JWKS.', { cause: error });
      throw error;
    }
  };
}

async function readKeys(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    const { statusCode, body } = await request(url, { headers, signal });
    const text = await readBounded(body);
    if (statusCode !== 200) throw new Error(`The key set answered with status ${statusCode}.`);
    return Response.json(JSON.parse(text));
  } catch (error) {
    throw new KeysUnavailable('The key set could not be read.', { cause: error });
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maximumBytes) throw new Error(`The key set is larger than ${maximumBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
