// A small JSON document of another server, read with every bound that a document of a stranger needs: time, size, no redirects.
import { request } from 'undici';

const maximumBytes = 256 * 1024;
const timeoutMs = 2_000;

/** @throws Error that says why, for operators only: it can hold the address */
export async function readRemoteJson(url: string): Promise<unknown> {
  // Redirects are not followed: where a document is read decides whom we trust.
  const { statusCode, body } = await request(url, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await readBounded(body);
  if (statusCode !== 200) throw new Error(`${url} answered with status ${statusCode}.`);
  return JSON.parse(text);
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maximumBytes) throw new Error(`The document is larger than ${maximumBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
