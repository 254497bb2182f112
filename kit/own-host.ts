// Whether a request was sent to this server under a name of its own. Against pages whose name was pointed at this machine for
// the purpose (DNS rebinding): the browser holds their origin and ours for one, and lets them read the answers.
import { isIP } from 'node:net';

/**
 * @param host the header of that name
 * @param names of this server besides localhost, in lower case
 */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  // Whoever rebinds needs a name to do it with: an address is what it says.
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || names.includes(hostname);
}
