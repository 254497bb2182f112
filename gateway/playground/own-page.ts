// Who may have a token of the demo: pages of this gateway, and programs on the machine, but no page of another site.
import type { IncomingMessage } from 'node:http';
import { GordianError } from '../../kit/errors.ts';
import { isOwnHost } from '../../kit/own-host.ts';

/**
 * @param hosts names of this gateway besides localhost, in lower case
 * @throws GordianError ORIGIN_NOT_ALLOWED
 */
export function requireOwnPage({ headers }: IncomingMessage, hosts: readonly string[]): void {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (!isOwnHost(host, hosts))
    throw refused('The gateway is not known by the name in the "host" header (setting playground.demoHosts).');
  const isOwnOrigin = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
  if (!isOwnOrigin || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw refused('Only pages of this gateway may take a token of the demo.');
}

function refused(message: string): GordianError {
  return new GordianError('ORIGIN_NOT_ALLOWED', message);
}
