// Where a request goes. A server in front may keep some paths from the outside, and another reading of the same target would go past
// it: what could be read as two paths is refused, not mended.
import type { IncomingMessage } from 'node:http';
import { GordianError } from '../../kit/errors.ts';

const base = 'http://gateway';
/** Where most requests go; to read the same again would cost as much as to route it. */
const graphqlUrl = new URL('/graphql', base);

/** @throws GordianError BAD_REQUEST */
export function readTarget({ url = '/' }: Pick<IncomingMessage, 'url'>): URL {
  if (url === '/graphql') return graphqlUrl;
  requireOnePath(url.split('?', 1)[0]!);
  return new URL(url, base);
}

/** Also for whoever decodes slashes first, a path has no parts that others leave out, and no host before it. */
function requireOnePath(path: string): void {
  const decoded = path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  if (URL.canParse(decoded, base) && new URL(decoded, base).pathname === decoded) return;
  throw new GordianError(
    'BAD_REQUEST',
    'The request target is not a plain path. Send one that begins with a single "/", without a host, "." or ".." as a part, backslashes, or characters that have to be percent-encoded.',
  );
}
