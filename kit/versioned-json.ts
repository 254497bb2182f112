// JSON of the metadata service that has a version: asked for again and again, and sent only when there is another one.
import { Agent, request } from 'undici';

export interface VersionedQuestion {
  /** Gives the bearer token. */
  readonly accessToken: () => Promise<string>;
  /** Null: none is known. */
  readonly knownVersion: string | null;
  /** For the headers, and again for each silence in the body. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What thousands of products or applications come to. */
const bounded = new Agent({ maxResponseSize: 256 * 1024 * 1024 });

/**
 * @returns the JSON, whose shape is not checked; null when the known version is still the one
 * @throws Error for operators: it can hold the address
 */
export async function readVersioned(
  url: URL,
  { accessToken, knownVersion, timeoutMs, signal }: VersionedQuestion,
): Promise<unknown> {
  const answer = await request(url, {
    headers: {
      authorization: `Bearer ${await accessToken()}`,
      ...(knownVersion !== null && { 'if-none-match': `"${knownVersion}"` }),
    },
    dispatcher: bounded,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal,
  });
  if (answer.statusCode === 200) return answer.body.json();
  await answer.body.dump();
  if (answer.statusCode === 304 && knownVersion !== null) return null;
  throw new Error(`it answered with status ${answer.statusCode}`);
}
