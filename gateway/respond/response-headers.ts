// Headers that say more about an answer than its body does: why a request was refused and when to come again, and on what an
// answer depends.
import type { ServerResponse } from 'node:http';

export type Headers = Record<string, string | number>;

/** Names the supergraph and the policy that an answer was made by. */
export const generationHeader = 'gordian-generation';

/** @param details what the first error says besides its message */
export function addRefusalHeaders(
  headers: Headers,
  status: number,
  details: Readonly<Record<string, unknown>>,
  response: ServerResponse,
): void {
  if (status === 401) headers['www-authenticate'] = 'Bearer error="invalid_token"';
  if (status === 405 && !response.hasHeader('allow')) headers.allow = 'GET, POST';
  if (status === 503 || status === 429) headers['retry-after'] = Number(details.retryAfterSeconds ?? 1);
  if (status === 429) addRateHeaders(headers, details);
}

/** As the drafts of the IETF name them: the bucket (`q` operations in `w` seconds), what remains of it, and until when. */
function addRateHeaders(
  headers: Headers,
  { burst, allowed, retryAfterSeconds }: Readonly<Record<string, unknown>>,
): void {
  const fillSeconds = Math.max(1, Math.ceil(Number(burst) / Number(allowed)));
  headers['ratelimit-policy'] = `"client";q=${burst};w=${fillSeconds}`;
  headers.ratelimit = `"client";r=0;t=${retryAfterSeconds}`;
}

/** The value of `vary` with more names. */
export function addToVary(response: ServerResponse, names: string): string {
  const vary = response.getHeader('vary');
  return vary ? `${vary}, ${names}` : names;
}
