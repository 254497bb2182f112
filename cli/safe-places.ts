// Where a verb sends secrets: over https, or to this machine. Files name such places, and files come with a branch; what lets a secret
// travel in the clear is therefore in the environment only.
import { GordianError } from '../kit/errors.ts';
import { isLoopback } from '../kit/loopback.ts';

/** Hosts that may get secrets over plain http, with spaces between them. */
const plainHosts = 'GORDIAN_PLAIN_HTTP_HOSTS';

/**
 * @param named as the reader of the error knows it, such as `--registry`
 * @throws GordianError CONFIG_INVALID for a place whose way others can read
 */
export function requireSafePlace(place: string, named: string, environment: NodeJS.ProcessEnv): void {
  if (!URL.canParse(place)) return;
  const { protocol, host, hostname } = new URL(place);
  if (protocol === 'https:' || isLoopback(place)) return;
  const allowed = (environment[plainHosts] ?? '').split(/[\s,]+/);
  if (allowed.includes(host) || allowed.includes(hostname)) return;
  throw new GordianError(
    'CONFIG_INVALID',
    `${named} is ${protocol}//${host}, and a token or a secret would go there for everybody on the way to read. Use https. Where the way is safe, as between containers of one machine, say so in the environment: ${plainHosts}="${hostname}".`,
  );
}
